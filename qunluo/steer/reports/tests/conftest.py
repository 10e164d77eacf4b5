from datetime import date

import pytest

from qunluo.insight.metrics import actions as metrics
from qunluo.insight.metrics.tests.telling import at, questions_of_spring
from qunluo.kernel import clock
from qunluo.steer.reports import actions


@pytest.fixture
def town(village):
    questions_of_spring(village)
    with clock.at(at("2026-06-15 04:00")):
        metrics.drain()
    return village


@pytest.fixture
def may(town):
    """The report of May 2026: six questions, each answered within the day."""
    return actions.make_report(town.viewer("lan"), "month", date(2026, 5, 4))
