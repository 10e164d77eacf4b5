"""Whoever sees only the first page knows the state, three figures, the reason and what is asked."""

import io
from datetime import date

import pypdf
import pytest
from django.utils import translation

from qunluo.insight.metrics import actions as metrics
from qunluo.insight.metrics.tests.telling import Teller, at
from qunluo.kernel import clock
from qunluo.steer.reports import actions, queries
from qunluo.steer.reports.engine.outline import LEADING
from qunluo.steer.reports.queries import printing

PEOPLE = ("mei", "jun", "wei", "bo")
FALLEN = "Questions asked"


@pytest.fixture
def july(town):
    """Thirty questions more in June, three in July, all in one space; the report of July."""
    told = Teller(town.community.pk)
    told.numbers = 900
    for month, count in (("06", 30), ("07", 3)):
        for place in range(count):
            who = town.members[PEOPLE[place % 4]]
            moment = f"2026-{month}-{place % 27 + 1:02d} 09:00"
            asked = told.ask(who, moment, space_id=town.questions.pk)
            for _one in range(3 if month == "07" else 0):
                told.answer("gone", moment.replace("09:00", "11:00"), asked)
    told.tell()
    with clock.at(at("2026-08-03 04:00")):
        metrics.drain()
        return actions.make_report(town.viewer("lan"), "month", date(2026, 7, 1))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_first_page_is_enough(town, july, language):
    lan = town.viewer("lan")
    with translation.override(language):
        sheet = queries.report_sheet(lan, july)
        pages = pypdf.PdfReader(io.BytesIO(printing.document(lan, july, "pdf"))).pages
        page = "".join(pages[0].extract_text().split())
    first = next(part for part in sheet.sections if part.key == "glance")
    rules = [one.rule.partition(".")[0] for one in first.sentences]
    assert rules[0] == "state"
    assert {"worst", "lifecycle", "advice"} <= set(rules)
    assert len(sheet.tiles) == len(LEADING) == 3
    for said in first.sentences:
        assert "".join(said.text.split()) in page, said.text
    for tile in sheet.tiles:
        assert "".join(tile.figure.split()) in page
        assert "".join(tile.name.split()) in page


def test_it_holds_the_worst_moved_figure_its_space_and_the_change(town, july):
    with translation.override("en"):
        sheet = queries.report_sheet(town.viewer("lan"), july)
    first = next(part for part in sheet.sections if part.key == "glance")
    worst = next(one for one in first.sentences if one.rule.startswith("worst.down"))
    space = next(one for one in first.sentences if one.rule == "worst.space")
    now, before = worst.facts[0], worst.facts[1]
    assert worst.text.startswith("Moved furthest the wrong way: ")
    moved = abs((before.value or 0) - (now.value or 0))
    assert f"down by {moved:g}" in worst.text
    assert town.questions.name in space.text
    asked = next(one for one in first.sentences if one.rule.startswith("advice."))
    assert asked.facts[0].metric == now.metric
