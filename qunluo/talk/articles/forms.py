"""The shape of what authors and reviewers send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.web.telling import Telling
from qunluo.talk.articles import rules
from qunluo.talk.forum.web import tags_in

if TYPE_CHECKING:
    from collections.abc import Sequence


class ArticleWords(Telling):
    title = forms.CharField(
        label=_("Title"),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": 200, "autocomplete": "off"}),
    )
    body = forms.CharField(label=_("Text"), required=False, widget=forms.Textarea)
    summary = forms.CharField(
        label=_("Abstract"),
        required=False,
        help_text=_(
            "Two sentences for lists, feeds and shared links. Left empty, the text begins."
        ),
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": rules.SUMMARY_MOST}),
    )
    cover = forms.ImageField(
        label=_("Cover"), required=False, help_text=_("Wide pictures look best: 1200 × 630.")
    )
    drop_cover = forms.BooleanField(label=_("Take the cover away"), required=False)
    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        help_text=_("Up to five, with commas between them."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    space = forms.ChoiceField(label=_("Space"), required=False)
    series = forms.ChoiceField(label=_("Series"), required=False)
    series_position = forms.IntegerField(
        label=_("Place in the series"), required=False, min_value=0, max_value=999
    )
    source_address = forms.CharField(
        label=_("Source"),
        required=False,
        help_text=_("For a text from elsewhere: where it comes from."),
        widget=forms.TextInput(attrs={"type": "url", "maxlength": 200, "placeholder": "https://"}),
    )
    source_rights = forms.CharField(
        label=_("Rights"),
        required=False,
        max_length=120,
        help_text=_("Its licence, or who allowed it."),
        widget=forms.TextInput,
    )
    reason = forms.CharField(
        label=_("What you changed"),
        required=False,
        max_length=rules.REASON_MOST,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: object,
        spaces: Sequence[tuple[str, str]],
        series: Sequence[tuple[str, str]],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["space"].choices = list(spaces)  # type: ignore[attr-defined]
        self.fields["series"].choices = [("", _("None")), *series]  # type: ignore[attr-defined]

    def chosen_tags(self) -> tuple[str, ...]:
        return tuple(tags_in(self.cleaned_data.get("tags", "")))


class ReviewWords(Telling):
    """`at` empty: now."""

    note = forms.CharField(
        label=_("What should change"),
        required=False,
        max_length=rules.NOTE_MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    at = forms.DateTimeField(
        label=_("When"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )


class SeriesWords(Telling):
    title = forms.CharField(label=_("Title"), required=False, max_length=200)
    summary = forms.CharField(
        label=_("What it is about"),
        required=False,
        max_length=rules.SUMMARY_MOST,
        widget=forms.TextInput,
    )
