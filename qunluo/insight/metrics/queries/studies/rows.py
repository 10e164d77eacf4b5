"""Who or what stands behind a cell of a study, as its tables name it.

    rows_of("funnel", ask, "step-2")   # the members who got at least to the second step

A key is a word, and where needed a value after a dash. Refuses with `metrics.no_such_rows`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qunluo.insight.metrics.engine import counting, fitting, recency, staying
from qunluo.insight.metrics.engine.funnels.outcomes import bests
from qunluo.insight.metrics.engine.measures import influence as figures
from qunluo.insight.metrics.engine.measures.growth import joiners
from qunluo.insight.metrics.engine.measures.returning import seen
from qunluo.insight.metrics.engine.registry.presence import DID, VISITED
from qunluo.insight.metrics.queries.sources import coverage_for, watermark
from qunluo.insight.metrics.queries.studies.events import event_choices, match_of
from qunluo.insight.metrics.queries.studies.funnel import asked_for
from qunluo.insight.metrics.queries.studies.loyalty import BANDS
from qunluo.kernel.refusal import Missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from qunluo.insight.metrics.queries.studies.sheet import StudyAsk

    Pairs = Iterable[tuple[int, float]]


@dataclass(frozen=True)
class Found:
    """`people`: the history's numbers with a count each; `counts`: what that count is."""

    people: tuple[tuple[int, int], ...]
    counts: str


def rows_of(study: str, ask: StudyAsk, cell: str) -> Found:
    """The people behind a cell, those with the highest count first."""
    word, _dash, value = cell.partition("-")
    find = ROWS.get(study, {}).get(word)
    told = find(ask, value) if find else None
    if told is None:
        raise Missing("metrics.no_such_rows", gettext_lazy("There are no rows behind this."))
    people, counts = told
    order = sorted(people, key=lambda pair: (-pair[1], pair[0]))
    return Found(tuple((person, round(count)) for person, count in order), counts)


def _numbers(ask: StudyAsk) -> dict[str, int]:
    return {
        actor: person for person, actor in ask.history().rows("SELECT person, actor FROM {people}")
    }


def _steps(ask: StudyAsk, value: str, *, is_lost: bool = False) -> tuple[Pairs, str] | None:
    asked, _keys, walks = asked_for(ask)
    if not value.isdigit() or not 1 <= int(value) <= len(asked.steps):
        return None
    numbers, step = _numbers(ask), int(value)
    found = {
        actor: one.depth
        for actor, one in bests(walks).items()
        if (one.depth == step - 1 if is_lost else one.depth >= step)
    }
    return ((numbers[actor], depth) for actor, depth in found.items()), _("Steps reached")


def _lost(ask: StudyAsk, value: str) -> tuple[Pairs, str] | None:
    return _steps(ask, value, is_lost=True)


def _channel(ask: StudyAsk, value: str) -> tuple[Pairs, str] | None:
    _asked, _keys, walks = asked_for(ask)
    numbers = _numbers(ask)
    channel = {person: name for person, _at, _day, name, _did in joiners(ask.history(), DID)}
    found = {numbers[actor]: one.depth for actor, one in bests(walks).items()}
    own = ((one, depth) for one, depth in found.items() if channel.get(one, "") == value)
    return own, _("Steps reached")


def _cohort(ask: StudyAsk, value: str) -> tuple[Pairs, str] | None:
    try:
        first = date.fromisoformat(value)
    except ValueError:
        return None
    history, by = ask.history(), ask.period.by
    period = history.calendar.period(by, first)  # type: ignore[arg-type]
    start = match_of(ask.choice("start", event_choices(), "contributed"))
    back = match_of(ask.choice("back", event_choices(), "contributed"))
    if ask.chosen.get("cohort") == "every_start":
        began: Iterable[int] = counting.active(history, start, [period])
    else:
        days = counting.first_days(history, start)
        began = [one for one, day in days.items() if period.start <= day < period.end]
    came = staying.active_days(history, back)
    end = period.end.toordinal()
    told = ((one, sum(day >= end for day in came.get(one, ()))) for one in began)
    return told, _("Active days afterwards")


