"""Calendar periods in a community's own time zone: half-open, by day, week, month and longer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

By = Literal["day", "week", "month", "quarter", "year", "span"]
"""A `span` is any run of days, one period by itself; it is asked for, never offered to choose."""
BYS: tuple[By, ...] = tuple(by for by in get_args(By) if by != "span")
MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Period:
    """[start, end) as local days and [starts_at, ends_at) as moments in UTC."""

    by: str
    start: date
    end: date
    starts_at: datetime
    ends_at: datetime

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)

    @property
    def day_count(self) -> int:
        return (self.end - self.start).days


@dataclass(frozen=True)
class Calendar:
    """`week_start`: 0 is Monday, 6 is Sunday."""

    zone: ZoneInfo
    week_start: int = 0

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def instant(self, day: date) -> datetime:
        """The moment a local day begins; where midnight is skipped, the first moment after it."""
        return datetime(day.year, day.month, day.day, tzinfo=self.zone).astimezone(UTC)

    def start_of(self, by: By, day: date) -> date:
        """The first day of the period that holds the day."""
        if by == "day":
            return day
        if by == "week":
            return day - timedelta(days=(day.weekday() - self.week_start) % 7)
        months = MONTHS[by]
        return date(day.year, (day.month - 1) // months * months + 1, 1)

    def moved(self, by: By, start: date, steps: int) -> date:
        """The start of the period so many steps later (earlier when negative)."""
        if by == "day":
            return start + timedelta(days=steps)
        if by == "week":
            return start + timedelta(days=7 * steps)
        month = start.year * 12 + start.month - 1 + steps * MONTHS[by]
        return date(month // 12, month % 12 + 1, 1)

    def period(self, by: By, day: date) -> Period:
        """The period that holds the day."""
        start = self.start_of(by, day)
        end = self.moved(by, start, 1)
        return Period(by, start, end, self.instant(start), self.instant(end))

    def between(self, first: date, last: date) -> Period:
        """Any stretch of whole local days, both included."""
        end = last + timedelta(days=1)
        return Period("stretch", first, end, self.instant(first), self.instant(end))

    def neighbour(self, period: Period, steps: int) -> Period:
        by: By = period.by  # type: ignore[assignment]
        if by == "span":
            away = timedelta(days=steps * period.day_count)
            return self.span(period.start + away, period.last_day + away)
        return self.period(by, self.moved(by, period.start, steps))

    def span(self, first: date, last: date) -> Period:
        """Any run of days as one period, both days included."""
        end = last + timedelta(days=1)
        return Period("span", first, end, self.instant(first), self.instant(end))

    def year_before(self, period: Period) -> Period:
        """The same period a year ago; for days and weeks, 52 weeks, so that weekdays agree."""
        by: By = period.by  # type: ignore[assignment]
        if by in {"day", "week"}:
            return self.period(by, period.start - timedelta(weeks=52))
        if by == "span":
            year = timedelta(weeks=52)
            return self.span(period.start - year, period.last_day - year)
        return self.neighbour(period, -12 // MONTHS[by])

    def hours(self, first: datetime, count: int) -> list[Period]:
        """Hours one after another from a moment on; their days are the local ones."""
        starts = [first + timedelta(hours=n) for n in range(count + 1)]
        days = [self.day_of(start) for start in starts]
        return [
            Period("hour", days[n], days[n], starts[n].astimezone(UTC), starts[n + 1])
            for n in range(count)
        ]

    def periods(self, by: By, first: date, last: date) -> list[Period]:
        """All periods from the one that holds `first` to the one that holds `last`."""
        if by == "span":
            return [self.span(first, last)]
        found = []
        period = self.period(by, first)
        while period.start <= last:
            found.append(period)
            period = self.neighbour(period, 1)
        return found
