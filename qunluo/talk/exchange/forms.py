"""The shape of what is posted to the exchange."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.web.telling import Telling
from qunluo.talk.exchange import rules
from qunluo.talk.exchange.actions import Words

if TYPE_CHECKING:
    from collections.abc import Iterable


class ListingWords(Telling):
    kind = forms.ChoiceField(
        label=_("I have a"), choices=list(rules.KINDS.items()), widget=forms.RadioSelect
    )
    title = forms.CharField(
        label=_("In one line"),
        max_length=rules.TITLE_MOST,
        help_text=_("Say what you seek or give, such as: A tea table for six, lent for a weekend."),
    )
    category = forms.ChoiceField(label=_("Kind of thing"), choices=list(rules.CATEGORIES.items()))
    body = forms.CharField(
        label=_("Details"), required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        max_length=400,
        help_text=_("Short words between commas. What fits is found by them first."),
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=rules.PLACE_MOST)
    roles = forms.CharField(
        label=_("Roles sought"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For a joint project: one role a line. Members can apply for them."),
    )

    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def words(self) -> Words:
        typed = self.cleaned_data
        names = ("category", "title", "body", "tags", "place", "roles")
        return Words(
            kind=typed.get("kind") or "", **{name: typed.get(name) or "" for name in names}
        )


class RemovalWords(Telling):
    reason = forms.ChoiceField(label=_("Reason"), choices=list(rules.REMOVAL_REASONS.items()))
    note = forms.CharField(label=_("What its author should know"), required=False, max_length=300)


class ContactWords(Telling):
    body = forms.CharField(label=_("Message"), widget=forms.Textarea(attrs={"rows": 4}))
    client = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class ApplyWords(Telling):
    role = forms.ChoiceField(label=_("Role"))
    note = forms.CharField(
        label=_("Why you"),
        required=False,
        max_length=rules.NOTE_MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, roles: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role, role) for role in roles]  # type: ignore[attr-defined]