def _exactly(ask: StudyAsk, value: str) -> tuple[Pairs, str] | None:
    if not value.isdigit():
        return None
    unit = ask.choice("unit", (("day", ""), ("week", ""), ("month", "")))
    if unit == ask.period.by:
        unit = "day"
    periods = ask.history().calendar.periods(unit, ask.period.start, ask.period.last_day)  # type: ignore[arg-type]
    event = ask.choice("event", event_choices(), "contributed")
    least, is_sum = ask.number("least", 1, 100), ask.chosen.get("sum") == "least"
    counts = {
        one: sum(times >= least for times in told.values())
        for one, told in counting.active(ask.history(), match_of(event), periods).items()
    }
    wanted = int(value)
    own = ((one, k) for one, k in counts.items() if k and (k >= wanted if is_sum else k == wanted))
    return own, _("Active periods")


def _made(ask: StudyAsk, value: str) -> tuple[Pairs, str] | None:
    made = {one: told[0] for one, told in counting.active(ask.history(), DID, [ask.period]).items()}
    if value == "none":
        were = counting.active(ask.history(), VISITED, [ask.period])
        return ((one, 0) for one in were if one not in made), _("Times")
    tests: dict[str, Callable[[int], bool]] = {
        "few": lambda times: times <= 5,
        "many": lambda times: times > 5,
        "all": lambda _times: True,
    }
    if value not in tests:
        return None
    return ((one, times) for one, times in made.items() if tests[value](times)), _("Times")


def _stays(ask: StudyAsk, value: str) -> tuple[Pairs, str] | None:
    history, coverage = ask.history(), coverage_for(ask.community_id, watermark())
    group, _dash, state = value.partition("-")
    if coverage is None or group not in {"all", "before", "since"} or state not in {"", "left"}:
        return None
    days = staying.active_days(history, DID)
    until = history.calendar.day_of(coverage.until).toordinal()
    begins = ask.period.start.toordinal()
    found = [
        one
        for one in staying.stays(days, until, staying.silence(days))
        if (group == "all" or (one.first < begins) == (group == "before"))
        and (one.is_over or not state)
    ]
    return ((one.person, one.days) for one in found), _("Days of staying")


def _rank(ask: StudyAsk, value: str) -> tuple[Pairs, str] | None:
    if value not in recency.GROUPS:
        return None
    found = recency.habits(ask.history(), DID, ask.period.last_day)
    own = (one for one, told in recency.rated(found).items() if told.group == value)
    return ((one, found[one].days) for one in own), _("Active days")


def _alive(ask: StudyAsk, value: str) -> tuple[Pairs, str] | None:
    told = seen(staying.active_days(ask.history(), DID), ask.period.last_day.toordinal())
    if value == "once":
        return ((one, 1) for one, own in told.items() if not own[0]), _("Active days")
    found = fitting.fit(told.values())
    if found is None or not value.isdigit() or int(value) >= len(BANDS):
        return None
    low, high = BANDS[int(value)]
    own = (
        (one, row[0] + 1)
        for one, row in told.items()
        if row[0] and low <= found.model.alive(*row) < high
    )
    return own, _("Active days")


def _circle(ask: StudyAsk, value: str) -> tuple[Pairs, str] | None:
    if value not in {"0", "1", "2", "3", "4"}:
        return None
    told = figures.circle_behind(DID, int(value))(ask.history(), ask.period)
    return told.people, _("Active days of 90")


def _tied(ask: StudyAsk, value: str) -> tuple[Pairs, str] | None:
    """Who deals with somebody, by the weight of what goes both ways."""
    graph = figures.ties_until(ask.history(), ask.period.last_day)
    if not value.isdigit() or int(value) not in graph or len(graph) < figures.FEWEST:
        return None
    one = int(value)
    both = dict(graph[one])
    for other, out in graph.items():
        if one in out:
            both[other] = both.get(other, 0.0) + out[one]
    return ((other, 10 * weight) for other, weight in both.items()), _("Strength in tenths")


ROWS: dict[str, dict[str, Callable[[StudyAsk, str], tuple[Pairs, str] | None]]] = {
    "funnel": {"step": _steps, "lost": _lost, "channel": _channel},
    "retention": {"cohort": _cohort},
    "stickiness": {"exactly": _exactly},
    "evenness": {"made": _made},
    "staying": {"stay": _stays},
    "rfm": {"group": _rank},
    "again": {"alive": _alive},
    "orbit": {"circle": _circle},
    "network": {"tied": _tied, "circle": _circle},
}
