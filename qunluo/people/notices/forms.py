"""What the settings of notices look like when they are sent."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


class HabitsForm(forms.Form):
    """When digests come and when it is quiet."""

    digest = forms.ChoiceField(
        label=_("Digest by mail"),
        choices=[
            ("daily", _("every day")),
            ("weekly", _("every Monday")),
            ("never", _("no digest")),
        ],
    )
    digest_hour = forms.TypedChoiceField(label=_("At"), choices=HOURS, coerce=int)
    quiet_from = forms.TypedChoiceField(label=_("Quiet from"), choices=HOURS, coerce=int)
    quiet_until = forms.TypedChoiceField(
        label=_("Quiet until"),
        choices=HOURS,
        coerce=int,
        help_text=_(
            "In these hours nothing is mailed or pushed. The same hour twice: never quiet."
        ),
    )
    shows_details = forms.BooleanField(
        label=_("Show names and titles in push messages"),
        required=False,
        help_text=_("Whoever sees your locked screen can read them then."),
    )


class DeviceForm(forms.Form):
    endpoint = forms.CharField(max_length=800)
    p256dh = forms.CharField(max_length=120)
    auth = forms.CharField(max_length=60)
    name = forms.CharField(max_length=80, required=False)
