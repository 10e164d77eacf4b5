"""Goals: set by those who may, read by the report, missed ones never outnumbered by praise."""

from datetime import date

import pytest
from django.utils import translation

from qunluo.kernel.refusal import Forbidden, Invalid
from qunluo.kernel.stream.models import StreamLine
from qunluo.steer.reports import actions, queries
from qunluo.steer.reports.models import Report, ReportCheck, ReportFact, ReportGoal

MAY = date(2026, 5, 4)
GOALS = "/c/tea/reports/goals/"


def set_goal(town, metric="content.questions", value=100.0, side="least", **more):
    told = {"day": MAY, "side": side, "value": value, **more}
    return actions.set_goal(town.viewer("lan"), metric, "month", **told)


def made(town):
    return actions.make_report(town.viewer("lan"), "month", MAY)


def section(town, report, key, language="en"):
    with translation.override(language):
        sheet = queries.report_sheet(town.viewer("lan"), report)
    found = [one for one in sheet.sections if one.key == key]
    return [said for one in found for said in one.sentences]


def test_a_missed_goal_is_a_shortcoming_and_praise_does_not_outnumber_it(town):
    set_goal(town)
    report = made(town)
    said = section(town, report, "goals")
    assert [one.rule for one in said] == ["goal.missed", "goal.done"]
    assert said[0].text.startswith("Questions asked missed its goal: 6")
    assert "at least 100" in said[0].text
    assert said[1].text == "Of the goal for Questions asked, 6.0% is done."
    short = section(town, report, "shortcomings")
    high = [one for one in section(town, report, "highlights") if one.tone == "highlight"]
    assert "goal.missed" in {one.rule for one in short}
    assert len(high) <= len(short)
    assert any("goal" in one.text for one in section(town, report, "glance"))


def test_a_goal_of_at_most_is_kept_within(town):
    set_goal(town, "questions.open", 500.0, "most")
    said = section(town, made(town), "goals")
    assert [one.rule for one in said] == ["goal.reached"]
    assert said[0].tone == "highlight"


def test_without_goals_the_section_says_so_and_where_to_set_them(town, may):
    (said,) = section(town, may, "goals")
    assert said.rule == "goal.none"
    assert "Output reports, Goals" in said.text


def test_reports_with_goals_hold_their_check_in_both_languages(town):
    set_goal(town)
    set_goal(town, "members.current", 2.0, "most")
    set_goal(town, "response.within_24h", 0.5)
    report = made(town)
    assert actions.check_report(town.viewer("lan"), report) == ()
    assert ReportCheck.objects.get().findings == []
    assert Report.objects.get(pk=report).state == "checked"


def test_a_goal_changed_later_marks_the_claim_as_outdated(town):
    set_goal(town)
    report = made(town)
    set_goal(town, value=5.0)
    assert ReportGoal.objects.count() == 2
    assert actions.check_report(town.viewer("lan"), report) == ()
    assert ReportCheck.objects.get().outdated == {"questions.goal": 5.0}
    fact = ReportFact.objects.get(report=report, key="questions.goal")
    assert fact.value == 100.0


def test_a_goal_written_into_the_facts_by_hand_is_found(town, setting_up):
    set_goal(town)
    report = made(town)
    ReportFact.objects.filter(report=report, key="questions.goal").update(value=5.0)
    assert "questions.goal" in actions.check_report(town.viewer("lan"), report)


def test_a_period_under_way_says_where_it_would_end_with_a_range(town):
    set_goal(town, day=date(2026, 6, 2))
    set_goal(town, "members.current", 50.0, day=date(2026, 6, 2))
    june = actions.make_report(town.viewer("lan"), "month", date(2026, 6, 2))
    rules = [one.rule for one in section(town, june, "goals")]
    assert "goal.open" in rules
    assert "goal.missed" not in rules
    facts = {fact.key: fact for fact in ReportFact.objects.filter(report=june)}
    forecast = facts.get("questions.forecast")
    if facts["questions.now"].value:
        assert forecast.low <= forecast.value <= forecast.high
        assert forecast.value >= facts["questions.now"].value
    assert "members.forecast" not in facts
    assert actions.check_report(town.viewer("lan"), june) == ()


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"metric": "no.such"}, "reports.goal_metric"),
        ({"metric": "response.within_24h", "value": 80.0}, "reports.goal_value"),
        ({"value": float("nan")}, "reports.goal_value"),
        ({"side": "about"}, "reports.goal_side"),
    ],
)
def test_what_is_no_goal_is_refused(town, told, code):
    with pytest.raises(Invalid, match=code.replace(".", r"\.")):
        set_goal(town, **told)
    assert not ReportGoal.objects.exists()
    with pytest.raises(Invalid, match=r"reports\.goal_span"):
        actions.set_goal(
            town.viewer("lan"), "content.questions", "span", day=MAY, side="least", value=1.0
        )


def test_only_those_who_may_set_goals_do(town, as_member):
    with pytest.raises(Forbidden):
        actions.set_goal(
            town.viewer("wei"), "content.questions", "month", day=MAY, side="least", value=9.0
        )
    assert as_member("mei").get(GOALS).status_code == 403
    assert as_member("wei").get(GOALS).status_code == 200
    assert not ReportGoal.objects.exists()
    assert not StreamLine.objects.filter(name__startswith="reports.goal").exists()


def test_goals_are_set_and_taken_back_on_their_page(town, as_member):
    lan = as_member("lan")
    told = {"metric": "response.within_24h", "span": "month", "day": "2026-05-09",
            "side": "least", "value": "80"}  # fmt: skip
    assert lan.post(GOALS, told).status_code == 302
    goal = ReportGoal.objects.get()
    assert (goal.value, goal.starts_on) == (0.8, date(2026, 5, 1))
    assert "80" in lan.get(GOALS).content.decode()
    assert lan.post(GOALS, {**told, "value": "180"}).status_code == 200
    assert lan.post(f"{GOALS}{goal.pk}/end/").status_code == 302
    goal.refresh_from_db()
    assert goal.ended_at is not None
    names = StreamLine.objects.filter(name__startswith="reports.goal").values_list(
        "name", flat=True
    )
    assert sorted(names) == ["reports.goal_dropped", "reports.goal_set"]
