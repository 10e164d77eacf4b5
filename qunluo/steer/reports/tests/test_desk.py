"""The desk: claims put in, changes taken back, words read while they are written, two at once."""

import re
from datetime import date

import pytest
from django.utils import translation

from qunluo.kernel.refusal import Forbidden, Missing, Refusal
from qunluo.steer.reports import actions, queries
from qunluo.steer.reports.engine.claims import may_stand_alone
from qunluo.steer.reports.models import Report, ReportEdit, ReportJudgement, ReportSentence

REPORTS = "/c/tea/reports/"


@pytest.fixture
def desk(may):
    return f"{REPORTS}{may}/desk/"


def said(town, report_id, section="reasons"):
    sheet = queries.report_sheet(town.viewer("lan"), report_id)
    found = [one for one in sheet.sections if one.key == section]
    return [sentence.text for sentence in found[0].sentences] if found else []


def number_of(report_id, key):
    return Report.objects.get(pk=report_id).facts.get(key=key).number


def test_a_fact_becomes_a_sentence_that_the_facts_speak(town, may):
    lan = town.viewer("lan")
    number = number_of(may, "questions.now")
    actions.insert_claim(lan, may, number, "reasons")
    assert any("6 个" in text for text in said(town, may))
    with translation.override("en"):
        assert any(text.startswith("Questions asked: 6") for text in said(town, may))
    actions.check_report(lan, may)
    assert Report.objects.get(pk=may).state == "checked"


def test_every_fact_that_may_stand_alone_makes_a_sentence_the_check_accepts(town, may):
    lan = town.viewer("lan")
    facts = queries.facts_of(Report.objects.get(pk=may))
    for number, fact in enumerate(facts, start=1):
        if may_stand_alone(fact):
            actions.insert_claim(lan, may, number, "direction")
    actions.check_report(lan, may)
    assert Report.objects.get(pk=may).state == "checked"
    assert len(said(town, may, "direction")) > 40


def test_a_claim_is_refused_where_it_does_not_belong(town, may):
    lan = town.viewer("lan")
    number = number_of(may, "questions.now")
    before = ReportSentence.objects.count()
    for section, code in (("glance", "section_by_rule"), ("shortcomings", "section_by_rule"),
                          ("nowhere", "section_unknown")):  # fmt: skip
        with pytest.raises(Refusal, match=code):
            actions.insert_claim(lan, may, number, section)
    with pytest.raises(Missing):
        actions.insert_claim(lan, may, 9999, "reasons")
    silent = next(
        number
        for number, fact in enumerate(queries.facts_of(Report.objects.get(pk=may)), start=1)
        if fact.value is None
    )
    with pytest.raises(Refusal, match="no_figure"):
        actions.insert_claim(lan, may, silent, "reasons")
    assert ReportSentence.objects.count() == before
    actions.insert_claim(lan, may, number, "reasons")
    with pytest.raises(Refusal, match="said_already"):
        actions.insert_claim(lan, may, number, "reasons")
    with pytest.raises(Forbidden):
        actions.insert_claim(town.viewer("wei"), may, number, "trends")


def last(report_id):
    return ReportEdit.objects.filter(report=report_id).latest("pk").pk


def test_each_change_is_taken_back_to_what_stood_there(town, may):
    lan = town.viewer("lan")
    before = queries.report_sheet(lan, may)
    position = next(
        one.position for part in before.sections for one in part.sentences if part.key == "content"
    )
    actions.leave_out(lan, may, position)
    actions.undo_edit(lan, may, last(may))
    actions.insert_claim(lan, may, number_of(may, "answers.now"), "reasons")
    actions.undo_edit(lan, may, last(may))
    mine = actions.add_judgement(lan, may, "reasons", body="志愿者换了班。")
    actions.change_judgement(lan, mine, "志愿者都换了班。")
    actions.undo_edit(lan, may, last(may))
    assert ReportJudgement.objects.get(pk=mine).body == "志愿者换了班。"
    actions.remove_judgement(lan, mine)
    actions.undo_edit(lan, may, last(may))
    assert [row.body for row in ReportJudgement.objects.all()] == ["志愿者换了班。"]
    actions.remove_judgement(lan, ReportJudgement.objects.get().pk)
    after = queries.report_sheet(lan, may)
    assert after.sections == before.sections
    assert after.left_out == before.left_out == ()


def test_a_suggestion_goes_back_to_whose_it_was(town, may):
    lan = town.viewer("lan")
    row = Report.objects.get(pk=may).suggestions.first()
    if row is None:
        pytest.skip("this report suggests nothing")
    actions.settle_suggestion(lan, may, row.number, owner="an", due_on=date(2026, 7, 1))
    actions.undo_edit(lan, may, last(may))
    again = Report.objects.get(pk=may).suggestions.get(number=row.number)
    assert (again.owner_id, again.due_on) == (row.owner_id, row.due_on)


def test_only_the_last_change_of_a_place_is_taken_back_and_only_by_its_maker(town, may):
    lan, an = town.viewer("lan"), town.viewer("an")
    mine = actions.add_judgement(lan, may, "reasons", body="一。")
    first = last(may)
    actions.change_judgement(lan, mine, "二。")
    with pytest.raises(Refusal, match="changed_since"):
        actions.undo_edit(lan, may, first)
    with pytest.raises(Forbidden, match="not_your_change"):
        actions.undo_edit(an, may, last(may))
    second = last(may)
    actions.undo_edit(lan, may, second)
    with pytest.raises(Refusal, match="undone_already"):
        actions.undo_edit(lan, may, second)
    actions.undo_edit(lan, may, first)
    assert not ReportJudgement.objects.exists()


