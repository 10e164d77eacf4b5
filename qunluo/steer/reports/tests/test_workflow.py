"""Draft, checked, signed, published, corrected: each step by whom it belongs to, and never back."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from qunluo.insight.metrics import actions as metrics
from qunluo.insight.metrics.tests.telling import Teller, at
from qunluo.kernel import clock
from qunluo.kernel.refusal import Forbidden, Invalid, Missing, Refusal
from qunluo.kernel.stream.models import StreamLine
from qunluo.steer.reports import actions, queries
from qunluo.steer.reports.models import Report, ReportCheck, ReportJudgement, ReportSentence

REPORTS = "/c/tea/reports/"


@pytest.fixture
def signed(town, may):
    """Made by Lan, checked, signed by An."""
    actions.check_report(town.viewer("lan"), may)
    actions.sign_report(town.viewer("an"), may)
    return may


@pytest.fixture
def published(town, signed):
    actions.publish_report(town.viewer("lan"), signed)
    return signed


def state(report_id):
    return Report.objects.get(pk=report_id).state


def told(name):
    return StreamLine.objects.filter(name=f"reports.{name}").count()


def test_the_steps_come_one_after_another(town, may):
    lan, an = town.viewer("lan"), town.viewer("an")
    with pytest.raises(Refusal, match=r"reports\.not_signed"):
        actions.publish_report(lan, may)
    with pytest.raises(Refusal, match=r"reports\.not_checked"):
        actions.sign_report(an, may)
    assert state(may) == "draft"
    actions.check_report(lan, may)
    assert state(may) == "checked"
    actions.sign_report(an, may)
    assert state(may) == "signed"
    actions.publish_report(lan, may)
    row = Report.objects.get(pk=may)
    assert (row.state, row.signed_by_id) == ("published", town.members["an"].pk)
    assert row.digest == queries.digest_of(row)
    assert [told(name) for name in ("report_checked", "report_signed", "report_published")] == [
        1, 1, 1,
    ]  # fmt: skip


def test_nobody_signs_their_own_report(town, may, setting_up):
    lan = town.viewer("lan")
    actions.check_report(lan, may)
    with pytest.raises(Forbidden, match=r"reports\.own_report"):
        actions.sign_report(lan, may)
    assert state(may) == "checked"
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=may).update(signed_by=town.members["lan"].pk)


def test_who_wrote_in_it_does_not_sign_it(town, may):
    an = town.viewer("an")
    actions.add_judgement(an, may, "reasons", body="版主换了班，大家还在适应。")
    actions.check_report(town.viewer("lan"), may)
    with pytest.raises(Forbidden, match=r"reports\.own_report"):
        actions.sign_report(an, may)
    assert state(may) == "checked"


def test_a_volunteer_neither_signs_nor_edits(town, may):
    wei = town.viewer("wei")
    actions.check_report(wei, may)
    for step in (
        lambda: actions.sign_report(wei, may),
        lambda: actions.publish_report(wei, may),
        lambda: actions.reopen_report(wei, may),
        lambda: actions.leave_out(wei, may, 1),
        lambda: actions.add_judgement(wei, may, "reasons", body="我看不错"),
    ):
        with pytest.raises(Forbidden):
            step()
    with pytest.raises(Refusal):
        actions.sign_report(town.viewer("zhu"), may)
    assert state(may) == "checked"


def test_editing_asks_for_a_new_check(town, may):
    lan = town.viewer("lan")
    actions.check_report(lan, may)
    actions.add_judgement(lan, may, "reasons", body="志愿者换了班。")
    assert state(may) == "draft"
    with pytest.raises(Refusal, match=r"reports\.not_checked"):
        actions.sign_report(town.viewer("an"), may)


def test_a_signed_report_is_reopened_before_it_is_edited(town, signed):
    lan = town.viewer("lan")
    with pytest.raises(Refusal, match=r"reports\.not_open"):
        actions.add_judgement(lan, signed, "reasons", body="再看看。")
    assert not ReportJudgement.objects.exists()
    actions.reopen_report(town.viewer("an"), signed)
    row = Report.objects.get(pk=signed)
    assert (row.state, row.signed_by_id, row.signed_at) == ("draft", None, None)
    actions.add_judgement(lan, signed, "reasons", body="再看看。")


def test_a_published_report_is_never_edited(town, published):
    lan = town.viewer("lan")
    before = queries.digest_of(Report.objects.get(pk=published))
    for step in (
        lambda: actions.add_judgement(lan, published, "reasons", body="补充"),
        lambda: actions.leave_out(lan, published, 9),
        lambda: actions.reopen_report(lan, published),
        lambda: actions.publish_report(lan, published),
        lambda: actions.sign_report(town.viewer("an"), published),
    ):
        with pytest.raises(Refusal):
            step()
    actions.check_report(lan, published)
    row = Report.objects.get(pk=published)
    assert (row.state, queries.digest_of(row), row.digest) == ("published", before, before)


def test_members_read_it_once_it_is_published(town, signed):
    with pytest.raises(Missing):
        queries.report_sheet(town.viewer("mei"), signed)
    actions.publish_report(town.viewer("lan"), signed)
    assert queries.report_sheet(town.viewer("mei"), signed).line.state == "published"


def test_of_one_period_one_report_is_published(town, published):
    lan = town.viewer("lan")
    again = actions.make_report(lan, "month", date(2026, 5, 4))
    actions.check_report(lan, again)
    actions.sign_report(town.viewer("an"), again)
    with pytest.raises(Refusal, match=r"reports\.period_published"):
        actions.publish_report(lan, again)
    assert (state(published), state(again)) == ("published", "signed")


def test_an_unfinished_period_is_not_published(town):
    lan = town.viewer("lan")
    june = actions.make_report(lan, "month", date(2026, 6, 1))
    actions.check_report(lan, june)
    actions.sign_report(town.viewer("an"), june)
    with pytest.raises(Refusal, match=r"reports\.not_complete"):
        actions.publish_report(lan, june)
    assert state(june) == "signed"


def late(town):
    """A question of May that is told only now."""
    said = Teller(town.community.pk)
    said.ask(town.members["mei"], "2026-05-20 02:00", space_id=town.questions.pk)
    said.tell()
    with clock.at(at("2026-06-16 04:00")):
        metrics.drain()


def test_a_correction_is_a_new_edition_that_names_what_changed(town, published):
    lan = town.viewer("lan")
    with pytest.raises(Invalid, match=r"reports\.correction_reason"):
        actions.make_correction(lan, published, "  ")
    late(town)
    second = actions.make_correction(lan, published, "补录了一个提问")
    assert state(published) == "published"
    actions.check_report(lan, second)
    assert ReportCheck.objects.latest("pk").findings == []
    assert ReportCheck.objects.latest("pk").differing == []
    actions.sign_report(town.viewer("an"), second)
    actions.publish_report(lan, second)
    assert (state(published), state(second)) == ("corrected", "published")
    row = Report.objects.get(pk=second)
    assert (row.edition, row.corrects_id, row.correction) == (2, published, "补录了一个提问")
    changed = {one["key"]: (one["was"], one["now"]) for one in row.changes}
    assert changed["questions.now"] == (6, 7)
    with translation.override("en"):
        before = queries.report_sheet(town.viewer("mei"), published)
        after = queries.report_sheet(town.viewer("mei"), second)
    assert before.footing.corrected_by == second
    assert ("Questions asked", "6", "7") in {
        (one.name, one.was, one.now) for one in after.footing.changes
    }


def test_only_a_published_report_is_corrected(town, may):
    with pytest.raises(Refusal, match=r"reports\.not_published"):
        actions.make_correction(town.viewer("lan"), may, "写错了什么")
    assert Report.objects.count() == 1


def test_late_records_mark_a_claim_as_outdated_and_change_nothing(town, published):
    late(town)
    assert actions.check_report(town.viewer("lan"), published) == ()
    check = ReportCheck.objects.latest("pk")
    assert check.outdated["questions.now"] == 7
    with translation.override("en"):
        sheet = queries.report_sheet(town.viewer("lan"), published)
    (said,) = [
        one
        for section in sheet.sections
        for one in section.sentences
        if section.key == "content" and one.text.startswith("Questions asked")
    ]
    assert said.standing == "outdated"
    assert "6 in May" in said.text


def test_the_words_that_were_published_stay_whatever_the_catalogue_says(
    town, published, setting_up
):
    row = ReportSentence.objects.filter(report=published, section="content").first()
    row.finished = {**row.finished, "en": "As it was printed."}
    row.save(update_fields=["finished"])
    with translation.override("en"):
        sheet = queries.report_sheet(town.viewer("mei"), published)
    assert "As it was printed." in {one.text for part in sheet.sections for one in part.sentences}
    actions.check_report(town.viewer("lan"), published)
    found = ReportCheck.objects.latest("pk").findings
    assert [one["position"] for one in found] == [row.position] * len(found)
    assert found


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("回答多了三成。", "direction"),
        ("大约 40 个人来过。", "numeral"),
        ("一半以上是老成员。", "numeral"),
        ("因为换了版主。", "cause"),
        ("这是最好的一个月。", "ranking"),
        ("和去年差不多。", "date"),
        ("Answers doubled.", "numeral"),
        ("It went up in March.", "direction"),
        ("Mei answered everything.", "name"),
    ],
)
def test_publishing_is_blocked_while_words_fail(town, may, body, kind):
    lan = town.viewer("lan")
    actions.add_judgement(lan, may, "reasons", body=body)
    actions.check_report(lan, may)
    assert state(may) == "draft"
    assert kind in {one["kind"] for one in ReportCheck.objects.latest("pk").findings}
    with pytest.raises(Refusal, match=r"reports\.not_checked"):
        actions.sign_report(town.viewer("an"), may)
    sheet = queries.report_sheet(lan, may)
    (judged,) = [one for section in sheet.sections for one in section.judgements]
    assert judged.standing == "fails"
    assert judged.findings[0].mend


def test_words_bound_to_facts_pass(town, may):
    lan = town.viewer("lan")
    actions.add_judgement(lan, may, "reasons", body="@mei 一直在答，提问 {F7}，我们应该多鼓励。")
    actions.check_report(lan, may)
    assert state(may) == "checked"
    sheet = queries.report_sheet(lan, may)
    (judged,) = [one for section in sheet.sections for one in section.judgements]
    assert judged.text.startswith("Mei 一直在答")
    assert sheet.facts[6].figure in judged.text


def test_an_erased_name_vanishes_and_its_words_are_outdated(town, may, setting_up):
    lan = town.viewer("lan")
    actions.add_judgement(lan, may, "reasons", body="@jun 帮了很多人。")
    actions.check_report(lan, may)
    jun = town.members["jun"]
    jun.erased_at, jun.display_name = clock.now(), ""
    jun.save()
    sheet = queries.report_sheet(lan, may)
    (judged,) = [one for section in sheet.sections for one in section.judgements]
    assert "Jun" not in judged.text
    assert judged.standing == "outdated"


def test_only_its_author_changes_a_judgement(town, may):
    an, lan = town.viewer("an"), town.viewer("lan")
    judgement = actions.add_judgement(an, may, "reasons", body="先看看。")
    with pytest.raises(Forbidden, match=r"reports\.not_yours"):
        actions.change_judgement(lan, judgement, "不用看了。")
    actions.change_judgement(an, judgement, "再看看。")
    assert ReportJudgement.objects.get().body == "再看看。"
    with pytest.raises(Forbidden):
        actions.remove_judgement(lan, judgement)
    actions.remove_judgement(an, judgement)
    assert not ReportJudgement.objects.exists()
    with pytest.raises(Invalid):
        actions.add_judgement(an, may, "nowhere", body="x")
    with pytest.raises(Invalid):
        actions.add_judgement(an, may, "reasons", body="   ")


def test_a_sentence_is_left_out_and_taken_in_again_but_no_shortcoming(town, may):
    lan = town.viewer("lan")
    row = ReportSentence.objects.get(report=may, rule="standing.unclear", section="content",
                                     slots__name__facts=["questions.now"])  # fmt: skip
    actions.leave_out(lan, may, row.position)
    sheet = queries.report_sheet(lan, may)
    assert row.position in {one.position for one in sheet.left_out}
    actions.take_in(lan, may, row.position)
    assert queries.report_sheet(lan, may).left_out == ()
    first = ReportSentence.objects.filter(report=may, section="shortcomings").first()
    with pytest.raises(Refusal, match=r"reports\.shortcoming_stays"):
        actions.leave_out(lan, may, first.position)


def test_the_pages_take_the_report_through_its_steps(town, may, as_member):
    lan = as_member("lan")
    here = f"{REPORTS}{may}/"
    words = {"section": "reasons", "body": "增加了 3 倍。"}
    assert lan.post(f"{here}judgements/", words)["Location"] == f"{here}desk/#s-reasons"
    assert "claim-findings" not in lan.get(f"{here}desk/").content.decode()
    lan.post(f"{here}check/")
    assert "claim-findings" in lan.get(f"{here}desk/").content.decode()
    judgement = ReportJudgement.objects.get().pk
    lan.post(f"{here}judgements/{judgement}/", {"body": "大家都很努力。"})
    lan.post(f"{here}check/")
    an = as_member("an")
    assert "signature/" in an.get(here).content.decode()
    an.post(f"{here}signature/")
    lan = as_member("lan")
    assert lan.get(f"{here}desk/")["Location"] == here
    lan.post(f"{here}publication/")
    page = as_member("mei").get(here).content.decode()
    assert "大家都很努力" in page
    assert "publication/" not in page
    lan = as_member("lan")
    assert lan.post(f"{here}correction/", {"reason": ""}).status_code == 422
    assert "/orders/" in lan.post(f"{here}correction/", {"reason": "补录"})["Location"]


def test_the_api_takes_the_same_steps(town, may, as_member):
    lan = as_member("lan")
    here = f"/api/v1/communities/tea/reports/{may}"
    sent = {"content_type": "application/json"}
    made = lan.post(f"{here}/judgements", {"section": "reasons", "body": "翻了一番"}, **sent)
    judgement = made.json()["judgements"][0]["id"]
    assert lan.post(f"{here}/check", **sent).json()["failing"] > 0
    place = f"/api/v1/communities/tea/reports/judgements/{judgement}"
    assert lan.put(place, {"body": "挺好。"}, **sent).status_code == 204
    assert lan.post(f"{here}/check", **sent).json()["state"] == "checked"
    assert lan.put(f"{here}/signature", **sent).status_code == 403
    signed = as_member("an").put(f"{here}/signature", **sent)
    assert signed.json()["state"] == "signed"
    lan = as_member("lan")
    assert lan.put(f"{here}/publication", **sent).json()["state"] == "published"
    assert lan.delete(f"{here}/signature", **sent).status_code == 409
    assert lan.delete(place, **sent).status_code == 409
    second = lan.post(f"{here}/correction", {"reason": "补录了"}, **sent)
    assert second.status_code == 201
    assert second.json()["edition"] == 2
