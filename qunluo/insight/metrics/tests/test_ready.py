"""Answers are kept beside a large history: the next process asks no line for the same question."""

from datetime import date

import pytest

from qunluo.insight.metrics import actions, queries
from qunluo.insight.metrics.engine import history as histories
from qunluo.insight.metrics.engine.history import keeping, standing
from qunluo.insight.metrics.queries import asking, board, ready
from qunluo.insight.metrics.tests.telling import Teller, at, questions_of_spring
from qunluo.kernel import clock

MAY = queries.Ask("month", date(2026, 5, 1), date(2026, 5, 1))


def next_process():
    histories.forget_all()
    asking._known.clear()
    ready._due.clear()


@pytest.fixture
def large(village, monkeypatch):
    """Every history counts as a large one."""
    monkeypatch.setattr(ready, "WORTH_ANSWERING", 1)
    monkeypatch.setattr(standing, "WORTH_ANSWERING", 1)
    monkeypatch.setattr(keeping, "WORTH_KEEPING", 1)
    questions_of_spring(village)
    with clock.at(at("2026-06-20 00:00")):
        actions.drain()
    next_process()
    yield village
    next_process()


def shown(village):
    viewer = village.viewer("lan")
    period = queries.opening(viewer, "month").period
    found = board.board(viewer, period)
    return repr((found.series, found.made, found.families))


def test_the_worker_answers_what_dashboards_ask(large, monkeypatch):
    wanted = shown(large)
    next_process()
    assert queries.ready_boards() == 1
    assert queries.ready_boards() == 0
    next_process()

    def asked(*_args):
        raise AssertionError("a line was read")

    monkeypatch.setattr(keeping, "_made", asked)
    assert shown(large) == wanted


def test_what_no_answer_knows_wakes_the_history(large):
    queries.ready_boards()
    next_process()
    ask = queries.Ask("day", date(2026, 5, 1), date(2026, 5, 3))
    values = [
        p.value for p in queries.measure(large.viewer("lan"), "content.questions", ask).points
    ]
    assert values == [1, 1, 1]


def test_a_space_is_answered_apart_from_the_whole(large):
    queries.ready_boards()
    next_process()
    viewer = large.viewer("lan")
    for space in (None, large.questions.pk, large.quiet.pk, large.questions.pk, None):
        ask = queries.Ask("month", MAY.first, MAY.last, space)
        found = queries.measure(viewer, "content.questions", ask).points[0].value
        assert found == (0 if space == large.quiet.pk else 6)


def test_until_the_newest_is_ready_the_one_before_is_shown(large):
    queries.ready_boards()
    before = queries.watermark().number
    town = Teller(large.community.pk)
    town.ask(large.members["mei"], "2026-06-20 00:01")
    town.tell()
    with clock.at(at("2026-06-20 00:05")):
        newest = actions.drain()
    assert queries.shown_watermark(large.community.pk).number == before
    # Every other question is about the newest.
    assert queries.watermark().number == newest
    next_process()
    assert queries.ready_boards() == 1
    assert queries.shown_watermark(large.community.pk).number == newest


def test_what_is_too_old_is_not_shown_for_the_newest(large):
    queries.ready_boards()
    with clock.at(at("2026-06-20 06:00")):
        newest = actions.drain()
    assert queries.shown_watermark(large.community.pk).number == newest


def test_a_torn_answer_is_found_anew(large, settings):
    wanted = shown(large)
    for path in settings.LAKE_FOLDER.rglob("answers-*/*.json"):
        path.write_text('[{"val')
    next_process()
    assert shown(large) == wanted
