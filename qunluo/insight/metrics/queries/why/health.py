"""Whether the records themselves explain a change: incomplete, late, or silent."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from qunluo.insight.metrics.engine import expecting
from qunluo.insight.metrics.queries.why.sheet import Check
from qunluo.insight.metrics.queries.words import period_text, reason_text
from qunluo.kernel.stream import exporting as stream
from qunluo.kernel.ui import display

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.engine.periods import Period
    from qunluo.insight.metrics.queries.asking import Point
    from qunluo.insight.metrics.queries.why.sheet import Case

LATE = timedelta(days=1)
MOST_DAYS = 5
WEEKS = 8
MUCH = 0.5


def whole(points: Sequence[Point]) -> Check:
    """Both sides must be whole and have a number."""
    for point in points:
        if not point.is_whole:
            told = _("%(period)s cannot be compared: %(reason)s") % {
                "period": period_text(point.period),
                "reason": reason_text(point.reason) or _("it is not whole."),
            }
            return Check("whole", _("Whole periods"), told, "stop")
    return Check("whole", _("Whole periods"), _("All that is compared is whole."), "good")


def late(case: Case) -> Check:
    """Lines written down over a day after they happened: they change a number afterwards."""
    title, community_id = _("Late records"), case.viewer.community_id or 0
    begins, ends = case.period.starts_at, case.period.ends_at
    count = stream.late_lines(community_id, begins, ends, LATE)
    if not count:
        return Check("late", title, _("Nothing was written down more than a day late."), "good")
    told = _("%(count)s records of the period were written down more than a day late.") % {
        "count": display.number(count)
    }
    return Check("late", title, told, "warn")


def silent(case: Case, change: float, expected: float) -> Check:
    """Days without a line of anybody where many are usual; it stops where they weigh enough.

    Enough: what was to be expected of those days is at least half of the change.
    """
    title, days = _("Silent days"), silent_days(case.history, case.period)
    if not days:
        return Check("silent", title, _("No day is without records where many are usual."), "good")
    names = ", ".join(display.day(day) for day in days[:MOST_DAYS])
    told = _("Nothing of anybody is on record on %(days)s, where many records are usual.") % {
        "days": names if len(days) <= MOST_DAYS else _("%(one)s and others") % {"one": names}
    }
    part = expected * len(days) / case.period.day_count
    is_much = change < 0 and part >= MUCH * abs(change)
    more = _("The records may be missing, or the place could not be reached. Clear that up first.")
    return Check("silent", title, f"{told} {more}", "stop" if is_much else "warn")


def silent_days(history: History, period: Period) -> list[date]:
    """Days of the period without any line though the same weekday usually has many."""
    first = period.start - timedelta(weeks=WEEKS)
    counted = dict(
        history.rows(
            "SELECT day, count(*) FROM {acts} WHERE day >= ? AND day < ? GROUP BY day",
            [first, period.end],
        )
    )
    found = []
    day = period.start
    while day < period.end:
        earlier = [counted.get(day - timedelta(weeks=n), 0) for n in range(1, WEEKS + 1)]
        known = [count for count in earlier if count]
        usual = sum(known) / len(known) if len(known) >= expecting.FEWEST else 0.0
        if expecting.is_silent(usual, counted.get(day, 0)):
            found.append(day)
        day += timedelta(days=1)
    return found
