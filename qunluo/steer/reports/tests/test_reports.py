"""A report is made from what was told, shown sentence by sentence, checked again and published."""

import io
import json
import re
from datetime import date

import docx
import openpyxl  # type: ignore[import-untyped]
import pypdf
import pytest
from django.core.management import call_command
from django.utils import translation

from qunluo.insight.metrics import actions as metrics
from qunluo.insight.metrics.tests.telling import Teller, at
from qunluo.kernel import clock
from qunluo.kernel.refusal import Forbidden, Missing, Refusal
from qunluo.steer.reports import actions, queries
from qunluo.steer.reports.models import Report, ReportFact
from qunluo.steer.reports.queries import printing

REPORTS = "/c/tea/reports/"


def texts(town, report_id, section, language="en"):
    with translation.override(language):
        sheet = queries.report_sheet(town.viewer("lan"), report_id)
    return [said.text for part in sheet.sections if part.key == section for said in part.sentences]


def test_the_report_counts_what_was_told(town, may):
    assert "Questions asked: 6 in May, 5 in April; no clear change." in texts(town, may, "content")
    assert ReportFact.objects.get(report=may, key="questions.now").value == 6


def test_the_report_reads_in_chinese(town, may):
    said = texts(town, may, "content", "zh-hans")
    assert "提问：5月 6 个，4月 5 个，变化不明显。" in said


def test_what_is_not_recorded_is_said(town, may):
    assert "There is no record of a campaign or an event in this period." in texts(
        town, may, "interaction"
    )


def test_an_incomplete_month_compares_and_judges_nothing(town):
    june = actions.make_report(town.viewer("lan"), "month", date(2026, 6, 1))
    assert Report.objects.get(pk=june).is_complete is False
    assert texts(town, june, "highlights") == [
        "The period is not complete, so nothing is judged yet."
    ]
    whole = " ".join(texts(town, june, "content"))
    assert "so far" in whole
    assert "no clear change" not in whole
    with translation.override("en"):
        sheet = queries.report_sheet(town.viewer("lan"), june)
    assert {(row.before, row.year_ago, row.verdict) for row in sheet.table.rows} == {
        (None, None, "")
    }
    assert {tile.note for tile in sheet.tiles} <= {"so far, not compared", "no record"}


def test_every_number_of_every_sentence_comes_from_a_fact(town, may):
    for language in ("en", "zh-hans"):
        with translation.override(language):
            sheet = queries.report_sheet(town.viewer("lan"), may)
        for section in sheet.sections:
            for said in section.sentences:
                bound = " ".join(
                    [f"{f.figure} {f.period} {f.name} {f.numerator} {f.n}" for f in said.facts]
                )
                loose = [
                    number
                    for number in re.findall(r"\d[\d,.]*\d|\d", said.text)
                    if number not in bound and not _is_difference(number, said)
                ]
                assert loose == [], said.text


def _is_difference(number, said):
    values = [fact.value for fact in said.facts if fact.value is not None]
    return any(
        f"{abs(a - b):g}" == number or f"{abs(a - b) * 100:.1f}" == number
        for a in values
        for b in values
    )


def test_checking_again_measures_the_same(town, may):
    assert actions.check_report(town.viewer("lan"), may) == ()


def test_a_changed_fact_is_found_by_checking(town, may, setting_up):
    ReportFact.objects.filter(report=may, key="questions.now").update(value=7)
    assert actions.check_report(town.viewer("lan"), may) == ("questions.now",)


def test_later_activity_changes_only_later_reports(town, may):
    told = Teller(town.community.pk)
    told.ask(town.members["mei"], "2026-05-20 02:00", space_id=town.questions.pk)
    told.tell()
    with clock.at(at("2026-06-16 04:00")):
        metrics.drain()
    assert actions.check_report(town.viewer("lan"), may) == ()
    again = actions.make_report(town.viewer("lan"), "month", date(2026, 5, 4))
    assert ReportFact.objects.get(report=again, key="questions.now").value == 7
    assert Report.objects.get(pk=again).replaces_id == may


def test_who_may_make_and_read(town, may):
    with pytest.raises(Forbidden):
        actions.make_report(town.viewer("wei"), "month", date(2026, 5, 4))
    with pytest.raises(Missing):
        queries.report_sheet(town.viewer("mei"), may)
    with pytest.raises(Missing):
        queries.report_sheet(town.viewer("zhu"), may)
    assert queries.report_sheet(town.viewer("wei"), may).line.id == may


def test_a_period_without_records_is_refused(town):
    with pytest.raises(Refusal, match=r"reports\.nothing_recorded"):
        actions.make_report(town.viewer("lan"), "month", date(2019, 5, 4))
    assert not Report.objects.exists()


def test_the_page_shows_sentences_facts_and_charts(town, may, as_member):
    page = as_member("lan").get(f"{REPORTS}{may}/?lang=en").content.decode()
    assert "no clear change" in page
    assert 'id="F1"' in page
    assert "Check again" in page


def test_the_page_is_for_those_who_may_read(town, may, as_member):
    assert as_member("").get(f"{REPORTS}{may}/").status_code == 302
    assert as_member("mei").get(f"{REPORTS}{may}/").status_code == 404
    assert as_member("zhu").get(f"{REPORTS}{may}/").status_code in {403, 404}


def test_the_files_hold_the_same_sentences(town, may):
    lan = town.viewer("lan")
    with translation.override("zh-hans"):
        sheet = queries.report_sheet(lan, may)
        paper = docx.Document(io.BytesIO(printing.document(lan, may, "docx")))
        book = openpyxl.load_workbook(io.BytesIO(printing.document(lan, may, "xlsx")))
        pages = pypdf.PdfReader(io.BytesIO(printing.document(lan, may, "pdf"))).pages
    said = [one.text for section in sheet.sections for one in section.sentences]
    written = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert [text for text in said if text not in written] == []
    drawn = sum(len(section.charts) for section in sheet.sections)
    assert len(paper.inline_shapes) == drawn >= 5
    assert book["sentences"].max_row == len(said) + 1
    assert book["facts"].max_row == len(sheet.facts) + 1
    assert "运营工作产出报告" in "".join(page.extract_text() for page in pages).replace("\n", "")


def test_the_shell_prints_facts_and_sentences(town, capsys):
    call_command("report", community="tea", month="2026-05", json=True, language="en")
    told = json.loads(capsys.readouterr().out)
    facts = {fact["key"]: fact["value"] for fact in told["facts"]}
    assert facts["questions.now"] == 6
    assert told["is_complete"] is True
