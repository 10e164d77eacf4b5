"""The first page: the state in a line, what moved most, the reason, and what is asked of the reader."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qunluo.steer.reports.engine.evaluation import NOT_JUDGED, advice, judge
from qunluo.steer.reports.engine.outline import LEADING
from qunluo.steer.reports.engine.rules import lifecycle, standing, still_joining, use_of
from qunluo.steer.reports.engine.sentences import N_, Sentence, Slot
from qunluo.steer.reports.engine.worst import worst, worst_moved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qunluo.steer.reports.engine.facts import FactTable
    from qunluo.steer.reports.engine.outline import Use

BOTH = N_("In %(period)s some figures clearly did well and some fell short.")
WELL = N_("In %(period)s some figures clearly did well and none fell short.")
SHORT = N_("In %(period)s some figures fell short and none clearly did well.")
STEADY = N_("In %(period)s no figure moved clearly for better or worse.")
MOST_SAID = 2
STATES = {(True, True): BOTH, (True, False): WELL, (False, True): SHORT, (False, False): STEADY}


def glance(facts: FactTable, *, is_complete: bool) -> Iterator[Sentence]:
    """At most nine sentences: the state, what moved furthest and where, the reason, what is asked."""
    if not is_complete:
        yield Sentence("glance", "period.incomplete", NOT_JUDGED, strength="stated")
        yield from (standing(use_of(name), facts, section="glance") for name in LEADING)
        return
    found = judge(facts)
    state = STATES[bool(found.highlights), bool(found.shortcomings)]
    period = {"period": Slot("period", ("contributors.now",))}
    yield Sentence("glance", "state", state, period, strength="stated")
    yield from worst(facts)
    told = worst_moved(facts)
    others = [said for said in found.shortcomings if not _is_about(said, told)]
    for said in (*found.shown[:MOST_SAID], *others[: MOST_SAID - 1]):
        yield replace(said, section="glance")
    for said in lifecycle(facts):
        yield replace(said, section="glance")
    for said in still_joining(facts):
        yield replace(said, section="glance")
    if found.weak:
        asked = told.name if told is not None and told.name in found.weak else found.weak[0]
        yield replace(advice(asked), section="glance")


def _is_about(said: Sentence, use: Use | None) -> bool:
    return use is not None and f"{use.name}.now" in said.facts
