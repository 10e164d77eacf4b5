from __future__ import annotations

import pytest

from qunluo.insight.metrics.models import Cost, SurveyAnswer

API = "/api/v1/communities/tea"
WAVE = {
    "name": "Spring",
    "kind": "nps",
    "asked_at": "2026-05-10T00:00:00+08:00",
    "people": 40,
    "rows": [
        {"reference": "a", "score": 10, "answered_at": "2026-05-10T09:00:00+08:00"},
        {"reference": "b", "score": 3, "answered_at": "2026-05-11T09:00:00+08:00"},
    ],
}
FIRST = {"reference": "r1", "spent_on": "2026-05-02", "category": "场地", "minor": 60050}
SPENT = {
    "currency": "CNY",
    "rows": [
        FIRST,
        {"reference": "r2", "spent_on": "2026-05-03", "category": "人工", "hours": "6.5"},
    ],
}


def send(client, path, body):
    return client.post(f"{API}{path}", body, content_type="application/json")


def test_answers_and_costs_count_once_however_often_they_are_sent(village, as_member):
    lan = as_member("lan")
    for path, body in (("/surveys/answers", WAVE), ("/costs", SPENT)):
        assert send(lan, path, body).json() == {"kept": 2, "known": 0}
        assert send(lan, path, body).json() == {"kept": 0, "known": 2}
    (survey,) = lan.get(f"{API}/surveys").json()
    assert (survey["name"], survey["people"], survey["answers"]) == ("Spring", 40, 2)
    assert Cost.objects.get(reference="r1").minor == 60050
    assert str(Cost.objects.get(reference="r2").hours) == "6.50"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/surveys/answers", {**WAVE, "kind": "stars"}),
        ("/surveys/answers", {**WAVE, "kind": "csat"}),
        ("/surveys/answers", {**WAVE, "asked_at": "2026-05-10T00:00:00"}),
        ("/surveys/answers", {**WAVE, "rows": []}),
        ("/costs", {**SPENT, "currency": "yuan"}),
        ("/costs", {**SPENT, "rows": [{**FIRST, "spent_on": "0001-01-01"}]}),
        ("/costs", {**SPENT, "rows": [{**FIRST, "hours": "-1"}]}),
    ],
)
def test_what_cannot_be_read_is_refused_whole(village, as_member, path, body):
    answer = send(as_member("lan"), path, body)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert not SurveyAnswer.objects.exists()
    assert not Cost.objects.exists()


@pytest.mark.parametrize("who", ["", "zhu", "mei", "wei"])
def test_only_who_may_enter_figures_does(village, as_member, who):
    client = as_member(who)
    for path, body in (("/surveys/answers", WAVE), ("/costs", SPENT)):
        assert send(client, path, body).status_code in {401, 403}
    assert client.get(f"{API}/surveys").status_code in {401, 403}
    assert not SurveyAnswer.objects.exists()