def test_who_saves_over_a_change_they_have_not_seen_is_told(town, may, as_member, desk):
    lan = town.viewer("lan")
    mine = actions.add_judgement(lan, may, "reasons", body="我们很高兴。")
    seen = last(may)
    actions.change_judgement(lan, mine, "我们非常高兴。")
    client = as_member("lan")
    path = f"{REPORTS}{may}/judgements/{mine}/"
    answer = client.post(path, {"body": "我们还算高兴。", "seen": seen})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "我们还算高兴。" in page
    assert "<ins>还算</ins>" in page or "<del>非常</del>" in page
    assert ReportJudgement.objects.get(pk=mine).body == "我们非常高兴。"
    client.post(path, {"body": "我们还算高兴。", "seen": last(may)})
    assert ReportJudgement.objects.get(pk=mine).body == "我们还算高兴。"


def test_words_are_read_while_they_are_written_and_nothing_is_kept(town, may, as_member, desk):
    number = number_of(may, "questions.now")
    client = as_member("lan")
    words = f"因为天热，提问大约三百个，见 {{F{number}}}。"
    page = client.post(f"{desk}reading/", {"body": words}).content.decode()
    assert re.search(r"<mark>因为</mark>", page)
    assert re.search(r"<mark>三百</mark>", page)
    assert "6 个" in page
    assert not ReportJudgement.objects.exists()
    page = client.post(f"{desk}reading/", {"body": "大家都很用心。"}).content.decode()
    assert "<mark>" not in page
    assert 'data-tone="good"' in page
    assert client.post(f"{desk}reading/", {"body": ""}).content.strip() == b""
    assert as_member("wei").post(f"{desk}reading/", {"body": words}).status_code == 403


def test_a_name_is_found_while_it_is_written(town, may, as_member, desk):
    name = town.members["mei"].display_name
    page = as_member("lan").post(f"{desk}reading/", {"body": f"谢谢{name}。"}).content.decode()
    assert f"<mark>{name}</mark>" in page
    page = as_member("lan").post(f"{desk}reading/", {"body": "谢谢 @mei 。"}).content.decode()
    assert "<mark>" not in page


def test_the_desk_searches_its_facts_also_without_script(town, may, as_member, desk):
    page = as_member("lan").get(desk, {"q": "people.absence_factor"}).content.decode()
    shown = re.findall(r"<li data-desk-fact=\"[^\"]*\">", page)
    hidden = re.findall(r"<li data-desk-fact=\"[^\"]*\" hidden>", page)
    assert len(shown) < len(hidden)
    page = as_member("lan").get(desk, {"q": "没有这样的数"}).content.decode()
    assert not re.findall(r"<li data-desk-fact=\"[^\"]*\">", page)
    assert re.search(r"data-desk-none>", page)


def test_a_claim_is_put_in_from_the_page_and_taken_back_there(town, may, as_member, desk):
    client = as_member("lan")
    number = number_of(may, "answers.now")
    answer = client.post(f"{desk}claims/", {"number": number, "section": ""})
    assert answer.status_code == 302  # the section says so already: told on the desk
    assert not ReportEdit.objects.exists()
    assert "这一节已经说过这句话" in client.get(desk).content.decode()
    client.post(f"{desk}claims/", {"number": number, "section": "reasons"})
    edit = last(may)
    page = client.get(desk).content.decode()
    assert f"/desk/edits/{edit}/undoing/" in page
    assert "加了一句有依据的话" in page
    client.post(f"{desk}edits/{edit}/undoing/")
    assert ReportEdit.objects.get(pk=edit).undone_at is not None
    assert client.post(f"{desk}claims/", {"number": "x"}).status_code == 404


def test_the_desk_shows_goals_and_what_falls_due(town, may, as_member):
    lan = town.viewer("lan")
    actions.set_goal(lan, "content.questions", "month", day=date(2026, 5, 4), side="least", value=9)
    report = actions.make_report(lan, "month", date(2026, 5, 4))
    place = queries.workplace(lan, queries.report_sheet(lan, report))
    goal = next(line for line in place.due if line.address.endswith("/goals/"))
    assert goal.tone == "bad"
    assert "6" in goal.note
    assert "9" in goal.note


def test_two_reports_are_compared_sentence_by_sentence(town, may, as_member):
    lan = town.viewer("lan")
    actions.add_judgement(lan, may, "reasons", body="志愿者换了班。")
    again = actions.make_report(lan, "month", date(2026, 5, 4))
    april = actions.make_report(lan, "month", date(2026, 4, 4))
    told = queries.comparison(lan, may, april)
    kinds = {pair.kind for section in told.sections for pair in section.pairs}
    assert "added" in kinds
    assert "changed" in kinds
    assert told.earlier.id == april
    told = queries.comparison(lan, again)
    assert told.earlier.id == may
    assert [pair.kind for s in told.sections for pair in s.pairs if pair.kind != "same"] == ["gone"]
    page = as_member("lan").get(f"{REPORTS}{again}/differences/").content.decode()
    assert "<del>" in page
    assert "志愿者换了班" in page
    assert as_member("lan").get(f"{REPORTS}{may}/differences/?with={april}").status_code == 200
    assert as_member("mei").get(f"{REPORTS}{may}/differences/").status_code == 404


def test_who_may_hear_a_desk(town, may):
    from qunluo.steer.reports.sockets import may_hear_desk

    assert may_hear_desk(town.viewer("lan"), str(may))
    for who, rest in (("wei", str(may)), ("mei", str(may)), ("lan", "x"), ("lan", "987654")):
        try:
            heard = may_hear_desk(town.viewer(who), rest)
        except Refusal:
            heard = False
        assert not heard
