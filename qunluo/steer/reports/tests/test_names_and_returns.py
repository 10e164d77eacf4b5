"""Members are named only while they agree; a return rests on what is declared; parts are on record."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from qunluo.insight.metrics import actions as metrics
from qunluo.insight.metrics.tests.telling import Teller, at
from qunluo.kernel import clock
from qunluo.kernel.refusal import Forbidden, Invalid, Refusal
from qunluo.steer.reports import actions, queries
from qunluo.steer.reports.models import Report, ReportAssumption, ReportConsent
from qunluo.steer.reports.queries import naming

REPORTS = "/c/tea/reports/"


@pytest.fixture
def small(monkeypatch):
    """The village is smaller than circles in which people are named."""
    monkeypatch.setattr(naming, "FEWEST_PEOPLE", 1)


def texts(town, report_id, section, who="lan"):
    sheet = queries.report_sheet(town.viewer(who), report_id)
    found = [one for one in sheet.sections if one.key == section]
    return " ".join(said.text for one in found for said in one.sentences)


def publish(town, report_id):
    actions.check_report(town.viewer("lan"), report_id)
    actions.sign_report(town.viewer("an"), report_id)
    actions.publish_report(town.viewer("lan"), report_id)


@pytest.fixture
def helped(town, small):
    """In May wei answers mei and bo answers jun, mei answers wei; more than once."""
    told = Teller(town.community.pk)
    pairs = (("wei", "mei", 4), ("bo", "jun", 3), ("mei", "wei", 2))
    for who, whom, times in pairs:
        for number in range(times):
            told.answer(town.members[who], f"2026-05-1{number} 09:00", 900 + number,
                        about_actor=town.members[whom].actor_key)  # fmt: skip
    told.tell()
    with clock.at(at("2026-06-15 05:00")):
        metrics.drain()
    return town


def helpers(town):
    """Members who answered in May, by how often."""
    facts = queries.facts_of(Report.objects.latest("pk"))
    return facts["supporters.now"].value


def test_nobody_is_named_who_did_not_agree(town, helped):
    report = actions.make_report(town.viewer("lan"), "month", date(2026, 5, 4))
    assert helpers(town)
    assert not [fact for fact in queries.facts_of(Report.objects.get(pk=report))
                if fact.params.get("member")]  # fmt: skip


def agreeing(town, *names):
    for name in names:
        actions.settle_naming(town.viewer(name), agrees=True)


def test_who_agreed_is_named_until_they_take_it_back(town, helped, as_member):
    agreeing(town, "wei", "bo", "mei", "jun", "lan", "an")
    report = actions.make_report(town.viewer("lan"), "month", date(2026, 5, 4))
    named = [fact for fact in queries.facts_of(Report.objects.get(pk=report))
             if fact.params.get("member")]  # fmt: skip
    assert named
    publish(town, report)
    ids = {int(fact.params["member"]) for fact in named}
    people = [name for name, member in town.members.items() if member.pk in ids]
    shown = texts(town, report, "members")
    for name in people:
        assert town.members[name].display_name in shown
    stored = Report.objects.get(pk=report).sentences.get(rule="people.helped").finished
    for name in people:
        assert town.members[name].display_name not in json.dumps(stored, ensure_ascii=False)
    gone = people[0]
    assert as_member(gone).post(f"{REPORTS}naming/", {"agrees": "no"}).status_code == 302
    assert not ReportConsent.objects.filter(member=town.members[gone]).exists()
    assert town.members[gone].display_name not in texts(town, report, "members")
    assert "一位成员" in texts(town, report, "members")
    actions.check_report(town.viewer("lan"), report)
    assert any(
        key.startswith("supporters.person_") for key in Report.objects.get(pk=report).outdated
    )
    assert Report.objects.get(pk=report).state == "published"


def test_a_report_with_names_is_verified_without_them(town, helped):
    agreeing(town, "wei", "bo", "mei", "jun")
    report = actions.make_report(town.viewer("lan"), "month", date(2026, 5, 4))
    publish(town, report)
    file = queries.bundle(town.viewer("lan"), report)
    assert queries.verdict_on(file).holds
    content = json.dumps(json.loads(file)["content"], ensure_ascii=False)
    for name in ("wei", "bo", "mei", "jun"):
        assert f'"{town.members[name].display_name}' not in content
        assert f" {town.members[name].display_name} " not in content
    told = json.loads(file)
    changed = next(f for f in told["content"]["facts"] if f["params"].get("member"))
    changed["value"] += 1
    verdict = queries.verdict_on(json.dumps(told).encode())
    assert changed["key"] in verdict.differing
    assert not verdict.seal_holds


def test_only_members_settle_whether_they_are_named(town, as_member, client):
    assert client.post(f"{REPORTS}naming/", {"agrees": "yes"}).status_code in {302, 401, 403, 404}
    with pytest.raises(Refusal):
        actions.settle_naming(town.viewer("zhu"), agrees=True)
    assert not ReportConsent.objects.exists()
    page = as_member("mei").get(REPORTS).content.decode()
    assert "我同意署名" in page


def test_the_work_on_record_is_told_by_what_was_done(town):
    told = Teller(town.community.pk)
    told.say("forum.topic_closed", town.members["wei"], "2026-05-12 09:00")
    told.say("forum.topic_closed", town.members["an"], "2026-05-13 09:00")
    told.tell()
    with clock.at(at("2026-06-15 05:00")):
        metrics.drain()
    report = actions.make_report(town.viewer("lan"), "month", date(2026, 5, 4))
    facts = queries.facts_of(Report.objects.get(pk=report))
    for kind in ("building", "content", "members", "interaction", "service"):
        assert f"work_{kind}.now" in facts
    assert facts["work_service.now"].value == 2
    assert facts["work_service.part_1"].params["part"] == "closed"
    assert "5月有记录的工作：关闭话题 2 次" in texts(town, report, "service")


def spent(town):
    rows = [metrics.CostRow("m1", date(2026, 5, 6), "tea", 60_000, "CNY", Decimal(4))]
    metrics.enter_costs(town.viewer("lan"), rows)
    with clock.at(at("2026-06-15 05:00")):
        metrics.drain()


def test_a_return_is_told_in_three_cases_and_made_again(town, as_member):
    lan = town.viewer("lan")
    spent(town)
    report = actions.make_report(lan, "month", date(2026, 5, 4))
    assert "没有计算支出值回多少钱" in texts(town, report, "costs")
    actions.set_assumption(lan, 5_000_000, (0.05, 0.1, 0.2), source="our survey of April")
    report = actions.make_report(lan, "month", date(2026, 5, 4))
    facts = queries.facts_of(Report.objects.get(pk=report))
    paid = facts["per_answered.now"]
    for case, share in (("low", 0.05), ("mid", 0.1), ("high", 0.2)):
        expected = (paid.denominator * share * 50_000 - 600) / 600
        assert facts[f"return.{case}"].value == pytest.approx(expected)
    with translation.override("en"):
        assert "rests on assumptions" in texts(town, report, "costs")
    publish(town, report)
    assert queries.verdict_on(queries.bundle(lan, report)).holds
    actions.set_assumption(lan, 4_000_000, (0.05, 0.1, 0.2), source="our survey of May")
    actions.check_report(lan, report)
    assert "assumed.worth" in Report.objects.get(pk=report).outdated
    page = as_member("lan").get(f"{REPORTS}return/").content.decode()
    assert "40,000" in page
    assert "our survey of May" in page
    assert "Σ cost" in page


@pytest.mark.parametrize(
    ("worth", "shares", "source", "code"),
    [
        (0, (0.05, 0.1, 0.2), "survey", "worth"),
        (100, (0.3, 0.1, 0.2), "survey", "shares"),
        (100, (0.1, 0.1, 0.1), "survey", "shares"),
        (100, (0.1, 0.2, 1.1), "survey", "shares"),
        (100, (0.05, 0.1, 0.2), " ", "source"),
    ],
)
def test_what_is_no_assumption_is_refused(town, worth, shares, source, code):
    with pytest.raises(Invalid, match=f"assumption_{code}"):
        actions.set_assumption(town.viewer("lan"), worth, shares, source=source)
    with pytest.raises(Forbidden):
        actions.set_assumption(town.viewer("wei"), 100, (0.05, 0.1, 0.2), source="survey")
    assert not ReportAssumption.objects.exists()


def test_an_assumption_is_made_on_its_page(town, as_member):
    path = f"{REPORTS}return/"
    told = {"worth": "50", "low": "5", "mid": "10", "high": "20", "source": "FeverBee"}
    assert as_member("lan").post(path, told).status_code == 302
    row = ReportAssumption.objects.get()
    assert (row.worth, row.low, row.high) == (5000, 0.05, 0.2)
    assert as_member("lan").post(path, {**told, "high": "1"}).status_code == 200
    assert as_member("wei").post(path, told).status_code == 403
    assert as_member("wei").get(path).status_code == 200
    assert as_member("mei").get(path).status_code == 403
    assert ReportAssumption.objects.count() == 1
