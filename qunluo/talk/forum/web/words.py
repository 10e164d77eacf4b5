"""The shape of the words members send; whether they may stand is the actions' to say."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.web.telling import Telling
from qunluo.talk.forum import rules

BETWEEN_TAGS = re.compile(r"[,，、;；\n]+")


def tags_in(typed: str) -> list[str]:
    """`brewing, 绿茶、水温` -> three tags."""
    return [tag.strip() for tag in BETWEEN_TAGS.split(typed) if tag.strip()]


class Words(Telling):
    """A text and the page's token."""

    body = forms.CharField(label=_("Text"), required=False, widget=forms.Textarea)
    token = forms.CharField(required=False, widget=forms.HiddenInput)


class TopicWords(Words):
    title = forms.CharField(
        label=_("Title"),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": rules.TITLE_MOST, "autocomplete": "off"}),
    )
    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        help_text=_("Up to five, with commas between them."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("title", "body", "tags", "token")

    def chosen_tags(self) -> list[str]:
        return tags_in(self.cleaned_data["tags"])


class EditWords(TopicWords):
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("What you changed"),
        required=False,
        max_length=rules.REASON_MOST,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
