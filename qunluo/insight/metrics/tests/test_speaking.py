"""The same figures from the shell and through the API."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from qunluo.insight.metrics import actions
from qunluo.insight.metrics.tests.telling import Teller, at
from qunluo.kernel import clock

NOW = at("2026-06-15 04:00")


@pytest.fixture
def town(village):
    told = Teller(village.community.pk)
    told.join("old", "2026-01-01 00:00")
    question = told.ask("a", "2026-03-01 10:00", space_id=village.questions.pk)
    told.answer("b", "2026-03-01 12:00", question, space_id=village.questions.pk)
    told.ask("a", "2026-06-02 10:00")
    told.tell()
    return village


def said(*words):
    out = StringIO()
    with clock.at(NOW):
        call_command("metric", *words, stdout=out)
    return out.getvalue()


def test_the_list_names_every_metric_in_both_languages():
    listed = json.loads(said("--list", "--json"))
    one = next(entry for entry in listed if entry["id"] == "members.joined")
    assert one["name"] == {"zh-hans": "加入", "en": "Joined"}
    assert len({entry["id"] for entry in listed}) == len(listed)
    assert "members.joined" in said("--list")


def test_the_shell_tells_a_series(town):
    told = json.loads(
        said(
            *("content.questions", "--community", "tea", "--by", "month", "--json"),
            *("--from", "2026-02-01", "--to", "2026-06-30"),
        )
    )
    assert [point["value"] for point in told["points"]] == [0, 1, 0, 0, 1]
    assert [point["status"] for point in told["points"]][-1] == "partial"
    assert (told["community"], told["by"], told["timezone"]) == ("tea", "month", "Asia/Shanghai")


def test_the_shell_opens_on_the_last_whole_period_with_data(town):
    told = json.loads(said("content.answers", "--community", "tea", "--json"))
    assert (len(told["points"]), told["points"][-1]["start"]) == (12, "2026-03-01")
    assert "2026-03-01" in said("content.answers", "--community", "tea")


def test_the_shell_tells_one_space_at_one_watermark(town):
    words = (
        "content.questions",
        "--community",
        "tea",
        "--from",
        "2026-03-01",
        "--to",
        "2026-03-02",
    )
    told = json.loads(said(*words, "--space", "quiet", "--json"))
    assert [point["value"] for point in told["points"]] == [0]
    again = json.loads(said(*words, "--watermark", str(told["watermark"]), "--json"))
    assert again["points"][0]["value"] == 1


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("members.joined",),
        ("no.such", "--community", "tea"),
        ("members.joined", "--community", "nowhere"),
        ("members.joined", "--community", "tea", "--space", "nowhere"),
        ("members.joined", "--community", "tea", "--from", "2026-13-01"),
        ("members.joined", "--community", "tea", "--from", "2026-05-01", "--to", "2026-04-01"),
        ("members.joined", "--community", "tea", "--by", "fortnight"),
    ],
)
def test_the_shell_says_what_is_wrong(town, words):
    with pytest.raises(CommandError):
        said(*words)


def test_the_api_tells_the_same(town, as_member):
    with clock.at(NOW):
        actions.drain()
    lan = as_member("lan")
    listed = lan.get("/api/v1/communities/tea/metrics").json()
    assert {"members.joined", "response.within_24h"} <= {entry["id"] for entry in listed}
    told = lan.get(
        "/api/v1/communities/tea/metrics/response.within_24h",
        {"by": "month", "from": "2026-03-01", "to": "2026-03-31", "space": "help"},
    ).json()
    assert told["points"][0]["value"] == 1
    assert told["space"] == "help"


@pytest.mark.parametrize(("who", "status"), [("", 401), ("mei", 403), ("bo", 403), ("wei", 200)])
def test_who_may_ask_the_api(town, as_member, who, status):
    client = as_member(who)
    assert client.get("/api/v1/communities/tea/metrics").status_code == status
    address = "/api/v1/communities/tea/metrics/members.joined"
    assert client.get(address).status_code == status


def test_a_volunteer_of_one_space_sees_its_figures_only(town, as_member):
    bo = as_member("bo")
    address = "/api/v1/communities/tea/metrics/content.questions"
    assert bo.get(address, {"space": "square"}).status_code == 200
    assert bo.get(address, {"space": "help"}).status_code == 403


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"from": "2026-03-02", "to": "2026-03-01"}, 422),
        ({"by": "hour"}, 422),
        ({"from": "0001-01-01", "to": "9999-12-31"}, 422),
        ({"to": "0001-01-01"}, 422),
        ({"to": "9999-12-31"}, 422),
        ({"by": "year", "to": "2200-12-31"}, 200),
        ({"by": "week", "from": "1970-01-01", "to": "1970-01-02"}, 200),
        ({"space": "nowhere"}, 404),
        ({"watermark": 9999}, 404),
    ],
)
def test_the_api_answers_every_question(town, as_member, asked, status):
    lan = as_member("lan")
    answer = lan.get("/api/v1/communities/tea/metrics/members.joined", asked)
    assert answer.status_code == status, answer.content
