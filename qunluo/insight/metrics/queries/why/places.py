"""Where a change lies in one and in two dimensions, and what is known of its time."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from qunluo.insight.metrics.engine import counting, why
from qunluo.insight.metrics.engine.measures import membership
from qunluo.insight.metrics.engine.measures.growth import joiners
from qunluo.insight.metrics.engine.registry.presence import DID
from qunluo.insight.metrics.ports import known_days
from qunluo.insight.metrics.queries.catalogue import metric_of
from qunluo.insight.metrics.queries.noting import notes
from qunluo.insight.metrics.queries.why.sheet import (
    MOST,
    NEAR,
    SHOWN,
    TINY,
    Case,
    Part,
    Step,
    match_of,
    moved,
)
from qunluo.insight.metrics.queries.words import weekday_text
from qunluo.insight.metrics.rules import is_too_small
from qunluo.kernel.ui import display
from qunluo.people.communities import queries as communities

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qunluo.insight.metrics.engine.counting import Match
    from qunluo.insight.metrics.engine.periods import Period
    from qunluo.insight.metrics.queries.noting import NoteRow

MEMBERSHIP = {"members.joined": True, "members.left": False}
"""Counts of changes of state; True: into membership."""
BRIDGE = timedelta(days=3)
"""Holidays that ended so shortly before may still be felt."""
Told = dict[str, dict[tuple[int, str], float]]


def places(case: Case) -> list[Step | None]:
    """Where in one dimension, and in two of them, the change lies."""
    match = match_of(case)
    if match is None and case.metric_id not in MEMBERSHIP:
        return []
    leaves = _leaves(case, match)
    dimensions = {
        name: (_summed(leaves[0], n), _summed(leaves[1], n))
        for n, name in enumerate(_dimensions(case))
    }
    blames = why.adtributor(dimensions)
    found: list[Step | None] = [_located(case, blames[0], dimensions)] if blames else []
    if len(dimensions) < 2:
        return found
    pairs = [(0, 1), (0, 2), (1, 2)] if len(dimensions) > 2 else [(0, 1)]
    spots = [(_spot(leaves, pair), pair) for pair in pairs]
    best = max(spots, key=lambda told: told[0].score if told[0] else 0.0)
    return [*found, _combined(best[0], best[1], list(dimensions))]


def _dimensions(case: Case) -> list[str]:
    named = [_("Channel of joining"), _("When they first contributed")]
    if case.metric_id == "members.joined":  # they first contribute after it, if ever
        return named[:1]
    is_items = metric_of(case.metric_id).unit == "items"
    return [*named, _("Space")] if is_items and case.space_id is None else named


def _leaves(case: Case, match: Match | None) -> list[dict[tuple[str, ...], float]]:
    """Counts by channel, cohort (and space), as expected and as they are; they add up."""
    by_space = len(_dimensions(case)) > 2
    channel = {person: name for person, _at, _day, name, _did in joiners(case.history, DID)}
    first = counting.first_days(case.history, DID)
    spaces = {one.id: one.name for one in communities.place(case.viewer).spaces}
    before: dict[tuple[str, ...], float] = defaultdict(float)
    now: dict[tuple[str, ...], float] = defaultdict(float)
    for period in (*case.base.periods, case.period):
        is_now = period == case.period
        counted, weight = (now, 1.0) if is_now else (before, case.base.weight)
        for person, space, times in _rows(case, match, period, by_space=by_space):
            cohort = _cohort(first.get(person), period, case)
            leaf = [channel.get(person) or _("unknown"), cohort]
            if by_space:
                leaf.append(spaces.get(space) or _("elsewhere"))
            counted[tuple(leaf)] += weight * times
    return [dict(before), dict(now)]


def _rows(
    case: Case, match: Match | None, period: Period, *, by_space: bool
) -> Sequence[tuple[Any, ...]]:
    """(person, space or None, times) of a period, as the metric counts them."""
    if match is None:
        behind = membership.changes_behind(joins=MEMBERSHIP[case.metric_id])(case.history, period)
        return [(person, None, times) for person, times in behind.people]
    where, params = match.where()
    what = "count(*)" if metric_of(case.metric_id).unit == "items" else "1"
    group = "person, space_id" if by_space else "person, NULL"
    return case.history.rows(
        f"SELECT {group}, {what} FROM {{acts}} WHERE {where} AND day >= ? AND day < ?"  # noqa: S608
        " GROUP BY ALL",
        [*params, period.start, period.end],
    )


def _cohort(day: Any, period: Period, case: Case) -> str:
    """Seen from each period: who is new in it is beside who was new in those before."""
    if day is None or day >= period.end:
        return _("unknown")
    if day >= period.start:
        return _("in the same period")
    if day >= case.history.calendar.neighbour(period, -1).start:
        return _("in the period before it")
    return _("earlier")


def _summed(leaves: Mapping[tuple[str, ...], float], place: int) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for leaf, count in leaves.items():
        found[leaf[place]] += count
    return dict(found)


def _located(
    case: Case,
    blame: why.Blame,
    dimensions: Mapping[str, tuple[Mapping[str, float], Mapping[str, float]]],
) -> Step:
    every = why.elements_of(*dimensions[blame.dimension])
    change = sum(one.actual - one.expected for one in every)
    shown = sorted(every, key=lambda one: -abs(one.actual - one.expected))[:SHOWN]
    rest = change - sum(one.actual - one.expected for one in shown)
    parts = [_element(case, one.name, one.expected, one.actual) for one in shown]
    if abs(rest) > TINY:
        parts.append(Part(_("all others"), "", "", rest, moved(rest, "index")))
    text = _("The change is located in %(names)s (%(dimension)s): %(part)s of it.") % {
        "names": _("%(one)s and others") % {"one": blame.elements[0].name}
        if len(blame.elements) > SHOWN
        else ", ".join(one.name for one in blame.elements),
        "dimension": blame.dimension,
        "part": display.share(blame.part),
    }
    title = _("Where it lies: %(dimension)s") % {"dimension": blame.dimension}
    return Step("dimension", title, text, "located", tuple(parts), change, moved(change, "index"))


def _element(case: Case, name: str, before: float, now: float) -> Part:
    if is_too_small(case.viewer, max(before, now)):
        return Part(name, "<5", "<5", now - before, "")
    shown = moved(now - before, "index")
    old = display.number(before, 0 if before == int(before) else 1)
    return Part(name, old, display.number(now), now - before, shown)


def _spot(
    leaves: Sequence[Mapping[tuple[str, ...], float]], pair: tuple[int, int]
) -> why.Spot | None:
    told: list[dict[tuple[str, str], float]] = []
    for one in leaves:
        found: dict[tuple[str, str], float] = defaultdict(float)
        for leaf, count in one.items():
            found[leaf[pair[0]], leaf[pair[1]]] += count
        told.append(dict(found))
    if any(len({leaf[n] for leaf in told[1]}) > MOST for n in (0, 1)):
        return None
    return why.hotspot(told[0], told[1])


def _combined(
    spot: why.Spot | None, pair: tuple[int, int], dimensions: Sequence[str]
) -> Step | None:
    """Only where it fits well, and says more than one dimension does."""
    if spot is None or spot.score < why.CLEAR_SPOT:
        return None
    if any(not one or not other for one, other in spot.elements):
        return None
    text = _("The change is located where %(first)s and %(second)s meet: %(names)s.") % {
        "first": dimensions[pair[0]],
        "second": dimensions[pair[1]],
        "names": ", ".join(f"{one} × {other}" for one, other in spot.elements),
    }
    return Step("combination", _("Where it lies, in two dimensions"), text, "located")


def _note_kind(note: NoteRow) -> str:
    return _("planned event") if note.is_planned else _("note")


def known(case: Case) -> Step:
    """What people noted down near the change: candidates, never proof."""
    first, last = case.period.start - NEAR, case.period.last_day
    told = [
        (one.first, one.last, one.text, _note_kind(one)) for one in notes(case.viewer, first, last)
    ]
    seen = {text for _first, _last, text, _kind in told}
    calendar = [
        (*day, _("known days"))
        for tell in known_days
        for day in tell(case.viewer, case.period.start - BRIDGE, last)
        if day[2] not in seen
    ]
    parts = tuple(
        Part(text, display.day(one), display.day(other), 0.0, f"{weekday_text(one)} · {kind}")
        for one, other, text, kind in (*told, *sorted(calendar))
    )
    if not parts:
        text = _("Nothing is noted down for this time.")
    else:
        text = _("The change coincides with these. That is no proof of a cause.")
    return Step("events", _("What is known of this time"), text, "coincides", parts)
