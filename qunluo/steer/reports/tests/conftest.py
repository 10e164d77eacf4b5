from datetime import date

import pytest

from qunluo.insight.metrics import actions as metrics
from qunluo.insight.metrics.tests.telling import Teller, at
from qunluo.kernel import clock
from qunluo.steer.reports import actions


@pytest.fixture
def town(village):
    told = Teller(village.community.pk)
    told.join("old", "2026-01-01 00:00")
    for month in (2, 3, 4, 5, 6):
        for day in range(1, month + 2):
            who = ("mei", "jun", "wei", "bo", "mei", "jun", "wei")[day - 1]
            question = told.ask(
                village.members[who], f"2026-0{month}-0{day} 02:00", space_id=village.questions.pk
            )
            told.answer("gone", f"2026-0{month}-0{day} 05:00", question)
    told.tell()
    with clock.at(at("2026-06-15 04:00")):
        metrics.drain()
    return village


@pytest.fixture
def may(town):
    """The report of May 2026: six questions, each answered within the day."""
    return actions.make_report(town.viewer("lan"), "month", date(2026, 5, 4))
