"""What alerts tell; only those who keep the place hear it."""

from __future__ import annotations

from dataclasses import dataclass

from qunluo.kernel.stream.activity import Activity, Audience


@dataclass(frozen=True, kw_only=True)
class AlertTold(Activity):
    object_type = "alerts.alert"
    audience: Audience = "staff"


@dataclass(frozen=True, kw_only=True)
class AlertOpened(AlertTold):
    """`is_quiet`: it needs nobody (it follows another alert, or the calendar explains it)."""

    name = "alerts.alert_opened"
    verb = "Create"
    rule: int
    metric: str
    direction: str
    is_quiet: bool


@dataclass(frozen=True, kw_only=True)
class AlertTaken(AlertTold):
    name = "alerts.alert_taken"
    verb = "Accept"


@dataclass(frozen=True, kw_only=True)
class AlertReleased(AlertTold):
    name = "alerts.alert_released"
    verb = "Undo"
    retracts = "alerts.alert_taken"


@dataclass(frozen=True, kw_only=True)
class AlertClosed(AlertTold):
    """`outcome`: true, false (a false alarm), known (there was a reason beforehand)."""

    name = "alerts.alert_closed"
    verb = "Update"
    outcome: str


@dataclass(frozen=True, kw_only=True)
class AlertReopened(AlertTold):
    name = "alerts.alert_reopened"
    verb = "Undo"
    retracts = "alerts.alert_closed"


@dataclass(frozen=True, kw_only=True)
class RuleTold(Activity):
    object_type = "alerts.rule"
    audience: Audience = "staff"


@dataclass(frozen=True, kw_only=True)
class RuleSaved(RuleTold):
    """A new rule, or another wish of an old one."""

    name = "alerts.rule_saved"
    verb = "Update"
    metric: str
    is_on: bool


@dataclass(frozen=True, kw_only=True)
class RuleMuted(RuleTold):
    """`days` 0: it is heard again."""

    name = "alerts.rule_muted"
    verb = "Update"
    days: int


@dataclass(frozen=True, kw_only=True)
class RuleRetired(RuleTold):
    name = "alerts.rule_retired"
    verb = "Delete"


@dataclass(frozen=True, kw_only=True)
class DayNamed(Activity):
    name = "alerts.day_named"
    verb = "Create"
    object_type = "alerts.known_day"
    audience: Audience = "staff"
    is_yearly: bool


@dataclass(frozen=True, kw_only=True)
class DayStruck(Activity):
    name = "alerts.day_struck"
    verb = "Delete"
    object_type = "alerts.known_day"
    audience: Audience = "staff"


@dataclass(frozen=True, kw_only=True)
class HolidaysChosen(Activity):
    """Whose public holidays count as known; "" for nobody's."""

    name = "alerts.holidays_chosen"
    verb = "Update"
    object_type = "communities.community"
    audience: Audience = "staff"
    country: str
