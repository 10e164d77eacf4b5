"""What is known of a real community stands in its reports: the launch, the decline, the joining."""

from datetime import date

from django.utils import translation

from qunluo.steer.reports import actions, queries
from qunluo.steer.reports.models import ReportFact
from qunluo.steer.reports.tests.by_hand import _in
from qunluo.steer.reports.tests.test_by_hand import beer, dump  # noqa: F401 - fixtures

YEARS = (2017, 2018, 2019)


def counted(dump, year):  # noqa: F811 - the fixture
    """The naive counts of a year or month, straight from the XML."""
    people = [row for row in dump.rows["Users"] if row["Id"] != "-1"]
    return {
        "questions": _in(dump.questions, year),
        "answers": _in(dump.answers, year),
        "comments": _in(dump.rows["Comments"], year),
        "joins": _in(people, year),
        "contributors": len(dump._contributions(year)),
    }


def told(eyes, report_id):
    facts = {row.key: row.value for row in ReportFact.objects.filter(report=report_id)}
    with translation.override("en"):
        sheet = queries.report_sheet(eyes, report_id)
    return facts, sheet, {said.text for part in sheet.sections for said in part.sentences}


def test_the_launch_the_decline_and_the_joining_stand_in_the_reports(dump, beer):  # noqa: F811
    _decline(dump, beer)
    _joining(dump, beer)
    _launch(dump, beer)


def _decline(dump, beer):  # noqa: F811
    """Three years, each against the one before, each figure as the dump counts it."""
    for year in YEARS[1:]:
        report = actions.make_report(beer, "year", date(year, 1, 1))
        facts, _sheet, texts = told(beer, report)
        now, before = counted(dump, str(year)), counted(dump, str(year - 1))
        for name, count in now.items():
            assert facts[f"{name}.now"] == count, (year, name)
            assert facts[f"{name}.before"] == before[name], (year, name)
        gone = before["questions"] - now["questions"]
        assert gone > 0
        line = f"Questions asked: {now['questions']} in {year}, down by {gone} on {year - 1}"
        assert any(text.startswith(line) for text in texts), (line, sorted(texts))


def _joining(dump, beer):  # noqa: F811
    """In 2019 still hundreds joined, and fewer contributed: on the first page, in one sentence."""
    report = actions.make_report(beer, "year", date(2019, 1, 1))
    _facts, sheet, _texts = told(beer, report)
    now, before = counted(dump, "2019"), counted(dump, "2018")
    first = next(part for part in sheet.sections if part.key == "glance")
    said = next(one.text for one in first.sentences if one.rule == "together.still_joining")
    assert f"still {now['joins']} people joined" in said
    gone = before["contributors"] - now["contributors"]
    assert f"down by {gone} people" in said
    assert f"to {now['contributors']} people" in said
    assert actions.check_report(beer, report) == ()


def _launch(dump, beer):  # noqa: F811
    """March 2014 falls off from the burst; the chart holds the first weeks' peak."""
    report = actions.make_report(beer, "month", date(2014, 3, 1))
    facts, sheet, texts = told(beer, report)
    january, february, march = (counted(dump, f"2014-0{n}") for n in (1, 2, 3))
    assert (facts["questions.now"], facts["questions.before"]) == (
        march["questions"], february["questions"],
    )  # fmt: skip
    gone = february["questions"] - march["questions"]
    assert any(f"down by {gone} on February" in text for text in texts), sorted(texts)
    (chart,) = [one for part in sheet.sections for one in part.charts if one.key == "content"]
    questions = chart.series[0][2]
    assert questions[-3:] == (january["questions"], february["questions"], march["questions"])
    assert january["questions"] == max(value or 0 for value in questions)
    assert actions.check_report(beer, report) == ()
