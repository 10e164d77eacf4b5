"""The form in which operators set the welcome up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.web.telling import Telling
from qunluo.people.welcome.rules import GREETING_MOST

if TYPE_CHECKING:
    from qunluo.people.communities.queries import SpaceCard
    from qunluo.people.welcome.queries import SettingsSheet


class WelcomeForm(Telling):
    greeter = forms.ChoiceField(
        label=_("Who greets"),
        help_text=_(
            "The greeting is sent by itself in their name, so ask them first. A role greets by turns."
        ),
        required=False,
    )
    greeting = forms.CharField(
        label=_("Greeting"),
        help_text=_("{name} becomes the newcomer's name and {community} the community's."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=GREETING_MOST,
        required=False,
    )
    steps = forms.MultipleChoiceField(
        label=_("First steps"), widget=forms.CheckboxSelectMultiple, required=False
    )
    introduction_space = forms.TypedChoiceField(
        label=_("Where newcomers introduce themselves"),
        coerce=int,
        empty_value=None,
        required=False,
    )
    spaces = forms.TypedMultipleChoiceField(
        label=_("Spaces the team recommends"),
        help_text=_("At most three. Without a choice, the ones where most people write are shown."),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self, sheet: SettingsSheet, spaces: tuple[SpaceCard, ...], *args: Any, **kwargs: Any
    ) -> None:
        now = sheet.now
        kwargs["initial"] = {
            "greeter": now.greeter,
            "greeting": now.greeting,
            "steps": [kind.key for kind in now.steps],
            "introduction_space": now.introduction_space_id,
            "spaces": list(now.space_ids),
        }
        super().__init__(*args, **kwargs)
        places = [(space.id, space.name) for space in spaces]
        talks = [(space.id, space.name) for space in spaces if space.kind == "forum"]
        self._choose("greeter", [("", _("Nobody")), *sheet.greeters])
        self._choose("steps", [(kind.key, kind.label) for kind in sheet.steps])
        self._choose("introduction_space", [("", _("Anywhere")), *talks])
        self._choose("spaces", places)

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
