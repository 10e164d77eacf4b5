"""The shape of what people send without script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.web.meanwhile import Shared
from qunluo.kernel.web.telling import Telling
from qunluo.talk.conversations import rules

if TYPE_CHECKING:
    from collections.abc import Mapping


class SayWords(Telling):
    """`client` is the page's mark for this message, so that two clicks say it once."""

    body = forms.CharField(
        label=_("Message"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    client = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    answers = forms.IntegerField(required=False, widget=forms.HiddenInput)
    file = forms.FileField(required=False)


class EditWords(Telling, Shared):
    body = forms.CharField(
        label=_("Message"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class GroupWords(Telling):
    name = forms.CharField(label=_("Name"), required=False, max_length=rules.NAME_MOST)
    people = forms.CharField(
        label=_("People in it"),
        max_length=1000,
        help_text=_("Their handles between blanks, such as: @mei @jun. At most nineteen."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    body = forms.CharField(
        label=_("First message"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    client = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class PeopleWords(Telling):
    people = forms.CharField(
        label=_("People in it"),
        max_length=1000,
        help_text=_("Their handles between blanks. They read what is said from now on."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class NameWords(Telling):
    name = forms.CharField(label=_("Name"), required=False, max_length=rules.NAME_MOST)


class PrivacyWords(forms.Form):
    who = forms.ChoiceField(
        label=rules.WHO_MAY_WRITE.label,
        choices=list(rules.WHO_LABELS.items()),
        widget=forms.RadioSelect,
    )


class ReportWords(Telling):
    rule_key = forms.ChoiceField(label=_("Against which rule"), required=False)
    note = forms.CharField(
        label=_("What is wrong"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when none of the rules fits."),
    )

    def __init__(self, *args: Any, titles: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("None of them")), *titles.items()]
        self.fields["rule_key"].choices = choices  # type: ignore[attr-defined]
