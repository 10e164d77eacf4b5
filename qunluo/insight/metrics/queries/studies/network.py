"""Who deals with whom: a map, ranks and how they changed, who brings others in or back."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from qunluo.insight.metrics.engine import circles, counting, influence, staying
from qunluo.insight.metrics.engine.registry.presence import DID
from qunluo.insight.metrics.queries.behind import names_of_people
from qunluo.insight.metrics.queries.sources import calendar_of
from qunluo.insight.metrics.queries.studies.sheet import (
    Dot,
    Map,
    Study,
    Table,
    count_text,
    excluded_rule,
)
from qunluo.kernel.ui import display

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.engine.influence import Ties
    from qunluo.insight.metrics.queries.studies.sheet import StudyAsk

YEAR = 364
FEWEST_SHOWN = 10
ON_MAP = 30
LISTED = 25
MARGIN, WIDTH, HEIGHT = 40, 800, 460
MOST_FOR_BRIDGES = 600


def network(ask: StudyAsk) -> Study:
    """The 365 days up to the period's last day; nobody below ten people."""
    history = ask.history()
    last = ask.period.last_day
    graph = _kept(history, last)
    if len(graph) < FEWEST_SHOWN:
        return Study(lead=_lead(), veil=_("Shown once ten people have dealt with each other."))
    calendar = calendar_of(ask.community_id)
    earlier = _kept(history, calendar.neighbour(ask.period, -1).last_day)
    rank = influence.pagerank(graph)
    order = sorted(rank, key=lambda one: (-rank[one], one))
    names = names_of_people(ask.viewer, history, graph)
    named = {one: names.get(one) or _("Somebody whose name is gone") for one in graph}
    ties = sum(len(out) for out in circles.mutual(graph).values()) // 2
    effect = _effects(history, last)
    return Study(
        lead=_lead(),
        figures=(
            (_("People"), display.number(len(graph)), _("dealt with somebody in a year")),
            (_("Ties"), display.number(ties), _("pairs of people")),
            (
                _("Density"),
                display.share(influence.density(len(graph), ties) or 0, 1),
                _("of all pairs there could be"),
            ),
            *_levels(ask, history, last),
        ),
        map=_map(graph, order, named),
        tables=(
            _ranked(graph, order, _places(earlier), named),
            _effective(effect, named),
        ),
        rules=_rules(ask),
    )


def _lead() -> str:
    return _("Who helps whom, who connects groups, and who brings others in or back.")


def _kept(history: History, last: date) -> Ties[int]:
    return history.kept(
        ("ties", last), lambda: circles.ties_of(history, last - timedelta(days=YEAR), last)
    )


def _places(graph: Ties[int]) -> dict[int, int]:
    rank = influence.pagerank(graph)
    order = sorted(rank, key=lambda one: (-rank[one], one))
    return {one: n for n, one in enumerate(order, 1)}


def _ranked(
    graph: Ties[int], order: Sequence[int], before: Mapping[int, int], named: Mapping[int, str]
) -> Table:
    credit: dict[int, float] = dict.fromkeys(graph, 0.0)
    for out in graph.values():
        for other, weight in out.items():
            credit[other] += weight
    bridges = {}
    if len(graph) <= MOST_FOR_BRIDGES:
        bridges = influence.betweenness(circles.mutual(graph))
    rows = []
    for n, one in enumerate(order[:LISTED], 1):
        moved = before[one] - n if one in before else None
        rows.append(
            (
                named[one],
                n,
                _("new") if moved is None else _moved(moved),
                display.number(credit[one], 1),
                display.share(bridges[one], 1) if one in bridges else "–",
            )
        )
    heads = (_("Member"), _("Rank"), _("Moved"), _("Credit"), _("Bridges"))
    return Table("ranks", _("Ranks"), heads, tuple(rows), lead=_("Beside the period before."))


def _moved(places: int) -> str:
    return "=" if not places else f"{'▲' if places > 0 else '▼'} {abs(places)}"


