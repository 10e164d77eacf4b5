"""Late records: found at night, shown on the list and the workbench, and never silent or final."""

from datetime import date

import pytest

from qunluo.insight.metrics import actions as metrics
from qunluo.insight.metrics.tests.telling import Teller, at
from qunluo.kernel import clock
from qunluo.people.duties.models import Duty
from qunluo.steer.reports import actions, queries
from qunluo.steer.reports.models import Report, ReportSentence

LATER = at("2026-06-20 04:00")


@pytest.fixture
def published(town, may):
    actions.check_report(town.viewer("lan"), may)
    actions.sign_report(town.viewer("an"), may)
    actions.publish_report(town.viewer("lan"), may)
    return may


def a_late_question(town):
    teller = Teller(town.community.pk)
    teller.numbers = 500
    teller.ask(town.members["mei"], "2026-05-05 10:00", space_id=town.questions.pk)
    teller.tell()
    with clock.at(LATER):
        metrics.drain()


def outdated(report):
    return Report.objects.get(pk=report).outdated


def test_a_night_without_news_looks_at_nothing_twice(town, published):
    assert actions.mark_late() == 0
    assert (outdated(published), Duty.objects.count()) == ({}, 0)


def test_late_records_mark_draft_and_published_and_become_work(town, published, as_member):
    said = list(ReportSentence.objects.values_list("finished", flat=True))
    sealed = queries.digest_of(Report.objects.get(pk=published))
    draft = actions.make_report(town.viewer("an"), "month", date(2026, 5, 4))
    a_late_question(town)
    assert actions.mark_late() == 2
    assert outdated(published)["questions.now"] == 7.0
    assert outdated(draft)["questions.now"] == 7.0
    duty = Duty.objects.get(kind="reports.outdated", done_at=None)
    assert duty.object_id == published
    shown = as_member("lan").get("/c/tea/reports/").content.decode()
    assert "report-list" in shown
    assert [line.outdated > 0 for line in queries.reports_for(town.viewer("lan"))] == [True, True]
    assert (
        list(ReportSentence.objects.filter(report=published).values_list("finished", flat=True))
        == said
    )
    assert queries.digest_of(Report.objects.get(pk=published)) == sealed
    sheet = queries.report_sheet(town.viewer("lan"), draft)
    assert "outdated" in {one.standing for part in sheet.sections for one in part.sentences}
    assert actions.mark_late() == 0


def test_a_correction_ends_the_work(town, published):
    a_late_question(town)
    actions.mark_late()
    better = actions.make_correction(town.viewer("an"), published, "A question came in late.")
    actions.check_report(town.viewer("an"), better)
    actions.sign_report(town.viewer("lan"), better)
    actions.publish_report(town.viewer("lan"), better)
    assert not Duty.objects.filter(kind="reports.outdated", done_at=None).exists()
    assert outdated(better) == {}


def test_a_claim_that_named_somebody_erased_becomes_outdated(town, may, setting_up):
    lan = town.viewer("lan")
    actions.add_judgement(lan, may, "reasons", body="Thanks go to @jun for the greeting.")
    actions.mark_late()
    assert outdated(may) == {}
    jun = town.members["jun"]
    jun.erased_at, jun.display_name = clock.now(), ""
    jun.save()
    actions.mark_late()
    (key,) = outdated(may)
    assert key.startswith("judgement.")
    sheet = queries.report_sheet(lan, may)
    (said,) = [one for part in sheet.sections for one in part.judgements]
    assert said.standing == "outdated"
    assert "jun" not in said.text.lower()


def test_a_report_that_cannot_be_measured_keeps_no_other_from_it(town, published, monkeypatch):
    from qunluo.steer.reports.actions import lateness

    a_late_question(town)
    draft = actions.make_report(town.viewer("an"), "month", date(2026, 5, 4))
    told = queries.outdated_in

    def failing(viewer, report):
        if report.pk == draft:
            raise ZeroDivisionError
        return told(viewer, report)

    monkeypatch.setattr(lateness.queries, "outdated_in", failing)
    assert actions.mark_late() == 1
    assert outdated(published)["questions.now"] == 7.0
