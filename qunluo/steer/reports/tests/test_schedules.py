"""Reports made by themselves: once a period is over, once each, with letters that are never doubled."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from qunluo.insight.metrics import actions as metrics
from qunluo.insight.metrics.tests.telling import at
from qunluo.kernel import clock
from qunluo.kernel.mail.models import Letter
from qunluo.kernel.refusal import Forbidden, Invalid, Missing, Refusal
from qunluo.kernel.stream.models import StreamLine
from qunluo.steer.reports import actions, queries
from qunluo.steer.reports.actions import rounds
from qunluo.steer.reports.models import (
    Report,
    ReportLetter,
    ReportReader,
    ReportRun,
    ReportSchedule,
    ReportShare,
)

SCHEDULES = "/c/tea/reports/schedules/"
BEFORE, DUE = at("2026-05-20 00:00"), at("2026-06-16 00:00")


def ids(town, *names):
    return [town.members[name].pk for name in names]


def settle(town, *names, span="month", delay=2, hour=9, who="lan", **more):
    told = {"language": "en", "readers": ids(town, *(names or ("lan", "an", "wei")))}
    return actions.set_schedule(town.viewer(who), span, (delay, hour), **{**told, **more})


@pytest.fixture
def monthly(town):
    """Set in May, so that May's draft is due on the second of June at nine."""
    with clock.at(BEFORE):
        return settle(town)


def go(moment=DUE):
    with clock.at(moment):
        metrics.drain()
        actions.go_round()


def test_a_draft_is_made_once_and_those_who_sign_get_its_first_page(town, monthly):
    go()
    report = Report.objects.get()
    assert (report.span, report.starts_on, report.made_by_id) == ("month", date(2026, 5, 1), None)
    letters = {letter.to: letter for letter in Letter.objects.all()}
    assert set(letters) == {"lan@example.org", "an@example.org"}  # wei may read, but not sign
    letter = letters["lan@example.org"]
    assert letter.subject.startswith("Draft to sign: ")
    assert "Questions asked: 6" in letter.text
    assert f"/c/tea/reports/{report.pk}/" in letter.text
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.headers["List-Id"].startswith("<month.reports.tea.")
    go()
    assert (Report.objects.count(), Letter.objects.count()) == (1, 2)


def test_a_round_killed_anywhere_writes_nothing_twice(town, monthly, monkeypatch):
    """Broken off before each letter in turn: all of a step stands, or nothing of it."""
    send, sent = rounds.mail.send, []

    def dying(*told, **more):
        if len(sent) == 1:
            raise KeyboardInterrupt  # as a kill: nothing in the product catches it
        sent.append(told)
        return send(*told, **more)

    monkeypatch.setattr(rounds.mail, "send", dying)
    with pytest.raises(KeyboardInterrupt):
        go()
    assert not Report.objects.exists()
    assert not Letter.objects.exists()
    assert not ReportLetter.objects.exists()
    monkeypatch.setattr(rounds.mail, "send", send)
    go()
    go()
    assert (Report.objects.count(), Letter.objects.count()) == (1, 2)


def test_nothing_is_made_before_its_hour_in_the_town_s_own_zone(town, monthly):
    zone = ZoneInfo(queries.schedules_for(town.viewer("lan"))[0].timezone)
    with clock.at(datetime(2026, 6, 2, 8, 59, tzinfo=zone)):
        assert queries.due(ReportSchedule.objects.get()) is None
    with clock.at(datetime(2026, 6, 2, 9, 0, tzinfo=zone)):
        assert queries.due(ReportSchedule.objects.get()).start == date(2026, 5, 1)


def test_what_was_due_before_the_schedule_was_set_is_not_made_up(town):
    with clock.at(DUE):
        settle(town)
    go()
    assert not Report.objects.exists()


def test_a_report_made_by_hand_is_taken_as_the_draft(town, monthly):
    with clock.at(DUE):
        metrics.drain()
        made = actions.make_report(town.viewer("an"), "month", date(2026, 5, 4))
    go()
    assert ReportRun.objects.get().report_id == made
    assert Report.objects.count() == 1


def test_the_published_report_goes_to_every_reader_with_a_link_that_opens(
    town, monthly, client, setting_up
):
    go()
    report = Report.objects.get().pk
    with clock.at(DUE):
        actions.check_report(town.viewer("an"), report)
        actions.sign_report(town.viewer("lan"), report)
        actions.publish_report(town.viewer("lan"), report)
    Letter.objects.all().delete()
    go()
    go()
    letters = list(Letter.objects.order_by("to"))
    assert [letter.to for letter in letters] == [
        "an@example.org", "lan@example.org", "wei@example.org",
    ]  # fmt: skip
    assert ReportShare.objects.count() == 1
    link = next(word for word in letters[0].text.split() if "/shared-reports/" in word)
    with clock.at(DUE):
        assert client.get(link[link.index("/shared-reports/") :]).status_code == 200


def publish(town):
    go()
    report = Report.objects.get().pk
    with clock.at(DUE):
        actions.check_report(town.viewer("an"), report)
        actions.sign_report(town.viewer("lan"), report)
        actions.publish_report(town.viewer("lan"), report)
    Letter.objects.all().delete()


