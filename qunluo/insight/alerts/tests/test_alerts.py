"""Alerts: found once, whoever runs the job how often; taken, closed and opened again by people."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command

from qunluo.insight.alerts import actions, queries
from qunluo.insight.alerts.actions import RuleWish
from qunluo.insight.alerts.models import Alert, KnownDay, Rule
from qunluo.insight.metrics import actions as metrics
from qunluo.insight.metrics.tests.telling import Teller, at
from qunluo.kernel import clock
from qunluo.kernel.refusal import Forbidden, Invalid, Missing, Refusal
from qunluo.kernel.stream.delivery import deliver_all
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.duties import queries as duties
from qunluo.people.notices.models import Notice

HERE = "/c/tea/insight/alerts/"
FIRST = date(2026, 3, 2)
DAYS = 45
SILENT = FIRST + timedelta(days=DAYS - 2)
NOON = "2026-04-16 04:00"


def told(village, counts, first=FIRST):
    """So many questions on each day, asked in turns."""
    teller = Teller(village.community.pk)
    who = [village.members[name] for name in ("mei", "jun", "wei", "bo")]
    for n, count in enumerate(counts):
        for k in range(count):
            moment = datetime.combine(first + timedelta(days=n), datetime.min.time())
            teller.ask(who[k % 4], f"{moment + timedelta(hours=3, minutes=k)}"[:16])
    teller.tell()


@pytest.fixture
def town(village):
    """Six weeks of about a dozen questions a day; on the last day but one, none."""
    counts = [12 + (n * 5) % 4 for n in range(DAYS)]
    counts[DAYS - 2] = 0
    told(village, counts)
    with clock.at(at(NOON)):
        metrics.drain()
        yield village


@pytest.fixture
def is_news(monkeypatch):
    """The town lives in April; what happened a month before it was written down is no news."""
    monkeypatch.setattr("qunluo.people.notices.rules.NEWS_FOR", timedelta(days=9999))


@pytest.fixture
def found(town):
    (alert_id,) = actions.check_community(town.community.pk)
    return Alert.objects.get(pk=alert_id)


def names():
    rows = StreamLine.objects.filter(name__startswith="alerts.").order_by("pk")
    return [name.removeprefix("alerts.") for name in rows.values_list("name", flat=True)]


def test_a_silent_day_is_found_once_however_often_the_job_runs(town):
    for community_id in queries.to_check():
        actions.check_community(community_id)
    assert town.community.pk not in queries.to_check()
    actions.check_community(town.community.pk)
    (alert,) = Alert.objects.all()
    assert (alert.metric_id, alert.first, alert.direction) == ("content.all", SILENT, "down")
    # 13 is the middle of that weekday's other counts: 12, 12, 13, 13, 14, 15.
    assert (alert.value, round(alert.expected), alert.state) == (0, 13, "open")
    assert Rule.objects.filter(judged_until=FIRST + timedelta(days=DAYS)).exists()
    assert names() == ["alert_opened"]


def test_it_waits_on_the_workbench_of_those_who_deal_with_alerts(town, found):
    (line,) = duties.open_duties(town.viewer("wei"), "alerts.alert")
    assert line.address == f"{HERE}{found.pk}/"
    assert duties.open_duties(town.viewer("mei"), "alerts.alert") == []


def test_its_owner_is_told_and_without_one_those_who_keep_the_rules(town, is_news):
    actions.add_defaults(town.community.pk)
    rule = Rule.objects.get(key="contributions")
    actions.save_rule(
        town.viewer("lan"),
        RuleWish("content.all", owner_id=town.members["wei"].pk),
        rule_id=rule.pk,
    )
    actions.check_community(town.community.pk)
    deliver_all()
    assert [one.member_id for one in Notice.objects.filter(kind="alerts.opened")] == [
        town.members["wei"].pk
    ]


def test_without_an_owner_the_keepers_are_told(town, found, is_news):
    deliver_all()
    heard = set(Notice.objects.filter(kind="alerts.opened").values_list("member_id", flat=True))
    assert heard == {town.members["lan"].pk, town.members["an"].pk}
    assert not mail.outbox  # letters wait a little, so that several go together


def test_taking_closing_and_opening_again(town, found):
    wei, an = town.viewer("wei"), town.viewer("an")
    actions.take_alert(wei, found.pk)
    with pytest.raises(Refusal, match=r"alerts\.taken"):
        actions.take_alert(an, found.pk)
    actions.release_alert(wei, found.pk)
    with pytest.raises(Refusal):
        actions.release_alert(wei, found.pk)
    actions.take_alert(wei, found.pk)
    actions.close_alert(wei, found.pk, "true", reason="The server was down.")
    assert duties.open_duties(wei, "alerts.alert") == []
    with pytest.raises(Refusal):
        actions.close_alert(wei, found.pk, "false")
    sheet = queries.sheet(wei, found.pk)
    assert (sheet.line.state, sheet.line.outcome, sheet.reason) == (
        "closed",
        "true",
        "The server was down.",
    )
    actions.reopen_alert(an, found.pk)
    with pytest.raises(Refusal):
        actions.reopen_alert(an, found.pk)
    sheet = queries.sheet(wei, found.pk)
    assert (sheet.line.state, sheet.line.outcome, sheet.is_mine) == ("taken", "", True)
    assert len(duties.open_duties(wei, "alerts.alert")) == 1
    assert names() == [
        "alert_opened",
        "alert_taken",
        "alert_released",
        "alert_taken",
        "alert_closed",
        "alert_reopened",
    ]


def test_an_outcome_must_be_one_of_the_three(town, found):
    with pytest.raises(Invalid):
        actions.close_alert(town.viewer("wei"), found.pk, "maybe")
    assert Alert.objects.get().state == "open"


def test_false_alarms_are_kept_by_rule(town, found):
    actions.close_alert(town.viewer("wei"), found.pk, "false")
    deliver_all()
    row = next(one for one in queries.rules_for(town.viewer("lan")) if one.id == found.rule_id)
    assert (row.false_alarms, row.real, row.lately, "1" in row.rate) == (1, 0, 1, True)
    assert queries.counts(town.viewer("lan")).false_alarms == 1


def test_a_known_reason_names_its_days(town, found):
    with pytest.raises(Forbidden):  # a volunteer names no days
        actions.close_alert(town.viewer("wei"), found.pk, "known", day_name="Move")
    assert (Alert.objects.get().state, KnownDay.objects.count()) == ("open", 0)
    actions.close_alert(town.viewer("an"), found.pk, "known", day_name="Move")
    (day,) = queries.known_days(town.viewer("an"))
    assert (day.first, day.last, day.name) == (SILENT, SILENT, "Move")


def test_what_the_calendar_explains_is_closed_with_its_name_and_asks_nobody(town):
    lan = town.viewer("lan")
    made = actions.name_day(lan, "Move", first=SILENT, last=SILENT)
    actions.check_community(town.community.pk)
    (alert,) = Alert.objects.all()
    assert (alert.state, alert.outcome, alert.reason) == ("closed", "known", "Move")
    assert duties.open_duties(lan, "alerts.alert") == []
    deliver_all()
    assert not Notice.objects.filter(kind="alerts.opened").exists()
    actions.strike_day(lan, made)
    with pytest.raises(Missing):
        actions.strike_day(lan, made)
    with pytest.raises(Invalid):
        actions.name_day(lan, "Backwards", first=SILENT, last=FIRST)


def test_planned_events_on_the_charts_are_known_too(town):
    metrics.write_note(town.viewer("lan"), "Tea fair", first=SILENT, last=SILENT, is_planned=True)
    assert [one.name for one in queries.planned_days(town.viewer("lan"))] == ["Tea fair"]
    actions.check_community(town.community.pk)
    assert Alert.objects.get().reason == "Tea fair"


def test_public_holidays_are_chosen_by_country(town):
    lan = town.viewer("lan")
    assert queries.country_of(lan) == "CN"
    assert any("劳动" in one.name or "Labor" in one.name for one in queries.next_holidays(lan))
    actions.choose_holidays(lan, "")
    assert queries.next_holidays(lan) == []
    with pytest.raises(Invalid):
        actions.choose_holidays(lan, "ZZ")


def test_a_muted_rule_says_nothing_until_it_is_heard_again(town):
    lan = town.viewer("lan")
    actions.add_defaults(town.community.pk)
    rule = Rule.objects.get(key="contributions")
    actions.mute_rule(lan, rule.pk, 7)
    actions.check_community(town.community.pk)
    assert not Alert.objects.exists()
    actions.mute_rule(lan, rule.pk, 0)
    with pytest.raises(Invalid):
        actions.mute_rule(lan, rule.pk, 400)
    actions.check_community(town.community.pk)
    assert Alert.objects.count() == 1


def test_two_silent_days_are_one_alert(village):
    counts = [12 + (n * 5) % 4 for n in range(DAYS)]
    counts[DAYS - 3 : DAYS - 1] = [0, 0]
    told(village, counts)
    with clock.at(at(NOON)):
        metrics.drain()
        actions.check_community(village.community.pk)
    (alert,) = Alert.objects.all()
    assert (alert.periods, alert.first, alert.last) == (2, SILENT - timedelta(days=1), SILENT)


def test_another_number_of_the_same_day_follows_and_goes_along(town):
    lan = town.viewer("lan")
    actions.save_rule(lan, RuleWish("content.questions"))
    actions.check_community(town.community.pk)
    lead = Alert.objects.get(leader=None)
    follower = Alert.objects.get(leader=lead)
    assert {lead.metric_id, follower.metric_id} == {"content.all", "content.questions"}
    assert len(duties.open_duties(lan, "alerts.alert")) == 1
    assert [line.id for line in queries.listed(lan)] == [lead.pk]
    actions.close_alert(lan, lead.pk, "true")
    follower.refresh_from_db()
    assert (follower.state, follower.outcome) == ("closed", "true")


def test_late_records_are_told_and_change_nothing_else(town, found):
    told(town, [11], first=SILENT)
    metrics.drain()
    actions.check_community(town.community.pk)
    found.refresh_from_db()
    assert (found.value, found.later_value, found.state) == (0, 11, "open")
    assert "11" in queries.sheet(town.viewer("lan"), found.pk).later


def test_rules_are_made_changed_and_retired_by_those_who_keep_them(town):
    lan = town.viewer("lan")
    made = actions.save_rule(
        lan, RuleWish("response.within_24h", "week", "below", limit=0.5, sensitivity="high")
    )
    row = queries.rule_for(lan, made)
    assert (row.method, row.direction, row.limit, row.sensitivity) == ("below", "down", 0.5, "high")
    actions.save_rule(lan, RuleWish("content.topics", "week"), rule_id=made)
    assert queries.rule_for(lan, made).limit is None
    actions.retire_rule(lan, made)
    with pytest.raises(Missing):
        queries.rule_for(lan, made)
    with pytest.raises(Forbidden):
        actions.save_rule(town.viewer("wei"), RuleWish("content.all"))


@pytest.mark.parametrize(
    "wish",
    [
        RuleWish("content.all", method="guess"),
        RuleWish("content.all", method="above"),
        RuleWish("retention.contributed"),
        RuleWish("content.all", sensitivity="total"),
        RuleWish("content.all", owner_id=5),  # a member who holds nothing
        RuleWish("content.all", by="year"),
    ],
)
def test_rules_that_make_no_sense_are_refused(town, wish):
    before = Rule.objects.count()
    with pytest.raises(Refusal):
        actions.save_rule(town.viewer("lan"), wish)
    assert Rule.objects.count() == before


def test_the_past_can_be_judged_by_the_shell(village, capsys):
    counts = [12 + (n * 5) % 4 for n in range(110)]
    counts[50] = 0
    told(village, counts)
    with clock.at(at("2026-06-20 04:00")):
        metrics.drain()
        call_command("alerts", "tea")
        assert not Alert.objects.exists()  # a new rule looks back four weeks
        call_command("alerts", "tea", "--since", "2026-03-02")
        call_command("alerts", "tea", "--since", "2026-03-02")
    assert [alert.first for alert in Alert.objects.all()] == [FIRST + timedelta(days=50)]


def test_the_page_of_the_number_shows_the_mark(town, found):
    marks = queries.marks_of(town.viewer("wei"), "content.all", FIRST, SILENT)
    assert [day for day, _words in marks] == [SILENT]
    assert queries.marks_of(town.viewer("mei"), "content.all", FIRST, SILENT) == []


@pytest.mark.parametrize("path", ["", "?state=closed", "rules/", "days/"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_pages_stand(town, found, as_member, path, language):
    joint = "&" if "?" in path else "?"
    answer = as_member("wei").get(f"{HERE}{path}{joint}lang={language}")
    assert answer.status_code == 200
    assert as_member("mei").get(HERE + path).status_code == 403


def test_one_alert_is_handled_on_its_page(town, found, as_member):
    wei, one = as_member("wei"), f"{HERE}{found.pk}/"
    page = wei.get(one + "?lang=en").content.decode()
    assert "Why did it change?" in page
    assert "content.all" in page
    assert wei.post(one + "taking/").status_code == 302
    assert wei.post(one + "release/").status_code == 302
    assert wei.post(one + "closure/", {"outcome": ""}).status_code == 422
    assert wei.post(one + "closure/", {"outcome": "false", "reason": "x"}).status_code == 302
    assert "x" in wei.get(one).content.decode()
    assert wei.post(one + "reopening/").status_code == 302
    assert Alert.objects.get().state == "open"


def test_rules_and_days_are_kept_on_their_pages(town, found, as_member):
    lan, rules = as_member("lan"), HERE + "rules/"
    sent = {
        "metric_id": "content.all",
        "by": "day",
        "method": "above",
        "direction": "both",
        "sensitivity": "low",
        "change": "20",
        "least": "10",
        "is_on": "on",
    }
    assert lan.get(rules + "new/").status_code == 200
    assert lan.post(rules + "new/", sent).status_code == 422
    assert lan.post(rules + "new/", {**sent, "limit": "50"}).status_code == 302
    one = f"{rules}{found.rule_id}/"
    assert lan.get(one + "?lang=en").status_code == 200
    assert lan.post(one + "mute/", {"days": "3"}).status_code == 302
    assert lan.post(one + "retirement/").status_code == 302
    assert lan.get(one).status_code == 404
    day = {"name": "Fair", "first": "2026-05-01", "last": "2026-05-02"}
    assert lan.post(HERE + "days/", {**day, "last": "2026-04-01"}).status_code == 422
    assert lan.post(HERE + "days/", day).status_code == 302
    assert lan.post(HERE + "days/holidays/", {"country": "SG"}).status_code == 302
    assert queries.country_of(town.viewer("lan")) == "SG"
    assert lan.post(f"{HERE}days/{KnownDay.objects.get().pk}/removal/").status_code == 302
    assert as_member("wei").post(HERE + "days/", day).status_code == 403


def test_programs_deal_with_alerts(town, found, as_member):
    wei, lan = as_member("wei"), as_member("lan")
    base = "/api/v1/communities/tea/"
    (line,) = wei.get(base + "alerts").json()
    assert (line["metric"], line["state"]) == ("content.all", "open")
    one = f"{base}alerts/{found.pk}"
    assert wei.get(one).json()["direction"] == "down"
    for step, sent in (
        ("taking", {}),
        ("release", {}),
        ("closure", {"outcome": "true"}),
        ("reopening", {}),
    ):
        assert wei.post(f"{one}/{step}", sent, "application/json").status_code == 204, step
    made = lan.post(base + "alert-rules", {"metric": "content.all"}, "application/json")
    assert made.status_code == 201
    rule = f"{base}alert-rules/{made.json()['id']}"
    changed = {"metric": "content.all", "by": "week"}
    assert lan.put(rule, changed, "application/json").status_code == 204
    assert lan.delete(rule).status_code == 204
    assert len(wei.get(base + "alert-rules").json()) == 9
    day = {"name": "Fair", "first": "2026-05-01", "last": "2026-05-02"}
    days = lan.post(base + "known-days", day, "application/json")
    assert len(wei.get(base + "known-days").json()) == 1
    assert lan.delete(f"{base}known-days/{days.json()['id']}").status_code == 204
    assert wei.get(base + "alerts/x").status_code == 404
