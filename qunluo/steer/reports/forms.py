from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class MakeForm(forms.Form):
    span = forms.ChoiceField(
        label=_("Period"),
        choices=[("month", _("Month")), ("week", _("Week")), ("quarter", _("Quarter"))],
    )
    day = forms.DateField(
        label=_("A day in it"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
