"""The first page: the state in a line, what moved most, the reason, and what is asked of the reader."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qunluo.steer.reports.engine.evaluation import NOT_JUDGED, advice, judge
from qunluo.steer.reports.engine.outline import LEADING
from qunluo.steer.reports.engine.rules import lifecycle, standing, use_of
from qunluo.steer.reports.engine.sentences import N_, Sentence, Slot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qunluo.steer.reports.engine.facts import FactTable

BOTH = N_("In %(period)s some figures clearly did well and some fell short.")
WELL = N_("In %(period)s some figures clearly did well and none fell short.")
SHORT = N_("In %(period)s some figures fell short and none clearly did well.")
STEADY = N_("In %(period)s no figure moved clearly for better or worse.")
MOST_SAID = 2
STATES = {(True, True): BOTH, (True, False): WELL, (False, True): SHORT, (False, False): STEADY}


def glance(facts: FactTable, *, is_complete: bool) -> Iterator[Sentence]:
    """At most seven sentences, each of which stands again in its own section."""
    if not is_complete:
        yield Sentence("glance", "period.incomplete", NOT_JUDGED, strength="stated")
        yield from (standing(use_of(name), facts, section="glance") for name in LEADING)
        return
    found = judge(facts)
    state = STATES[bool(found.highlights), bool(found.shortcomings)]
    period = {"period": Slot("period", ("contributors.now",))}
    yield Sentence("glance", "state", state, period, strength="stated")
    for said in (*found.highlights[:MOST_SAID], *found.shortcomings[:MOST_SAID]):
        yield replace(said, section="glance")
    for said in lifecycle(facts):
        yield replace(said, section="glance")
    if found.weak:
        yield replace(advice(found.weak[0]), section="glance")
