"""The dashboard of a community: one period, beside the one before and the same a year ago."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from qunluo.insight.metrics.engine import counting, shelves
from qunluo.insight.metrics.engine.certainty import MIN_N
from qunluo.insight.metrics.engine.registry.presence import DID
from qunluo.insight.metrics.queries.asking import Ask, Point, Series, measure, measure_many
from qunluo.insight.metrics.queries.catalogue import (
    FAMILIES,
    INCOMPLETE_RULE,
    ZONE_RULE,
    Definition,
    definition,
)
from qunluo.insight.metrics.queries.comparing import Change, compare
from qunluo.insight.metrics.queries.noting import chart_notes
from qunluo.insight.metrics.queries.outside import left_out_at_all, left_out_of, left_out_text
from qunluo.insight.metrics.queries.sources import calendar_of, history_at, shown_watermark
from qunluo.insight.metrics.queries.words import (
    change_text,
    figure_text,
    reason_text,
    unit_text,
)
from qunluo.kernel.ui import display

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.engine.periods import By, Period
    from qunluo.kernel.ui.charts import Note
    from qunluo.kernel.viewer import Viewer

SHOWN = 13
FAMILY_TILES: dict[str, tuple[str, ...]] = {
    "membership": ("members.current", "members.joined", "members.left"),
    "activity": (
        "active.contributed",
        "active.visited",
        "active.contributed_30d",
        "participation.of_members",
        "stickiness.visited",
    ),
    "growth": ("conversion.contributed_14d", "growth.known_origin", "growth.k"),
    "loyalty": (
        "lifecycle.contributed.new",
        "lifecycle.contributed.returning",
        "lifecycle.contributed.resurrecting",
        "lifecycle.contributed.dormant",
        "loyalty.core",
        "loyalty.going_quiet",
        "loyalty.repeat_share",
    ),
    "satisfaction": ("satisfaction.nps", "satisfaction.csat", "satisfaction.response_rate"),
    "content": (
        "content.all",
        "content.questions",
        "content.answers",
        "content.topics",
        "content.replies",
        "content.comments",
        "content.edits",
        "reactions.votes",
        "reactions.signs",
    ),
    "questions": (
        "response.median_hours",
        "response.p90_hours",
        "response.within_24h",
        "response.accepted_30d",
        "questions.open",
    ),
    "spread": (
        "people.absence_factor",
        "people.top_1_share",
        "people.top_10_share",
        "people.gini_contributors",
        "people.gini_active",
        "participation.made_none",
        "participation.made_few",
        "participation.made_many",
    ),
    "efficiency": (
        "cost.total",
        "cost.hours",
        "cost.per_activated",
        "cost.per_contributor",
        "cost.per_answered",
        "care.per_person",
        "care.overturned",
    ),
}
COHORTS = "retention.contributed"
UNKNOWN = frozenset(
    {
        "visits_not_imported",
        "no_answers",
        "nobody_asked",
        "no_costs",
        "nothing_bought",
        "no_decisions",
    }
)
"""Reasons for which a number is named in one line instead of having an empty tile."""


@dataclass(frozen=True)
class ChangeNote:
    """`direction`: up, down, same (no clear change); `is_good`: None when neither is."""

    text: str
    direction: str
    is_good: bool | None
    against: str


@dataclass(frozen=True)
class Tile:
    """One number of the board, ready to show; `note` says why there is none, or its parts."""

    definition: Definition
    point: Point
    figure: str
    unit: str
    note: str
    changes: tuple[ChangeNote, ...]

    @property
    def is_so_far(self) -> bool:
        return self.point.status == "partial" and self.point.value is not None


@dataclass(frozen=True)
class Family:
    """`unknown`: (reason, names of the numbers that cannot be known of this period because of it)."""

    key: str
    name: str
    tiles: tuple[Tile, ...]
    unknown: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Board:
    """`series` holds each shown metric's last periods up to the chosen one, by id.

    `made`: how much each contributor of the chosen period made, the least first.
    """

    period: Period
    before: Period
    year_before: Period
    families: tuple[Family, ...]
    series: Mapping[str, Series]
    watermark: int
    made: tuple[int, ...] = ()
    left_out: str = ""
    notes: tuple[Note, ...] = ()

    @property
    def periods(self) -> list[Period]:
        return [point.period for point in self.series["active.contributed"].points]

    @property
    def is_so_far(self) -> bool:
        return self.series["active.contributed"].points[-1].status == "partial"

    @property
    def has_records(self) -> bool:
        """Whether anything at all is known of the chosen period."""
        return self.series["content.all"].points[-1].value is not None


def board(viewer: Viewer, period: Period, *, space_id: int | None = None) -> Board:
    """Everything the dashboard shows of one period. Refuses as `measure` does."""
    by: By = period.by  # type: ignore[assignment]
    calendar = calendar_of(viewer.community_id or 0)
    first = calendar.neighbour(period, 1 - SHOWN)
    ago = calendar.year_before(period)
    shown_mark = shown_watermark(viewer.community_id or 0)
    mark = shown_mark.number or None
    ask = Ask(by, first.start, period.start, space_id, mark)
    shown = [*(one for tiles in FAMILY_TILES.values() for one in tiles), COHORTS]
    series = measure_many(viewer, shown, ask)
    if ago.start < first.start:
        past = measure_many(viewer, shown, Ask(by, ago.start, ago.start, space_id, mark))
        year_ago = {one: told.points[0] for one, told in past.items()}
    else:
        year_ago = {one: _at(told, ago) for one, told in series.items()}
    history = history_at(viewer.community_id or 0, shown_mark, space_id)
    families = tuple(
        _family(key, [_tile(series[one], year_ago[one]) for one in tiles if _is_worth(series[one])])
        for key, tiles in FAMILY_TILES.items()
    )
    return Board(
        period=period,
        before=calendar.neighbour(period, -1),
        year_before=ago,
        families=families,
        series=series,
        watermark=series[COHORTS].watermark,
        left_out=left_out_text(left_out_at_all(history, period)),
        made=_made(history, period),
        notes=chart_notes(viewer, [point.period for point in series["content.all"].points]),
    )


def _made(history: History, period: Period) -> tuple[int, ...]:
    pairs = shelves.line_of(history, period, shelves.MADE)
    if pairs is not None:
        return tuple(times for times, people in pairs for _ in range(people))
    key = ("made", DID, period.by, period.start)
    return tuple(history.answered(key, lambda: sorted(counting.amounts(history, DID, [period])[0])))


def _family(key: str, tiles: Sequence[Tile]) -> Family:
    """What could never be seen of the period is named in one line, not in a tile for each."""
    unseen: dict[str, list[str]] = {}
    shown = []
    for tile in tiles:
        if tile.point.reason in UNKNOWN:
            unseen.setdefault(tile.note, []).append(tile.definition.name)
        else:
            shown.append(tile)
    unknown = tuple((reason, tuple(names)) for reason, names in unseen.items())
    return Family(key, str(FAMILIES[key]), tuple(shown), unknown)


def _is_worth(series: Series) -> bool:
    """Tiles that cannot exist for this kind of period or for a space are left out."""
    return series.points[-1].reason not in {"not_by_period", "not_by_space"}


def _at(series: Series, period: Period) -> Point:
    return next(point for point in series.points if point.period.start == period.start)


def _tile(series: Series, year_ago: Point) -> Tile:
    return tile_of(series.metric_id, series.points[-1], series.points[-2], year_ago)


def tile_of(metric_id: str, now: Point, before: Point | None, year_ago: Point | None) -> Tile:
    """One number beside its earlier ones; None: there is nothing that it may be compared with."""
    told = definition(metric_id)
    figure, unit = shown_figure(now, told.unit)
    changes = []
    for point, against in ((before, _("than before")), (year_ago, _("than a year ago"))):
        change = compare(point, now, told.unit) if point is not None else None
        if change is not None:
            changes.append(_noted(change, told, against))
    return Tile(told, now, figure, unit, _note(now), tuple(changes))


def shown_figure(point: Point, unit: str) -> tuple[str, str]:
    """(figure, unit); a share that rests on too few is shown as its counts."""
    if unit == "share" and point.interval is not None and (point.n or 0) < MIN_N:
        return _counts(point), ""
    return figure_text(point.value, unit), unit_text(unit) if point.value is not None else ""


def _note(point: Point) -> str:
    if point.value is None:
        return reason_text(point.reason)
    if point.interval is not None and (point.n or 0) >= MIN_N:
        return _counts(point)
    return ""


def _counts(point: Point) -> str:
    """Part and whole as people write them; the part may be an average, with one decimal."""
    part = point.numerator or 0
    shown = display.number(part, 0 if part == int(part) else 1)
    return f"{shown} / {display.number(point.denominator or 0, 0)}"


def _noted(change: Change, told: Definition, against: str) -> ChangeNote:
    better = told.better
    text = change_text(change, told.unit)
    if not change.absolute or change.is_clear is False or text.startswith("±"):
        return ChangeNote(text, "same", None, against)
    direction = "up" if change.absolute > 0 else "down"
    is_good = (
        None if not better or change.is_clear is None else (change.absolute > 0) == (better > 0)
    )
    return ChangeNote(text, direction, is_good, against)


def overview_rows(found: Board) -> tuple[Sequence[str], list[list[str | float | None]]]:
    """Heads and rows of the whole board: a line per metric, a column per period."""
    heads = [_("Metric"), _("Id"), _("Unit"), *(one.start.isoformat() for one in found.periods)]
    rows: list[list[str | float | None]] = []
    for family in found.families:
        for tile in family.tiles:
            points = found.series[tile.definition.id].points
            rows.append(
                [
                    tile.definition.name,
                    tile.definition.id,
                    tile.definition.unit_name,
                    *(point.value for point in points),
                ]
            )
    return heads, rows


@dataclass(frozen=True)
class MetricPage:
    """One metric over its last periods; `tile` is the chosen one."""

    definition: Definition
    series: Series
    tile: Tile
    zone_rule: str
    incomplete_rule: str
    left_out: str
    notes: tuple[Note, ...] = ()


def metric_page(
    viewer: Viewer, metric_id: str, period: Period, *, space_id: int | None = None
) -> MetricPage:
    """Refuses as `measure` does."""
    by: By = period.by  # type: ignore[assignment]
    calendar = calendar_of(viewer.community_id or 0)
    first, ago = calendar.neighbour(period, 1 - SHOWN), calendar.year_before(period)
    mark = shown_watermark(viewer.community_id or 0).number or None
    series = measure(viewer, metric_id, Ask(by, first.start, period.start, space_id, mark))
    chosen = Ask(by, period.start, period.start, space_id, mark)
    earlier = measure(viewer, metric_id, Ask(by, ago.start, ago.start, space_id, mark)).points[0]
    return MetricPage(
        definition(metric_id),
        series,
        _tile(series, earlier),
        str(ZONE_RULE),
        str(INCOMPLETE_RULE),
        left_out_text(left_out_of(viewer, metric_id, chosen)[0]),
        chart_notes(viewer, [point.period for point in series.points], metric_id),
    )


def series_table(series: Series) -> tuple[list[str], list[list[str | float | None]]]:
    """Heads and rows of one series for a file."""
    heads = [
        *(_("From"), _("Until (not included)"), _("Value"), _("Part"), _("Whole"), _("Rests on")),
        *(_("Low"), _("High"), _("State"), _("Reason")),
    ]
    rows: list[list[str | float | None]] = []
    for point in series.points:
        low, high = point.interval or (None, None)
        start, end = point.period.start.isoformat(), point.period.end.isoformat()
        rows.append(
            [
                *(start, end, point.value, point.numerator, point.denominator, point.n),
                *(low, high, point.status, reason_text(point.reason)),
            ]
        )
    return heads, rows
