"""The shape of what those who keep order send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from qunluo.talk.forum import rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.people.communities.queries import SpaceCard


class RemovalWords(forms.Form):
    reason = forms.ChoiceField(label=_("Reason"), choices=[])
    note = forms.CharField(
        label=_("What its author should know"),
        required=False,
        max_length=300,
        widget=forms.TextInput,
    )

    def __init__(self, *args: object, is_own: bool, is_staff: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        reasons = rules.REMOVAL_REASONS.items()
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            (key, label)
            for key, label in reasons
            if (key == "author" and is_own) or (key not in {"author", *rules.UNCHOSEN} and is_staff)
        ]
        if not is_staff:
            del self.fields["note"]


class PinWords(forms.Form):
    """`until` empty: for good."""

    until = forms.DateTimeField(
        label=_("Until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )


class ReminderWords(forms.Form):
    """A moment as a browser's field gives it, without a time zone."""

    at = forms.DateTimeField(
        label=_("At this time:"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )


class SplitWords(forms.Form):
    """What replies that leave their topic are called, and where they go."""

    title = forms.CharField(
        label=_("Title"),
        widget=forms.TextInput(attrs={"maxlength": rules.TITLE_MOST, "autocomplete": "off"}),
    )
    space = forms.ChoiceField(label=_("Space"), choices=[])

    def __init__(self, *args: object, spaces: Sequence[SpaceCard], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(str(space.id), space.name) for space in spaces]
        self.fields["space"].choices = choices  # type: ignore[attr-defined]