def test_the_pdf_rides_in_the_letter_where_the_schedule_says_so(town, monthly, setting_up):
    with clock.at(BEFORE):
        actions.set_attaching(town.viewer("lan"), "month", attaches=True)
        with pytest.raises(Forbidden):
            actions.set_attaching(town.viewer("wei"), "month", attaches=False)
    publish(town)
    go()
    letters = list(Letter.objects.order_by("to"))
    files = {file for letter in letters for file in letter.files.all()}
    assert len(letters) == 3
    (file,) = files  # one file for all of them
    assert file.name.endswith("May 2026.pdf")
    assert bytes(file.content).startswith(b"%PDF")
    assert "attached as PDF" in letters[0].text


def test_a_report_too_large_for_a_letter_goes_as_a_link(town, monthly, monkeypatch, setting_up):
    monkeypatch.setattr("qunluo.kernel.mail.attaching.MOST_BYTES", 10)
    actions.set_attaching(town.viewer("lan"), "month", attaches=True)
    publish(town)
    go()
    letter = Letter.objects.order_by("to").first()
    assert not letter.files.exists()
    assert "/shared-reports/" in letter.text
    assert "attached" not in letter.text


def test_one_click_stops_the_letters_and_only_oneself_takes_them_up_again(town, monthly, client):
    path = queries.way_out(monthly, town.members["an"].pk)
    assert client.get(path).status_code == 200
    assert not ReportReader.objects.exclude(stopped_at=None).exists()
    assert client.post(path).status_code == 200
    assert client.post(path).status_code == 200
    go()
    assert [letter.to for letter in Letter.objects.all()] == ["lan@example.org"]
    assert StreamLine.objects.filter(name="reports.letters_stopped").count() == 1
    settle(town)
    assert ReportReader.objects.get(member=town.members["an"]).stopped_at is not None
    settle(town, who="an")
    assert ReportReader.objects.get(member=town.members["an"]).stopped_at is None
    with pytest.raises(Missing):
        actions.stop_letters("nobody")


def test_who_may_no_longer_read_gets_no_letter(town, monthly, setting_up):
    ReportReader.objects.create(schedule=ReportSchedule.objects.get(), member=town.members["zhu"])
    go()
    assert "zhu@example.org" not in {letter.to for letter in Letter.objects.all()}


def test_what_goes_wrong_is_told_on_the_page_and_tried_again(town, monthly, as_member, monkeypatch):
    def refusing(*_told, **_more):
        raise Refusal("reports.nothing_recorded", "Nothing is recorded for this period.")

    monkeypatch.setattr(rounds.queries, "draft", refusing)
    go()
    assert ReportRun.objects.get().problem == "reports.nothing_recorded"
    assert (
        "Nothing is recorded for this period." in as_member("lan").get(SCHEDULES).content.decode()
    )
    monkeypatch.undo()
    go(at("2026-06-16 00:30"))
    assert not Report.objects.exists()  # within the hour it is left alone
    go(at("2026-06-16 02:00"))
    run = ReportRun.objects.get()
    assert (run.problem, run.problem_words, run.report_id) == ("", "", Report.objects.get().pk)


def test_trouble_of_one_schedule_stops_no_other(town, monthly, monkeypatch):
    with clock.at(BEFORE):
        settle(town, span="week", delay=1)
    draft = queries.draft

    def broken(viewer, span, day, **more):
        if span == "month":
            raise ZeroDivisionError
        return draft(viewer, span, day, **more)

    monkeypatch.setattr(rounds.queries, "draft", broken)
    go()
    assert set(Report.objects.values_list("span", flat=True)) <= {"week"}
    assert ReportRun.objects.get(schedule__span="month").problem == "reports.error"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"span": "year"}, "schedule_span"),
        ({"delay": 0}, "schedule_delay"),
        ({"span": "week", "delay": 7}, "schedule_delay"),
        ({"hour": 24}, "schedule_hour"),
        ({"language": "fr"}, "schedule_language"),
    ],
)
def test_what_is_no_schedule_is_refused(town, told, code):
    with pytest.raises(Invalid, match=rf"reports\.{code}"):
        settle(town, **told)
    with pytest.raises(Invalid, match=r"reports\.schedule_readers"):
        settle(town, "mei")
    with pytest.raises(Forbidden):
        settle(town, who="wei")
    assert not ReportSchedule.objects.exists()


def test_a_schedule_is_settled_on_its_page(town, as_member):
    lan = as_member("lan")
    told = {"span": "week", "delay": "1", "hour": "8", "language": "zh-hans", "is_on": "on",
            "readers": [str(one) for one in ids(town, "lan", "wei")]}  # fmt: skip
    assert lan.post(SCHEDULES, told).status_code == 302
    row = ReportSchedule.objects.get()
    assert (row.span, row.delay, row.hour, row.is_on) == ("week", 1, 8, True)
    assert not row.attaches
    assert lan.get(f"{SCHEDULES}?span=week").status_code == 200
    assert lan.post(SCHEDULES, {**told, "sent_as": "attached"}).status_code == 302
    assert ReportSchedule.objects.get().attaches
    assert as_member("wei").post(SCHEDULES, told).status_code == 403
    assert as_member("mei").get(SCHEDULES).status_code == 403
