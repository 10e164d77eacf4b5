"""The figures of an organisation: its communities side by side, and together where that has a meaning.

Counts of events are added up. People are counted once, however many of the communities they are in.
A share is the sum of its parts over the sum of its wholes. A median of medians means nothing, so
there is none. Only communities whose figures the viewer may see are shown and counted; each one's
periods are those of its own time zone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from qunluo.insight.metrics.engine.certainty import wilson
from qunluo.insight.metrics.queries.asking import Ask, Point, Series, measure_many
from qunluo.insight.metrics.queries.board import SHOWN, Tile, tile_of
from qunluo.insight.metrics.queries.catalogue import definition, metric_of
from qunluo.insight.metrics.queries.sources import calendar_of, history_at, watermark
from qunluo.insight.metrics.queries.standing import opening
from qunluo.insight.metrics.queries.words import reason_text
from qunluo.insight.metrics.rules import SEE
from qunluo.people.communities import queries as communities

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from qunluo.insight.metrics.engine.coverage import Status
    from qunluo.insight.metrics.engine.periods import By, Calendar, Period
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.communities.queries import CommunityCard, OrganisationSheet

BYS_TOGETHER: tuple[By, ...] = ("day", "month", "quarter", "year")
"""Weeks are left out: they begin on different days in different communities."""
RULES = {
    "members.current": "people_once",
    "members.joined": "sum",
    "active.visited": "people_once",
    "active.contributed": "people_once",
    "content.all": "sum",
    "content.questions": "sum",
    "response.within_24h": "pooled",
    "response.median_hours": "",
    "questions.open": "sum",
}


@dataclass(frozen=True)
class CommunityLine:
    """One community's figures; `series` by metric id, the last point is the chosen period's."""

    card: CommunityCard
    viewer: Viewer
    series: dict[str, Series]
    year_ago: dict[str, Point]

    @property
    def silence(self) -> str:
        """Why there is no figure at all; empty when there is one."""
        points = [told.points[-1] for told in self.series.values()]
        known = any(point.value is not None for point in points)
        return "" if known else reason_text(points[0].reason)

    def tile(self, metric_id: str) -> Tile:
        points = self.series[metric_id].points
        return tile_of(metric_id, points[-1], points[-2], self.year_ago[metric_id])


@dataclass(frozen=True)
class Together:
    """A number over several communities. `rule`: sum, people_once, pooled. `counted`: how many."""

    tile: Tile
    rule: str
    counted: int


@dataclass(frozen=True)
class OrganisationBoard:
    """`period` None: none of the communities open to the viewer has a whole one yet.

    `hidden`: communities whose figures are not open to the viewer; they are in no number.
    """

    slug: str
    name: str
    by: By
    period: Period | None
    before: Period | None
    after: Period | None
    metric_ids: tuple[str, ...]
    together: tuple[Together, ...]
    lines: tuple[CommunityLine, ...]
    hidden: int
    watermark: int


def organisation_board(
    viewer: Viewer, slug: str, by: By = "month", on: date | None = None
) -> OrganisationBoard:
    """Refuses with `missing` whoever has no seat in the organisation.

    `on`: a day of the wished period; None: the last whole period in which any of them has data.
    SQL queries grow with the number of communities, never with their size.
    """
    sheet = communities.organisation_for(viewer, slug)
    standing = [
        (one.card, communities.entrance(viewer, one.card.slug).viewer) for one in sheet.communities
    ]
    seen = [(card, there) for card, there in standing if there.may(SEE)]
    found = _period(seen, by, on)
    if found is None:
        return _board(sheet, by, None, (), len(standing) - len(seen))
    lines = tuple(_line(card, there, found[0], found[1]) for card, there in seen)
    return _board(sheet, by, found, lines, len(standing) - len(seen))


def _board(
    sheet: OrganisationSheet,
    by: By,
    found: tuple[Period, Calendar] | None,
    lines: tuple[CommunityLine, ...],
    hidden: int,
) -> OrganisationBoard:
    period, calendar = found or (None, None)
    return OrganisationBoard(
        slug=sheet.slug,
        name=sheet.name,
        by=by,
        period=period,
        before=calendar.neighbour(period, -1) if period and calendar else None,
        after=calendar.neighbour(period, 1) if period and calendar else None,
        metric_ids=tuple(RULES),
        together=tuple(_together(one, rule, lines) for one, rule in RULES.items() if rule)
        if lines
        else (),
        lines=lines,
        hidden=hidden,
        watermark=watermark().number,
    )


def _period(
    seen: Sequence[tuple[CommunityCard, Viewer]], by: By, on: date | None
) -> tuple[Period, Calendar] | None:
    """The wished period by the calendar of the community that has the latest data."""
    last: list[tuple[Period, int]] = []
    for card, there in seen:
        told = opening(there, by)
        period = (told.period or told.so_far) if told else None
        if period is not None:
            last.append((period, card.id))
    if not last:
        return None
    period, community_id = max(last, key=lambda pair: (pair[0].start, pair[1]))
    calendar = calendar_of(community_id)
    return (calendar.period(by, on) if on else period), calendar


def _line(card: CommunityCard, there: Viewer, period: Period, calendar: Calendar) -> CommunityLine:
    by: By = period.by  # type: ignore[assignment]
    first, ago = calendar.neighbour(period, 1 - SHOWN), calendar.year_before(period)
    series = measure_many(there, RULES, Ask(by, first.start, period.start))
    past = measure_many(there, RULES, Ask(by, ago.start, ago.start))
    return CommunityLine(card, there, series, {one: told.points[0] for one, told in past.items()})


def _together(metric_id: str, rule: str, lines: Sequence[CommunityLine]) -> Together:
    now, counted = _joined(metric_id, rule, [(line, _now(line, metric_id)) for line in lines])
    earlier = []
    for pick in (_before, _year_ago):
        point, same = _joined(metric_id, rule, [(line, pick(line, metric_id)) for line in lines])
        # Other communities would be another question: then there is nothing to compare with.
        earlier.append(point if same == counted else None)
    return Together(tile_of(metric_id, now, *earlier), rule, len(counted))


def _now(line: CommunityLine, metric_id: str) -> Point:
    return line.series[metric_id].points[-1]


def _before(line: CommunityLine, metric_id: str) -> Point:
    return line.series[metric_id].points[-2]


def _year_ago(line: CommunityLine, metric_id: str) -> Point:
    return line.year_ago[metric_id]


def _joined(
    metric_id: str, rule: str, told: Sequence[tuple[CommunityLine, Point]]
) -> tuple[Point, frozenset[int]]:
    """One point out of several, and the ids of the communities that it counts."""
    known = [(line, point) for line, point in told if point.value is not None]
    counted = frozenset(line.card.id for line, _point in known)
    if not known:
        return told[0][1], counted
    is_whole = all(point.status == "complete" for _line, point in known)
    status: Status = "complete" if is_whole else "partial"
    whole = replace(known[0][1], status=status, reason="", excluded=None, cells=())
    if rule == "people_once":
        people = _people(metric_id, known)
        return replace(whole, value=people, n=people, numerator=None, denominator=None), counted
    if rule == "pooled":
        return _pooled(whole, [point for _line, point in known]), counted
    total = sum(point.value or 0 for _line, point in known)
    n = sum(point.n or 0 for _line, point in known)
    return replace(whole, value=total, n=n, numerator=None, denominator=None), counted


def _pooled(whole: Point, points: Sequence[Point]) -> Point:
    part = sum(point.numerator or 0 for point in points)
    among = sum(point.denominator or 0 for point in points)
    return replace(
        whole,
        value=part / among,
        numerator=part,
        denominator=among,
        n=int(among),
        interval=wilson(part, among),
    )


def _people(metric_id: str, known: Sequence[tuple[CommunityLine, Point]]) -> int:
    """Distinct people behind the points; the stream knows a person by one key everywhere."""
    behind = metric_of(metric_id).behind
    assert behind is not None  # noqa: S101 - all metrics of this rule have a list
    keys: set[str] = set()
    mark = watermark()
    for line, point in known:
        history = history_at(line.card.id, mark)
        numbers = {person for person, _count in behind(history, point.period).people}
        names = dict(history.rows("SELECT person, actor FROM {people}"))
        keys |= {names[person] for person in numbers}
    return len(keys)


def organisation_table(
    found: OrganisationBoard,
) -> tuple[list[str], list[list[str | float | None]]]:
    """Heads and rows for a file: all together first, then a line per community."""
    names = [definition(one) for one in found.metric_ids]
    heads = [_("Community"), *(told.name for told in names)]
    together = {one.tile.definition.id: one.tile.point.value for one in found.together}
    rows: list[list[str | float | None]] = [
        [_("All together"), *(together.get(one) for one in found.metric_ids)]
    ]
    for line in found.lines:
        values = [line.series[one].points[-1].value for one in found.metric_ids]
        rows.append([line.card.name, *values])
    return heads, rows
