"""Who usually answers, and whether they did: for numbers that hang on few people's answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from qunluo.insight.metrics.engine import counting
from qunluo.insight.metrics.engine.measures.response import ANSWERED
from qunluo.insight.metrics.engine.registry.presence import VISITED
from qunluo.insight.metrics.queries.behind import names_of_people
from qunluo.insight.metrics.queries.why.sheet import Case, Part, Step, moved
from qunluo.insight.metrics.rules import is_too_small
from qunluo.kernel.ui import display

if TYPE_CHECKING:
    from collections.abc import Mapping

HUNG = ("response.", "content.answers", "questions.open")
CARRIED = 0.5
MOST_NAMED = 8


def answerers(case: Case) -> Step | None:
    """The fewest people who usually give half of all answers, and what they gave this time."""
    if not case.metric_id.startswith(HUNG):
        return None
    match = counting.Match((ANSWERED,), people="anyone")
    usual, now = _usual(case, match), _now(case, match)
    carriers = _carriers(usual)
    if not carriers or is_too_small(case.viewer, len(usual.keys() | now.keys())):
        return None
    there = counting.active(
        case.history, counting.Match(VISITED.names, people="anyone"), [case.period]
    )
    names = names_of_people(case.viewer, case.history, carriers)
    parts = [
        _part(
            names.get(one) or _("Somebody whose name is gone"),
            usual[one],
            now.get(one, 0.0),
            is_away=one not in there,
        )
        for one in carriers
    ]
    others = [one for one in usual.keys() | now.keys() if one not in carriers]
    sums = [sum(told.get(one, 0.0) for one in others) for told in (usual, now)]
    parts.append(_part(_("all others"), *sums))
    total = sum(part.change for part in parts)
    gave = sum(now.get(one, 0.0) for one in carriers)
    told = {
        "count": display.number(len(carriers)),
        "now": display.number(gave),
        "usual": display.number(sum(usual[one] for one in carriers), 1),
        "away": display.number(sum(one not in there for one in carriers)),
    }
    text = _(
        "%(count)s people usually give half of the answers: %(now)s this time, %(usual)s to be"
        " expected; %(away)s of them were not there at all. It coincides; it proves no cause."
    )
    title = _("Who usually answers")
    return Step(
        "answerers", title, text % told, "coincides", tuple(parts), total, moved(total, "index")
    )


def _usual(case: Case, match: counting.Match) -> dict[int, float]:
    counts = counting.active(case.history, match, case.base.periods)
    return {one: case.base.weight * sum(told.values()) for one, told in counts.items()}


def _now(case: Case, match: counting.Match) -> dict[int, float]:
    counts = counting.active(case.history, match, [case.period])
    return {one: float(sum(told.values())) for one, told in counts.items()}


def _carriers(usual: Mapping[int, float]) -> list[int]:
    needed, given = CARRIED * sum(usual.values()), 0.0
    found = []
    for one in sorted(usual, key=lambda person: (-usual[person], person))[:MOST_NAMED]:
        found.append(one)
        given += usual[one]
        if given >= needed:
            break
    return found


def _part(name: str, usual: float, now: float, *, is_away: bool = False) -> Part:
    shown = moved(round(now - usual, 2), "index")
    label = _("%(name)s (not there)") % {"name": name} if is_away else name
    old = display.number(usual, 0 if usual == int(usual) else 1)
    return Part(label, old, display.number(now), now - usual, shown)
