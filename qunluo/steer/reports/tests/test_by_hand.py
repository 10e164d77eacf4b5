"""A real community's report holds what its dump says, counted on its own; and nothing it does not."""

import re
import tarfile
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from qunluo.insight.metrics import actions as metrics
from qunluo.kernel.action import writing
from qunluo.reach.porting.actions import Wish, bring_in
from qunluo.steer.reports import actions, queries
from qunluo.steer.reports.models import ReportFact
from qunluo.steer.reports.tests.by_hand import Dump

ARCHIVE = Path(__file__).resolve().parents[5] / "shared/data/beer.stackexchange.com.tar.xz"
MONTHS = {"now": "2020-04", "before": "2020-03", "year_ago": "2019-04"}
COUNTED_CASES = {"within_day", "accepted_share"}


@pytest.fixture
def dump(tmp_path):
    if not ARCHIVE.exists():
        pytest.skip("the archive of a real community is not beside the checkout (../shared/data)")
    with tarfile.open(ARCHIVE) as tar:
        tar.extractall(tmp_path / "own", filter="data")
    (folder,) = (tmp_path / "own").iterdir()
    return Dump(folder)


@pytest.fixture
def beer(dump, village, settings, tmp_path):
    """The eyes of the shell in the imported community."""
    settings.HOME = tmp_path / "home"
    bring_in(village.viewer("lan"), ARCHIVE, Wish("beer", organisation="cellar"))
    metrics.drain()
    return queries.reporter_in("beer")


def test_the_report_of_a_real_community_is_what_its_dump_says(dump, beer):
    april = actions.make_report(beer, "month", date(2020, 4, 1))
    facts = {fact.key: fact for fact in ReportFact.objects.filter(report=april)}
    for when, month in MONTHS.items():
        _agree(dump.month(month), facts, when)
    for name, count in dump.lifecycle("2020-04", "2020-03").items():
        assert facts[f"lifecycle_{name}.now"].value == count
    _reads_as_it_is(queries.report_sheet(beer, april))
    _a_changed_fact_is_found(beer, april)
    _may_compares_nothing(dump, beer)


def _agree(by_hand, facts, when):
    for name, count in by_hand.items():
        fact = facts.get(f"{name}.{when}")
        if fact is None:
            continue
        told = fact.numerator if name in COUNTED_CASES else fact.value
        assert told == count, (name, when)
    for name in COUNTED_CASES:
        assert facts[f"{name}.{when}"].denominator == by_hand["questions"]


def _reads_as_it_is(sheet):
    """Up and down agree with the facts; what was never recorded is no nought."""
    texts = [said.text for section in sheet.sections for said in section.sentences]
    assert "回答：4月 17 个，环比增加 11 个（3月 6 个）。" in texts
    assert "投票：54 次，同比减少 117 次（2019年4月 171 次）。" in texts
    assert "到访成员：4月没有记录。" in texts
    visitors = [fact for fact in sheet.facts if fact.metric == "active.visited"]
    assert {fact.figure for fact in visitors} == {"–"}
    for section in sheet.sections:
        for said in section.sentences:
            if moved := re.search(r"比(增加|减少|上升|下降) ([\d,]+)", said.text):
                now, then = (fact.value for fact in said.facts[:2])
                assert (moved[1] in {"增加", "上升"}) == (now > then)
                assert int(moved[2].replace(",", "")) == abs(now - then)


def _a_changed_fact_is_found(beer, report_id):
    assert actions.check_report(beer, report_id) == ()
    changed = ReportFact.objects.get(report=report_id, key="comments.before")
    with writing("reports"):
        ReportFact.objects.filter(pk=changed.pk).update(value=changed.value + 1)
    assert actions.check_report(beer, report_id) == ("comments.before",)


def _may_compares_nothing(dump, beer):
    """The dump ends on 31 May 2020 at 01:40 UTC: the month has figures so far and no more."""
    may = actions.make_report(beer, "month", date(2020, 5, 1))
    facts = {fact.key: fact for fact in ReportFact.objects.filter(report=may)}
    _agree(dump.month("2020-05"), facts, "now")
    with translation.override("en"):
        sheet = queries.report_sheet(beer, may)
    words = " ".join(said.text for section in sheet.sections for said in section.sentences)
    assert "31 May 2020 01:40" in words
    assert not re.search(r"\bup by|\bdown by|higher|lower|no clear change|a year ago", words)
    assert {row.verdict for row in sheet.table.rows} == {""}
    assert all(row.before is None and row.year_ago is None for row in sheet.table.rows)
    assert facts["questions.now"].status == "partial"
