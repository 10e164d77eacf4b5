"""Which days are known of a community: its own, planned events on the charts, public holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import translation

from qunluo.insight.alerts.engine.calendar import Stretch, holidays_of, known_name
from qunluo.insight.alerts.models import KnownDay
from qunluo.insight.alerts.rules import HANDLE, HOLIDAYS
from qunluo.insight.metrics.queries import calendar_of
from qunluo.insight.metrics.queries.noting import notes
from qunluo.kernel import clock, preferences

if TYPE_CHECKING:
    from datetime import date

    from qunluo.kernel.viewer import Viewer

MOST = 200
AHEAD = 120
SPOKEN = {"zh-hans": "zh_CN", "en": "en_US"}


@dataclass(frozen=True)
class DayRow:
    id: int
    first: date
    last: date
    name: str
    is_yearly: bool


@dataclass(frozen=True)
class HolidayRow:
    first: date
    last: date
    name: str


@dataclass(frozen=True)
class Known:
    """All that is needed to say of any day whether it is known."""

    stretches: tuple[Stretch, ...]
    country: str
    language: str


def known_days(viewer: Viewer) -> list[DayRow]:
    """The community's own, the latest first."""
    viewer.require(HANDLE)
    rows = KnownDay.objects.filter(community_id=viewer.community_id or 0)
    return [
        DayRow(row.pk, row.first, row.last, row.name, row.is_yearly)
        for row in rows.order_by("-first", "-pk")[:MOST]
    ]


def planned_days(viewer: Viewer) -> list[HolidayRow]:
    """Planned events that people wrote on the charts; they count as known."""
    found = [one for one in notes(viewer) if one.is_planned]
    return [HolidayRow(one.first, one.last, one.text) for one in found]


def country_of(viewer: Viewer) -> str:
    """Whose public holidays count here (ISO 3166); "" for nobody's."""
    return preferences.get(viewer.community_id, HOLIDAYS)


def next_holidays(viewer: Viewer) -> list[HolidayRow]:
    """The public holidays of the next months, runs of one name together."""
    country = country_of(viewer)
    today = calendar_of(viewer.community_id or 0).day_of(clock.now())
    language = spoken(translation.get_language() or "")
    rows: list[HolidayRow] = []
    for n in range(AHEAD):
        day = today + timedelta(days=n)
        name = holidays_of(country, day.year, language).get(day, "") if country else ""
        if name and rows and rows[-1].last == day - timedelta(days=1):
            rows[-1] = HolidayRow(rows[-1].first, day, rows[-1].name)
        elif name:
            rows.append(HolidayRow(day, day, name))
    return rows


def known_of(viewer: Viewer, language: str, first: date, last: date) -> Known:
    """What counts for judging; three queries."""
    rows = KnownDay.objects.filter(community_id=viewer.community_id or 0).order_by("pk")
    own = [Stretch(row.first, row.last, row.name, row.is_yearly) for row in rows]
    planned = [
        Stretch(one.first, one.last, one.text)
        for one in notes(viewer, first, last)
        if one.is_planned
    ]
    return Known((*own, *planned), country_of(viewer), spoken(language))


def stretches_of(viewer: Viewer, first: date, last: date) -> list[tuple[date, date, str]]:
    """The known days of a stretch as runs of one name, for whoever compares periods."""
    known = known_of(viewer, translation.get_language() or "", first, last)
    rows: list[tuple[date, date, str]] = []
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        name = known_name(day, known.stretches, known.country, known.language)
        if name and rows and rows[-1][2] == name and rows[-1][1] == day - timedelta(days=1):
            rows[-1] = (rows[-1][0], day, name)
        elif name:
            rows.append((day, day, name))
    return rows


def spoken(language: str) -> str:
    """The holiday library's word for a language."""
    return SPOKEN.get(language, "en_US")
