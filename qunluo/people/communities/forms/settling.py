"""Forms of the operators' settings: entry, address, spaces, roles, seats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.web.meanwhile import Shared
from qunluo.people.communities.forms.describing import (
    ACCESS_CHOICES,
    JOINING_CHOICES,
    language_choices,
    text_area,
    zone_choices,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.people.communities.queries import PermissionRow

SPACE_ACCESS_CHOICES = (
    ("public", _("As open as the community")),
    ("members", _("Members only")),
    ("private", _("Only those with a role in it")),
)


class EntryForm(Shared):
    access = forms.ChoiceField(
        label=_("Who may read"), choices=ACCESS_CHOICES, widget=forms.RadioSelect
    )
    joining = forms.ChoiceField(
        label=_("How one joins"), choices=JOINING_CHOICES, widget=forms.RadioSelect
    )
    posting_needs_verification = forms.BooleanField(
        label=_("Only members whose real name was verified may post"), required=False
    )


class LocaleForm(Shared):
    language = forms.ChoiceField(label=_("Language"), choices=language_choices)
    timezone = forms.ChoiceField(label=_("Time zone"))
    week_start = forms.TypedChoiceField(
        label=_("A week begins on"),
        coerce=int,
        choices=((0, _("Monday")), (5, _("Saturday")), (6, _("Sunday"))),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = self.fields["timezone"]
        if isinstance(zones, forms.ChoiceField):
            zones.choices = zone_choices(str(self.initial.get("timezone", "")))


class SafetyForm(Shared):
    staff_second_step = forms.BooleanField(
        label=_("Roles above plain membership need the second step of signing in"),
        help_text=_("Who has not set it up acts as a plain member until then."),
        required=False,
    )


class AdmissionForm(Shared):
    """Whom a community that asks lets in without waiting."""

    admit_proven = forms.BooleanField(
        label=_("Let in at once whoever has confirmed their email address"), required=False
    )
    admit_words = forms.CharField(
        label=_("Let in at once whose answers contain one of these words"),
        help_text=_("One a line or between commas; whoever was removed before always waits."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        required=False,
    )


class AddressForm(Shared):
    slug = forms.CharField(
        label=_("Address"),
        max_length=60,
        help_text=_("The old address keeps leading here."),
    )


class LinesForm(Shared):
    """A list, one entry a line; a line that ends with * is optional where that matters."""

    lines = forms.CharField(required=False, widget=text_area(5))

    def __init__(self, *args: Any, label: str = "", help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"].label, self.fields["lines"].help_text = label, help_text


class SpaceForm(forms.Form):
    name = forms.CharField(label=_("Name of the space"), max_length=80)
    slug = forms.CharField(
        label=_("Address"), max_length=60, help_text=_("Letters, digits and hyphens.")
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=(("forum", _("Forum")), ("questions", _("Questions")))
    )
    access = forms.ChoiceField(label=_("Who may read"), choices=SPACE_ACCESS_CHOICES)
    purpose = forms.CharField(
        label=_("What belongs here"), max_length=300, required=False, widget=text_area(2)
    )

    def __init__(self, *args: Any, is_open: bool = False, **kwargs: Any) -> None:
        """`is_open`: the space exists, so its address and kind stay."""
        super().__init__(*args, **kwargs)
        if is_open:
            del self.fields["slug"], self.fields["kind"]


class RoleForm(forms.Form):
    name = forms.CharField(label=_("Name of the role"), max_length=50)
    duty = forms.CharField(
        label=_("Duty"),
        widget=text_area(),
        help_text=_("What whoever holds this role is there to do."),
    )
    held = forms.MultipleChoiceField(
        label=_("May do"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, rows: Sequence[PermissionRow], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = self.fields["held"]
        if isinstance(held, forms.MultipleChoiceField):
            held.choices = [(row.name, row.label) for row in rows if row.may_give]


class GrantForm(forms.Form):
    member_id = forms.TypedChoiceField(label=_("Member"), coerce=int)
    role_id = forms.TypedChoiceField(label=_("Role"), coerce=int)
    space_id = forms.TypedChoiceField(
        label=_("Where"), coerce=int, empty_value=None, required=False
    )

    def __init__(
        self,
        members: Sequence[tuple[int, str]],
        roles: Sequence[tuple[int, str]],
        spaces: Sequence[tuple[int, str]],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        everywhere = ("", _("The whole community"))
        for name, choices in (
            ("member_id", (("", _("Choose a member")), *members)),
            ("role_id", (("", _("Choose a role")), *roles)),
            ("space_id", (everywhere, *spaces)),
        ):
            field = self.fields[name]
            if isinstance(field, forms.TypedChoiceField):
                field.choices = choices


class SeatForm(forms.Form):
    handle = forms.CharField(label=_("Their handle"), max_length=40)
    role = forms.ChoiceField(
        label=_("Seat"), choices=(("owner", _("Owner")), ("analyst", _("Analyst")))
    )
