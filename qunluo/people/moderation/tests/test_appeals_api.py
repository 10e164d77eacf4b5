"""Appeals for programs: one's standing, made, listed for deciders, decided by somebody else."""

from __future__ import annotations

import pytest

from qunluo.people.moderation import actions
from qunluo.people.moderation.actions import Penalty
from qunluo.people.moderation.models import Appeal, Case, RemovalAppeal, Sanction
from qunluo.talk.forum import actions as forum

pytestmark = pytest.mark.django_db
HOME = "/api/v1/communities/tea/moderation"
JSON = {"content_type": "application/json"}


@pytest.fixture
def removed(village):
    topic = forum.open_topic(village.viewer("jun"), village.forum.pk, "Which tea?", body="Tell.")
    post = forum.post_reply(village.viewer("mei"), topic, "The black one, obviously.")
    forum.remove_post(village.viewer("wei"), post, reason="abuse")
    return Case.objects.get().pk


def test_a_removal_is_appealed_listed_and_overturned(village, removed, as_member):
    (own,) = as_member("mei").get(f"{HOME}/standing").json()["decisions"]
    assert (own["id"], own["outcome"], own["may_appeal"]) == (str(removed), "removed", True)
    address = f"{HOME}/standing/cases/{removed}/appeal"
    assert as_member("mei").post(address, {"text": " "}, **JSON).status_code == 422
    made = as_member("mei").post(address, {"text": "Among friends."}, **JSON)
    assert made.status_code == 201
    assert (
        as_member("mei").post(address, {"text": "Again."}, **JSON).json()["code"]
        == "moderation.appealed"
    )
    (waiting,) = as_member("lan").get(f"{HOME}/appeals").json()
    assert (waiting["against"], waiting["author"], waiting["by"]) == ("removal", "mei", "wei")
    assert waiting["may_decide"] is True
    decision = f"{HOME}/appeals/removals/{made.json()['id']}/decision"
    wrong = {"outcome": "shortened", "answer": "So."}
    assert as_member("lan").put(decision, wrong, **JSON).status_code == 422
    assert RemovalAppeal.objects.get().outcome == ""
    right = {"outcome": "overturned", "answer": "True."}
    assert as_member("lan").put(decision, right, **JSON).status_code == 204
    (own,) = as_member("mei").get(f"{HOME}/standing").json()["decisions"]
    assert (own["appeal"]["outcome"], own["appeal"]["answer"]) == ("overturned", "True.")


def test_a_sanction_is_appealed_by_whoever_is_shut_out(village, as_member):
    actions.sanction(village.viewer("an"), village.members["mei"].pk, Penalty("suspend", "Rude", 3))
    (own,) = as_member("mei").get(f"{HOME}/standing").json()["sanctions"]
    assert (own["kind"], own["state"], own["may_appeal"]) == ("suspend", "running", True)
    made = as_member("mei").post(
        f"{HOME}/standing/sanctions/{own['id']}/appeal", {"text": "Why?"}, **JSON
    )
    assert made.status_code == 201
    decision = f"{HOME}/appeals/sanctions/{made.json()['id']}/decision"
    sent = {"outcome": "overturned", "answer": "Too hard."}
    refused = as_member("an").put(decision, sent, **JSON)
    assert (refused.status_code, refused.json()["code"]) == (403, "moderation.own_sanction")
    assert Appeal.objects.get().outcome == ""
    (line,) = as_member("lan").get(f"{HOME}/appeals").json()
    assert (line["against"], line["kind"], line["by"]) == ("sanction", "suspend", "an")
    assert as_member("lan").put(decision, sent, **JSON).status_code == 204
    assert Sanction.objects.get().lifted_how == "overturned"


@pytest.mark.parametrize("name", ["jun", "wei", "zhu", ""])
def test_others_neither_appeal_nor_decide(village, removed, as_member, name):
    program = as_member(name)
    sent = {"text": "For a friend."}
    address = f"{HOME}/standing/cases/{removed}/appeal"
    assert program.post(address, sent, **JSON).status_code in {401, 403, 404}
    made = actions.appeal_removal(village.viewer("mei"), removed, "Why?")
    assert program.get(f"{HOME}/appeals").status_code in {401, 403, 404}
    decision = f"{HOME}/appeals/removals/{made}/decision"
    answer = {"outcome": "overturned", "answer": "So."}
    assert program.put(decision, answer, **JSON).status_code in {401, 403, 404}
    assert RemovalAppeal.objects.get().outcome == ""
