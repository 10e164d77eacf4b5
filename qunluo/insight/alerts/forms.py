"""Shapes of what people send: a rule, an outcome, known days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qunluo.insight.alerts.actions import RuleWish
from qunluo.insight.alerts.rules import (
    COUNTRIES,
    DIRECTIONS,
    LENGTHS,
    METHODS,
    OUTCOMES,
    SENSITIVITIES,
)
from qunluo.kernel.web.telling import Telling

if TYPE_CHECKING:
    from collections.abc import Sequence

COUNTRY_NAMES = {
    "": _("nobody's"),
    "CN": _("China"),
    "HK": _("Hong Kong"),
    "TW": _("Taiwan"),
    "SG": _("Singapore"),
    "MY": _("Malaysia"),
    "JP": _("Japan"),
    "KR": _("South Korea"),
    "US": _("United States"),
    "GB": _("United Kingdom"),
    "DE": _("Germany"),
    "FR": _("France"),
}


class RuleForm(Telling):
    metric_id = forms.ChoiceField(label=_("Which number"))
    space_id = forms.TypedChoiceField(
        coerce=int, empty_value=None, required=False, label=_("Where")
    )
    by = forms.ChoiceField(choices=list(LENGTHS.items()), label=_("By"))
    method = forms.ChoiceField(choices=list(METHODS.items()), label=_("What to look for"))
    direction = forms.ChoiceField(choices=list(DIRECTIONS.items()), label=_("Which way"))
    sensitivity = forms.ChoiceField(choices=list(SENSITIVITIES.items()), label=_("Sensitivity"))
    change = forms.IntegerField(
        min_value=0,
        max_value=1000,
        label=_("Least change in per cent"),
        help_text=_("Against what was expected. Smaller changes are never told."),
    )
    least = forms.IntegerField(
        min_value=1,
        max_value=10**6,
        label=_("Least count"),
        help_text=_("What is smaller than this is noise. For shares: how many they rest on."),
    )
    limit = forms.FloatField(
        required=False,
        label=_("Limit"),
        help_text=_("For “above” and “below” only. Shares as a fraction: 0.5 is half."),
    )
    owner_id = forms.TypedChoiceField(
        coerce=int, empty_value=None, required=False, label=_("Whose it is")
    )
    is_on = forms.BooleanField(required=False, label=_("Watch it"))

    def __init__(
        self,
        *args: Any,
        metrics: Sequence[tuple[str, str]],
        keepers: Sequence[tuple[int, str]],
        spaces: Sequence[tuple[int, str]],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        metric, owner = self.fields["metric_id"], self.fields["owner_id"]
        space = self.fields["space_id"]
        assert isinstance(space, forms.ChoiceField)  # noqa: S101 - declared above
        space.choices = [("", _("the whole community")), *spaces]
        assert isinstance(metric, forms.ChoiceField)  # noqa: S101 - declared above
        assert isinstance(owner, forms.ChoiceField)  # noqa: S101 - declared above
        metric.choices = metrics
        owner.choices = [("", _("nobody yet: all who keep the rules are told")), *keepers]

    def wish(self) -> RuleWish:
        return RuleWish(**self.cleaned_data)


class CloseForm(Telling):
    outcome = forms.ChoiceField(
        choices=list(OUTCOMES.items()), widget=forms.RadioSelect, label=_("Outcome")
    )
    reason = forms.CharField(
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        label=_("What was found, and what was done"),
    )
    day_name = forms.CharField(
        max_length=120,
        required=False,
        label=_("Name these days as known"),
        help_text=_("With a known reason: its days are expected to differ from now on."),
    )


class DayForm(Telling):
    name = forms.CharField(max_length=120, label=_("What happens on them"))
    first = forms.DateField(label=_("Begins on"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("Ends on"), widget=forms.DateInput(attrs={"type": "date"}))
    is_yearly = forms.BooleanField(required=False, label=_("The same days every year"))


class HolidaysForm(Telling):
    country = forms.ChoiceField(
        choices=[(one, COUNTRY_NAMES[one]) for one in COUNTRIES],
        required=False,
        label=_("Whose public holidays are known days"),
    )


class MuteForm(Telling):
    days = forms.IntegerField(min_value=0, max_value=90, label=_("Days"))
