"""Who deals with alerts, who decides what is watched, and the words both use."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.permissions import permission
from qunluo.kernel.preferences import preference

HANDLE = permission(
    "alerts.handle", _("See alerts, take them and close them"), roles=("admin", "volunteer")
)
KEEP = permission("alerts.keep", _("Decide what is watched, and name known days"), roles=("admin",))
COUNTRIES = ("", "CN", "HK", "TW", "SG", "MY", "JP", "KR", "US", "GB", "DE", "FR")
HOLIDAYS = preference(
    "alerts.holidays",
    default="CN",
    type=str,
    level=("installation", "community"),
    label=_("Whose public holidays are known days"),
    choices=COUNTRIES,
)
RECHECKED = 3
"""So many judged periods are judged again each time, because records may come late."""
LOOK_BACK_DAYS = 28
"""How far back a new rule is judged; further only when somebody asks for it."""
DUE_DAYS = 3
LONGEST_MUTE = 90
STATES = {
    "open": _("Nobody is at it yet"),
    "taken": _("Somebody is at it"),
    "closed": _("Done with"),
}
OUTCOMES = {
    "true": _("It was real"),
    "false": _("False alarm"),
    "known": _("There was a known reason"),
}
METHODS = {
    "unusual": _("Unusual for its season"),
    "shift": _("A lasting shift of level"),
    "above": _("Above a limit"),
    "below": _("Below a limit"),
}
DIRECTIONS = {"both": _("Both ways"), "up": _("Upwards"), "down": _("Downwards")}
LENGTHS = {"day": _("Day"), "week": _("Week")}
SENSITIVITIES = {
    "low": _("Low: only what is far out"),
    "normal": _("Normal"),
    "high": _("High: more false alarms"),
}
