"""Cases under real contention: processes of their own on PostgreSQL merge and decide once."""

from __future__ import annotations

import multiprocessing
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, connections

from qunluo.kernel.refusal import Refusal
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.moderation import actions
from qunluo.people.moderation.actions import Decision
from qunluo.people.moderation.models import Case, Flag, Sanction
from qunluo.talk.forum import actions as forum

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
REPORTERS = ("jun", "bo", "wei", "an", "lan")


@pytest.fixture(autouse=True)
def _only_there():
    if connection.vendor != "postgresql":
        pytest.skip("races are tried on PostgreSQL")


def at_once(acts: list[Callable[[], Any]]) -> list[str]:
    """Each in a process of its own, all at the same moment; what came of each."""
    fork = multiprocessing.get_context("fork")
    start, told = fork.Barrier(len(acts)), fork.Queue()
    connections.close_all()  # a child must not inherit a connection

    def run(act: Callable[[], Any]) -> None:
        start.wait()
        try:
            act()
            told.put("done")
        except Refusal as refusal:
            told.put(refusal.code)
        except BaseException as error:
            told.put(repr(error))
        finally:
            connections.close_all()

    children = [fork.Process(target=run, args=(act,)) for act in acts]
    for child in children:
        child.start()
    outcomes = [told.get(timeout=30) for _ in children]
    for child in children:
        child.join(10)
    return sorted(outcomes)


def test_reports_at_once_are_one_case(village):
    topic = forum.open_topic(village.viewer("mei"), village.forum.pk, "Tea", body="Bad words")
    viewers = [village.viewer(name) for name in REPORTERS]
    came = at_once(
        [lambda v=one: actions.flag(v, "forum.topic", topic, note="Rude") for one in viewers]
    )
    assert came == ["done"] * len(REPORTERS)
    assert (Case.objects.count(), Flag.objects.count()) == (1, len(REPORTERS))
    assert StreamLine.objects.filter(name="moderation.case_opened").count() == 1


@pytest.mark.parametrize("round_", range(3))
def test_a_case_is_decided_once_by_whoever_is_first(village, round_):
    topic = forum.open_topic(village.viewer("mei"), village.forum.pk, "Tea", body="Bad words")
    case = actions.flag(village.viewer("jun"), "forum.topic", topic, note="Rude")
    decisions = {
        "wei": Decision("removed", "Rude", "", "mute", 3),
        "an": Decision("kept"),
        "lan": Decision("removed", "Rude", "", "warning"),
        "bo": Decision("kept"),
    }
    viewers = {name: village.viewer(name) for name in decisions}
    came = at_once(
        [
            lambda n=name, d=decision: actions.decide_case(viewers[n], case, d)
            for name, decision in decisions.items()
        ]
    )
    assert came == ["done", *["moderation.decided"] * 3]
    assert StreamLine.objects.filter(name="moderation.case_decided").count() == 1
    row = Case.objects.get()
    by = {village.members[name].pk: name for name in decisions}[row.decided_by_id]
    assert row.outcome == decisions[by].outcome
    assert Sanction.objects.count() == (1 if decisions[by].sanction else 0)


def test_an_appeal_is_decided_once(village):
    mei = village.members["mei"].pk
    made = actions.sanction(village.viewer("wei"), mei, actions.Penalty("mute", "Rude", 3))
    appeal = actions.appeal(village.viewer("mei"), made, "Not me")
    deciders = [village.viewer("an"), village.viewer("lan")]
    came = at_once(
        [
            lambda v=one, o=outcome: actions.decide_appeal(v, appeal, o, answer="So it is")
            for one, outcome in zip(deciders, ("upheld", "overturned"), strict=True)
        ]
    )
    assert came == ["done", "moderation.appeal_decided"]
    assert StreamLine.objects.filter(name="moderation.appeal_decided").count() == 1