def effects_until(history: History, last: date) -> dict[int, circles.Effect]:
    """Who brought first contributions and returns in the 365 days up to a day."""
    where, params = DID.where()
    first = last - timedelta(days=YEAR)
    deeds = [
        circles.Deed(person, about, moment.replace(tzinfo=UTC))
        for person, about, moment in history.rows(
            f"SELECT person, about, moment FROM {{acts}} WHERE {where} AND day BETWEEN ? AND ?"  # noqa: S608
            " ORDER BY moment, line_id",
            [*params, first, last],
        )
    ]
    days = counting.first_days(history, DID)
    moments = counting.first_moments(history, DID)
    newcomers = {one: moments[one] for one, day in days.items() if first <= day <= last}
    return circles.effects(deeds, newcomers)


def _effects(history: History, last: date) -> dict[int, circles.Effect]:
    return history.kept(("effects", last), lambda: effects_until(history, last))


def _effective(effect: Mapping[int, circles.Effect], named: Mapping[int, str]) -> Table:
    order = sorted(effect, key=lambda one: (-effect[one].total, one))
    rows = [
        (
            named.get(one, "–"),
            n,
            display.number(effect[one].brought, 1),
            display.number(effect[one].kept, 1),
            display.number(effect[one].total, 1),
        )
        for n, one in enumerate(order[:LISTED], 1)
        if effect[one].total > 0
    ]
    heads = (_("Member"), _("Rank"), _("First contributions"), _("Returns"), _("Together"))
    return Table(
        "effects",
        _("By effect on others"),
        heads,
        tuple(rows),
        empty=_("Nobody can be credited yet."),
    )


def _levels(ask: StudyAsk, history: History, last: date) -> tuple[tuple[str, str, str], ...]:
    days = staying.active_days(history, DID)
    levels = [circles.orbit(own, last.toordinal()) for own in days.values()]
    words = {
        1: _("Inner circle"),
        2: _("Second circle"),
        3: _("Third circle"),
        4: _("Outer circle"),
    }
    return tuple(
        (word, count_text(ask.viewer, levels.count(level)), _("people"))
        for level, word in words.items()
    )


def _map(graph: Ties[int], order: Sequence[int], named: Mapping[int, str]) -> Map:
    """The thirty of the highest rank, and the ties among them."""
    shown = set(order[:ON_MAP])
    part = {
        one: {o: w for o, w in graph[one].items() if o in shown} for one in graph if one in shown
    }
    spots = circles.placed(part)
    at = {
        one: (MARGIN + x * (WIDTH - 2 * MARGIN), MARGIN + y * (HEIGHT - 2 * MARGIN))
        for one, (x, y) in spots.items()
    }
    heaviest = max((w for out in part.values() for w in out.values()), default=1.0)
    dots = tuple(
        Dot(
            named[one],
            round(at[one][0], 1),
            round(at[one][1], 1),
            round(14 - 9 * n / ON_MAP, 1),
            n + 1,
        )
        for n, one in enumerate(order[:ON_MAP])
    )
    ties = tuple(
        (
            round(at[one][0], 1),
            round(at[one][1], 1),
            round(at[other][0], 1),
            round(at[other][1], 1),
            round(0.5 + 3.5 * weight / heaviest, 1),
        )
        for one, out in part.items()
        for other, weight in out.items()
    )
    return Map(dots, ties, WIDTH, HEIGHT)


def _rules(ask: StudyAsk) -> tuple[tuple[str, str], ...]:
    return (
        excluded_rule(ask),
        (
            _("A tie"),
            _(
                "From whoever was answered, replied to or commented on to the one who did it; from whoever accepted or liked to the author. Answers and acceptances weigh 3, replies 2, comments 1, likes ½ and at most 3 per pair; each month takes a tenth."
            ),
        ),
        (_("Rank"), _("PageRank with 0.85: credit from those who have credit themselves.")),
        (
            _("Bridges"),
            _("The share of shortest ways between others that lead through somebody."),
        ),
        (
            _("By effect"),
            _(
                "Whose words a first contribution answers, and who responded before somebody's return. Likes count for nothing, each newcomer once, and less when they deal with nobody else. It coincides; it does not prove a cause."
            ),
        ),
        (
            _("Levels"),
            _("Active on 30 days of 90 (inner), 7 of 30, 2 of 7, seen in 90 (outer)."),
        ),
        (_("Version of weights"), str(circles.WEIGHTS_VERSION)),
    )
