"""Forms of coming, deciding and going."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qunluo.people.communities.queries import Question


class AnswersForm(forms.Form):
    """One field per question, named `answer_<id>`."""

    def __init__(self, questions: Iterable[Question], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[f"answer_{question.id}"] = forms.CharField(
                label=question.text,
                required=question.is_required,
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def answers(self) -> dict[int, str]:
        """Answers by question id."""
        return {int(name.removeprefix("answer_")): text for name, text in self.cleaned_data.items()}


class InvitationForm(forms.Form):
    label = forms.CharField(
        label=_("What it is for"),
        max_length=80,
        required=False,
        help_text=_("Only operators see this, for example: spring meeting."),
    )
    days = forms.IntegerField(
        label=_("Valid for, in days"), min_value=1, max_value=366, required=False, initial=7
    )
    uses = forms.IntegerField(
        label=_("May be used, times"), min_value=1, max_value=100_000, required=False
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)


class MembershipForm(forms.Form):
    """The name used here and the community's own fields, named `field_<id>`."""

    nickname = forms.CharField(
        label=_("Your name in this community"),
        max_length=80,
        required=False,
        help_text=_("Leave it empty to use the name of your account."),
    )

    def __init__(self, fields: Iterable[tuple[int, str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, label, text in fields:
            self.fields[f"field_{key}"] = forms.CharField(
                label=label, max_length=300, required=False, initial=text
            )

    def custom_fields(self) -> dict[int, str]:
        """Texts by the field's id."""
        return {
            int(name.removeprefix("field_")): text
            for name, text in self.cleaned_data.items()
            if name.startswith("field_")
        }
