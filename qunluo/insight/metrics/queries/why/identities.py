"""What accounts for a change by arithmetic alone; each identity closes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from qunluo.insight.metrics.engine import counting, why
from qunluo.insight.metrics.queries.asking import measure, measure_many
from qunluo.insight.metrics.queries.catalogue import definition, metric_of
from qunluo.insight.metrics.queries.why.sheet import (
    MOST,
    TINY,
    Case,
    Part,
    Step,
    match_of,
    moved,
)
from qunluo.insight.metrics.queries.words import figure_text
from qunluo.kernel.ui import display
from qunluo.people.communities import queries as communities

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qunluo.insight.metrics.queries.asking import Point


STATES = frozenset({"members.current"})
"""Numbers that stand on the one before: they are compared with it only."""


def identities(case: Case) -> list[Step | None]:
    """What accounts for the change by arithmetic alone."""
    metric = case.metric_id
    if metric in {"active.visited", "active.contributed"}:
        return [_lifecycle(case, metric.partition(".")[2])]
    if metric in STATES:
        return [_sum(case, {"members.joined": 1, "members.left": -1}, _("Joins and leaves"))]
    found = metric_of(metric)
    if found.unit == "share":
        return [_rates(case)]
    return [_product(case)] if found.unit == "items" and match_of(case) else []


def _lifecycle(case: Case, way: str) -> Step:
    """Against the period before the change itself is the sum; else the parts beside their own."""
    if case.base.against == "before":
        signs = {f"lifecycle.{way}.{part}": 1 for part in ("new", "resurrecting", "dormant")}
        return _sum(case, signs, _("Who came and who fell silent"))
    parts = [
        _difference(case, f"lifecycle.{way}.{part}")
        for part in ("new", "returning", "resurrecting")
    ]
    text = _("The difference is accounted for by these, exactly: who is there is one of them.")
    return _closed("identity", _("New, returning and back again"), text, parts, "people")


def _difference(case: Case, metric_id: str) -> Part:
    """A part of what is there now, beside what was to be expected of it."""
    earlier, now = case.apart(measure(case.viewer, metric_id, case.ask()).points)
    old = case.base.weight * sum(point.value or 0 for point in earlier)
    new = now.value or 0
    return Part(
        definition(metric_id).name,
        display.number(old, 0 if old == int(old) else 1),
        figure_text(new, "people"),
        new - old,
        moved(new - old, "index"),
    )


def _sum(case: Case, signs: Mapping[str, int], title: str) -> Step:
    """The change is the sum of this period's parts."""
    series = measure_many(case.viewer, signs, case.ask())
    parts = []
    for one, sign in signs.items():
        old, new = (point.value or 0 for point in series[one].points[-2:])
        parts.append(
            Part(
                definition(one).name,
                figure_text(old, "people"),
                figure_text(new, "people"),
                sign * new,
                moved(sign * new, "people"),
            )
        )
    text = _("The change is accounted for by these, exactly: what came in minus what went.")
    return _closed("identity", title, text, parts, "people")


def _closed(key: str, title: str, text: str, parts: Sequence[Part], unit: str) -> Step:
    total = sum(part.change for part in parts)
    return Step(key, title, text, "accounted", tuple(parts), total, moved(total, unit))


def _rates(case: Case) -> Step | None:
    """Of a share: how far its segments' own rates moved it, and how far their weights did."""
    before, now, title = _segments(case)
    if len(before.keys() | now.keys()) < 2:
        return None
    splits = why.kitagawa(before, now)
    if not splits:
        return None
    parts = [
        Part(
            one.name or _("unknown"),
            _ratio(before.get(one.name)),
            _ratio(now.get(one.name)),
            one.rate + one.mix,
            _("rate %(rate)s, weight %(mix)s")
            % {"rate": moved(one.rate, "share"), "mix": moved(one.mix, "share")},
        )
        for one in splits
    ]
    rate, mix = sum(one.rate for one in splits), sum(one.mix for one in splits)
    text = _(
        "The change is accounted for by the segments' own rates (%(rate)s) and by their weights"
        " (%(mix)s)."
    ) % {"rate": moved(rate, "share"), "mix": moved(mix, "share")}
    return _closed("rates", title, text, parts, "share")


def _ratio(pair: tuple[float, float] | None) -> str:
    if pair is None or not pair[1]:
        return "–"
    return f"{display.number(pair[0], 0)} / {display.number(pair[1], 0)}"


Pairs = dict[str, tuple[float, float]]


def _segments(case: Case) -> tuple[Pairs, Pairs, str]:
    """A share's (numerator, denominator) by its own parts, else by space where these add up."""
    earlier, now = case.apart(measure(case.viewer, case.metric_id, case.ask()).points)
    whole = [_pooled(earlier), _pooled([now])]
    cells = [_pooled_cells(earlier), _pooled_cells([now])]
    if all(_adds_up(found, pair) for found, pair in zip(cells, whole, strict=True)):
        return cells[0], cells[1], _("By its parts")
    spaces: list[Pairs] = [{}, {}]
    if case.space_id is None and metric_of(case.metric_id).by_space:
        for space in communities.place(case.viewer).spaces[:MOST]:
            before, own = case.apart(
                measure(case.viewer, case.metric_id, case.ask(space.id)).points
            )
            for found, points in zip(spaces, (before, [own]), strict=True):
                pair = _pooled(points)
                if pair[1]:
                    found[space.name] = pair
    if all(_adds_up(found, pair) for found, pair in zip(spaces, whole, strict=True)):
        return spaces[0], spaces[1], _("By space")
    return {}, {}, ""


def _pooled(points: Sequence[Point]) -> tuple[float, float]:
    """Numerators and denominators of several periods together."""
    return (
        sum(point.numerator or 0.0 for point in points),
        sum(point.denominator or 0.0 for point in points),
    )


def _pooled_cells(points: Sequence[Point]) -> Pairs:
    found: Pairs = {}
    for point in points:
        for cell in point.cells:
            if cell.denominator:
                n, d = found.get(cell.key, (0.0, 0.0))
                found[cell.key] = (n + (cell.numerator or 0.0), d + cell.denominator)
    return found


def _adds_up(found: Pairs, whole: tuple[float, float]) -> bool:
    """Whether the segments are the whole: people who are in two spaces would count twice."""
    part = abs(sum(n for n, _d in found.values()) - whole[0]) < TINY
    return part and abs(sum(d for _n, d in found.values()) - whole[1]) < TINY


def _product(case: Case) -> Step | None:
    """Items = people × items per person."""
    match = match_of(case)
    assert match is not None  # noqa: S101 - the caller has looked
    periods = sorted([*case.base.periods, case.period], key=lambda one: one.start)
    told = dict(zip(periods, counting.tallies(case.history, match, periods), strict=True))
    own, earlier = told[case.period], [told[one] for one in case.base.periods]
    people = case.base.weight * sum(one.people for one in earlier)
    lines = case.base.weight * sum(one.lines for one in earlier)
    if not people or not own.people:
        return None
    old, new = (people, lines / people), (own.people, own.lines / own.people)
    shares = why.log_shares(old, new)
    if shares is None:
        return None
    change = own.lines - lines
    labels = (_("People who made them"), _("Made by each"))
    parts = [
        Part(
            label,
            display.number(old[n], 2 if n else 0 if old[n] == int(old[n]) else 1),
            display.number(new[n], 0 if not n else 2),
            shares[n] * change,
            moved(shares[n] * change, "index"),
        )
        for n, label in enumerate(labels)
    ]
    text = _("The change is accounted for by how many made them and how many each made.")
    return _closed("product", _("People and what each made"), text, parts, "index")
