"""Who deals with whom: a map, ranks and how they changed, who brings others in or back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from qunluo.insight.metrics.engine import circles, influence
from qunluo.insight.metrics.engine.measures import influence as figures
from qunluo.insight.metrics.engine.registry.presence import DID
from qunluo.insight.metrics.queries.behind import names_of_people
from qunluo.insight.metrics.queries.sources import calendar_of
from qunluo.insight.metrics.queries.studies.mapping import map_of, sizes
from qunluo.insight.metrics.queries.studies.sheet import (
    Field,
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
    from qunluo.insight.metrics.queries.studies.sheet import StudyAsk

LISTED = 25


def network(ask: StudyAsk) -> Study:
    """The 365 days up to the period's last day; nobody below ten people."""
    history = ask.history()
    last = ask.period.last_day
    graph = figures.ties_until(history, last)
    if len(graph) < figures.FEWEST:
        return Study(lead=_lead(), veil=_("Shown once ten people have dealt with each other."))
    calendar = calendar_of(ask.community_id)
    before = figures.ranks_until(history, calendar.neighbour(ask.period, -1).last_day)
    rank = figures.ranks_until(history, last)
    order = sorted(rank, key=lambda one: (-rank[one], one))
    names = names_of_people(ask.viewer, history, graph)
    named = {one: names.get(one) or _("Somebody whose name is gone") for one in graph}
    ties = sum(len(out) for out in circles.mutual(graph).values()) // 2
    size = ask.choice("shown", sizes())
    effect = figures.effects_until(history, last, DID)
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
        fields=(Field("shown", _("On the map"), size, sizes()),),
        map=map_of(graph, order[: int(size)], named),
        tables=(
            _ranked(history, last, order, _places(before), named),
            _effective(effect, named),
        ),
        rules=_rules(ask),
    )


def _lead() -> str:
    return _("Who helps whom, who connects groups, and who brings others in or back.")


def _places(rank: Mapping[int, float]) -> dict[int, int]:
    order = sorted(rank, key=lambda one: (-rank[one], one))
    return {one: n for n, one in enumerate(order, 1)}


def _ranked(
    history: History,
    last: date,
    order: Sequence[int],
    before: Mapping[int, int],
    named: Mapping[int, str],
) -> Table:
    graph, bridges = figures.ties_until(history, last), figures.bridges_until(history, last)
    credit: dict[int, float] = dict.fromkeys(graph, 0.0)
    for out in graph.values():
        for other, weight in out.items():
            credit[other] += weight
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
    cells = tuple(f"tied-{one}" for one in order[:LISTED])
    lead = _("Beside the period before.")
    return Table("ranks", _("Ranks"), heads, tuple(rows), lead=lead, cells=cells)


def _moved(places: int) -> str:
    return "=" if not places else f"{'▲' if places > 0 else '▼'} {abs(places)}"


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
    levels = list(figures.levels_until(history, last, DID).values())
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
