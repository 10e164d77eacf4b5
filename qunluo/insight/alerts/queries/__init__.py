"""What stands out, what is watched, and which days are known.

from qunluo.insight.alerts import queries as alerts

alerts.listed(viewer, state="open")   # the newest first
alerts.sheet(viewer, alert_id)        # one with its chart and what may be done
"""

from qunluo.insight.alerts.queries.days import (
    DayRow,
    HolidayRow,
    country_of,
    known_days,
    next_holidays,
    planned_days,
    stretches_of,
)
from qunluo.insight.alerts.queries.judging import Judgement, judgement
from qunluo.insight.alerts.queries.marking import marks_of
from qunluo.insight.alerts.queries.seeing import (
    AlertLine,
    AlertSheet,
    Count,
    alert_cards,
    alert_of,
    counts,
    listed,
    sheet,
    told_to,
)
from qunluo.insight.alerts.queries.watching import (
    RuleRow,
    in_sight,
    keepers,
    metric_choices,
    rule_for,
    rules_for,
    rules_in_use,
    space_choices,
    to_check,
)

__all__ = [
    "AlertLine",
    "AlertSheet",
    "Count",
    "DayRow",
    "HolidayRow",
    "Judgement",
    "RuleRow",
    "alert_cards",
    "alert_of",
    "country_of",
    "counts",
    "in_sight",
    "judgement",
    "keepers",
    "known_days",
    "listed",
    "marks_of",
    "metric_choices",
    "next_holidays",
    "planned_days",
    "rule_for",
    "rules_for",
    "rules_in_use",
    "sheet",
    "space_choices",
    "stretches_of",
    "to_check",
    "told_to",
]
