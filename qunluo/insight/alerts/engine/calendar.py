"""Known days: public holidays, the community's own, and planned events, as names by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

MOST_BRIDGED = 2
FRIDAY = 4
SHORTEST_SHARE = 2 / 7
"""A week is known when at least this share of it is."""


@dataclass(frozen=True)
class Stretch:
    """Days from `first` to `last`, both included; `is_yearly`: the same days of every year."""

    first: date
    last: date
    name: str
    is_yearly: bool = False

    def holds(self, day: date) -> bool:
        if not self.is_yearly:
            return self.first <= day <= self.last
        length = self.last - self.first
        return any(
            begins <= day <= begins + length
            for year in (day.year - 1, day.year)
            if (begins := _in_year(self.first, year)) is not None
        )


def _in_year(day: date, year: int) -> date | None:
    """The same day of another year; none where there is no 29 February."""
    try:
        return day.replace(year=year)
    except ValueError:
        return None


@lru_cache(maxsize=64)
def holidays_of(country: str, year: int, language: str) -> dict[date, str]:
    """Public holidays of a country (ISO 3166) in a year with the weekends between them.

    Empty for "" and for countries the library does not know.
    """
    import holidays  # noqa: PLC0415 - a second of loading, for whoever judges only

    if country not in holidays.list_supported_countries():
        return {}
    found = dict(holidays.country_holidays(country, years=[year], language=language))
    return _bridged(found)


def _bridged(found: dict[date, str]) -> dict[date, str]:
    """Weekends inside a run of holidays belong to it."""
    days = sorted(found)
    told = dict(found)
    for one, other in pairwise(days):
        gap = [one + timedelta(days=n) for n in range(1, (other - one).days)]
        if gap and len(gap) <= MOST_BRIDGED and all(day.weekday() > FRIDAY for day in gap):
            told.update(dict.fromkeys(gap, found[one]))
    return told


def known_name(day: date, stretches: tuple[Stretch, ...], country: str, language: str) -> str:
    """What is known of a day; the community's own word goes before the holiday's."""
    for one in stretches:
        if one.holds(day):
            return one.name
    return holidays_of(country, day.year, language).get(day, "") if country else ""


def known_period(
    first: date, last: date, stretches: tuple[Stretch, ...], country: str, language: str
) -> str:
    """The names of a period's known days when they are enough of it to matter; else ""."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    names = [known_name(day, stretches, country, language) for day in days]
    told = [name for name in names if name]
    if not told or len(told) / len(days) < SHORTEST_SHARE:
        return ""
    return ", ".join(dict.fromkeys(told))[:300]
