"""The shape of what those who keep order send."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from qunluo.talk.forum import rules


class RemovalWords(forms.Form):
    reason = forms.ChoiceField(label=_("Reason"), choices=[])
    note = forms.CharField(
        label=_("Note for the team"), required=False, max_length=300, widget=forms.TextInput
    )

    def __init__(self, *args: object, is_own: bool, is_staff: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        reasons = rules.REMOVAL_REASONS.items()
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            (key, label)
            for key, label in reasons
            if (key == "author" and is_own) or (key not in {"author", rules.HELD} and is_staff)
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
