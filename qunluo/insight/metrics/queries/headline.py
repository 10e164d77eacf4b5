"""The board's first sentence: a template chosen by signs, never a guess."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from qunluo.insight.metrics.queries.comparing import compare
from qunluo.insight.metrics.queries.words import figure_text, period_text

if TYPE_CHECKING:
    from qunluo.insight.metrics.queries.board import Board

SIGNS = ("active.contributed", "members.joined", "content.all")


@dataclass(frozen=True)
class Headline:
    """`case`: no_records, so_far, growing, shrinking, newcomers_only, busier_few, steady, mixed."""

    case: str
    text: str
    figures: tuple[tuple[str, str], ...]


def case_of(contributed: int, joined: int, made: int) -> str:
    """The case of three signs: 1 clearly up, -1 clearly down, 0 neither."""
    if (contributed, joined, made) == (0, 0, 0):
        return "steady"
    if contributed > 0 and joined >= 0 and made >= 0:
        return "growing"
    if contributed < 0 and joined <= 0 and made <= 0:
        return "shrinking"
    if joined > 0 and contributed <= 0:
        return "newcomers_only"
    return "busier_few" if made > 0 and contributed <= 0 else "mixed"


def headline(found: Board) -> Headline:
    """The sentence, and (metric id, figure) of what it rests on."""
    period = period_text(found.period)
    if not found.has_records:
        return Headline(
            "no_records", _("There are no records of %(period)s.") % {"period": period}, ()
        )
    figures = tuple(
        (one, figure_text(found.series[one].points[-1].value, found.series[one].unit))
        for one in SIGNS
    )
    case = "so_far" if found.is_so_far else case_of(*(_sign(found, one) for one in SIGNS))
    return Headline(case, _words(case) % {"period": period}, figures)


def _sign(found: Board, metric_id: str) -> int:
    series = found.series[metric_id]
    change = compare(series.points[-2], series.points[-1], series.unit)
    if change is None or not change.is_clear:
        return 0
    return 1 if change.absolute > 0 else -1


def _words(case: str) -> str:
    return {
        "so_far": _("%(period)s is not wholly recorded: these are its figures so far."),
        "growing": _("In %(period)s more members took part than in the period before."),
        "shrinking": _("In %(period)s fewer members took part than in the period before."),
        "newcomers_only": _("In %(period)s more people joined, but no more members took part."),
        "busier_few": _("In %(period)s more was made, but not by more members."),
        "steady": _("%(period)s was much like the period before: no clear change."),
        "mixed": _("In %(period)s the signs point different ways; look at each of them."),
    }[case]
