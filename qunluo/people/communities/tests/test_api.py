"""Communities for programs: the same doors and permissions as the pages."""

from __future__ import annotations

import pytest

from qunluo.people.communities import actions
from qunluo.people.communities.models import JoinRequest, Membership

BASE = "/api/v1/communities"


def send(client, method, path, body=None):
    return getattr(client, method)(f"{BASE}/{path}", body, content_type="application/json")


def problem(answer):
    assert answer["content-type"].startswith("application/problem+json")
    return answer.status_code, answer.json()["code"]


@pytest.fixture
def reviewing(village, setting_up):
    village.community.joining = "review"
    village.community.save()
    return actions


@pytest.fixture
def hidden(village, setting_up):
    village.other.access = "private"
    village.other.save()


def test_communities_are_listed_by_size_and_page_by_page(village, as_member):
    client = as_member("")
    first = client.get(f"{BASE}?size=1").json()
    assert [one["slug"] for one in first["items"]] == ["tea"]
    assert first["items"][0]["id"] == str(village.community.pk)
    assert first["items"][0]["address"].endswith("/c/tea/")
    second = client.get(f"{BASE}?size=1&cursor={first['next_cursor']}").json()
    assert [one["slug"] for one in second["items"]] == ["coffee"]
    assert second["next_cursor"] is None
    assert problem(client.get(f"{BASE}?cursor=x")) == (422, "paging.bad_cursor")


def test_a_private_community_is_there_for_its_members_only(village, as_member, hidden):
    for name, listed, status in (("", ["tea"], 404), ("mei", ["tea"], 404)):
        client = as_member(name)
        assert [one["slug"] for one in client.get(BASE).json()["items"]] == listed
        assert client.get(f"{BASE}/coffee").status_code == status
    client = as_member("zhu")
    assert {one["slug"] for one in client.get(BASE).json()["items"]} == {"tea", "coffee"}
    assert client.get(f"{BASE}/coffee").json()["name"] == "Coffee"


def test_an_importing_community_is_not_listed_even_for_its_members(village, as_member, setting_up):
    village.other.state = "importing"
    village.other.save()
    client = as_member("zhu")
    assert [one["slug"] for one in client.get(BASE).json()["items"]] == ["tea"]
    assert client.get(f"{BASE}/coffee").status_code == 404


def test_spaces_are_those_one_may_enter(village, as_member):
    def slugs(name):
        return [one["slug"] for one in as_member(name).get(f"{BASE}/tea/spaces").json()]

    assert slugs("") == ["square", "help"]
    assert slugs("mei") == ["square", "help", "quiet"]


def test_joining_and_leaving(village, as_member):
    client = as_member("zhu")
    assert client.get(f"{BASE}/tea/membership").json()["state"] == "join"
    assert send(client, "put", "tea/membership").status_code == 204
    assert client.get(f"{BASE}/tea/membership").json()["state"] == "member"
    again = send(client, "put", "tea/membership")
    assert problem(again) == (409, "communities.already_member")
    assert send(client, "delete", "tea/membership").status_code == 204
    belonging = Membership.objects.get(member=village.members["zhu"], community=village.community)
    assert belonging.left_at is not None
    last = send(as_member("lan"), "delete", "tea/membership")
    assert problem(last) == (409, "communities.last_owner")
    visitor = send(as_member(""), "put", "tea/membership")
    assert problem(visitor) == (401, "sign_in_required")


def test_the_directory_is_for_those_who_may_see_it(village, as_member):
    assert as_member("").get(f"{BASE}/tea/members").status_code == 401
    assert as_member("zhu").get(f"{BASE}/tea/members").status_code == 403
    client = as_member("mei")
    seen, cursor = [], ""
    while cursor is not None:
        page = client.get(f"{BASE}/tea/members?size=4&order=name&cursor={cursor}").json()
        seen += [one["person"]["handle"] for one in page["items"]]
        cursor = page["next_cursor"]
    assert seen == ["an", "bo", "jun", "lan", "mei", "wei"]
    found = client.get(f"{BASE}/tea/members?role=volunteer&words=bo").json()["items"]
    assert [(one["person"]["handle"], one["roles"][0]["space"]) for one in found] == [
        ("bo", "Square")
    ]
    assert found[0]["join_channel"] == ""
    person = found[0]["person"]["id"]
    one = as_member("an").get(f"{BASE}/tea/members/{person}").json()
    assert (one["person"]["name"], one["join_channel"]) == ("Bo", "open")
    for nobody in ("x", "987654", village.members["zhu"].pk):
        assert client.get(f"{BASE}/tea/members/{nobody}").status_code == 404


def test_requests_are_asked_listed_and_decided(village, as_member, reviewing):
    client = as_member("zhu")
    assert problem(send(client, "put", "tea/membership"))[1] == "communities.joining_needs_request"
    made = send(client, "post", "tea/join-requests", {"answers": {}})
    assert made.status_code == 201
    request_id = made.json()["id"]
    assert send(client, "post", "tea/join-requests", {"answers": {"x": ""}}).status_code == 404
    assert problem(send(client, "post", "tea/join-requests", {}))[1] == "communities.already_asked"
    for name in ("", "zhu", "mei"):
        asking = as_member(name)
        assert asking.get(f"{BASE}/tea/join-requests").status_code in {401, 403}
        decided = send(asking, "post", f"tea/join-requests/{request_id}/approval")
        assert decided.status_code in {401, 403}
    assert JoinRequest.objects.get().state == "waiting"
    client = as_member("wei")
    (waiting,) = client.get(f"{BASE}/tea/join-requests").json()["items"]
    assert (waiting["id"], waiting["person"]["handle"]) == (request_id, "zhu")
    assert send(client, "post", f"tea/join-requests/{request_id}/approval").status_code == 204
    late = send(client, "post", f"tea/join-requests/{request_id}/refusal", {"reason": "Late."})
    assert problem(late) == (409, "communities.already_decided")
    (decided,) = client.get(f"{BASE}/tea/join-requests?state=decided").json()["items"]
    assert (decided["state"], decided["decided_by"]["handle"]) == ("approved", "wei")
    assert as_member("zhu").get(f"{BASE}/tea/membership").json()["state"] == "member"


def test_a_request_is_declined_with_a_reason_or_withdrawn(village, as_member, reviewing):
    first = send(as_member("zhu"), "post", "tea/join-requests", {}).json()["id"]
    client = as_member("an")
    empty = send(client, "post", f"tea/join-requests/{first}/refusal", {"reason": ""})
    assert problem(empty) == (422, "malformed")
    path = f"tea/join-requests/{first}/refusal"
    assert send(client, "post", path, {"reason": "Not yet."}).status_code == 204
    client = as_member("zhu")
    assert client.get(f"{BASE}/tea/membership").json()["declined_reason"] == "Not yet."
    assert send(client, "post", "tea/join-requests", {}).status_code == 201
    assert send(client, "delete", "tea/join-requests").status_code == 204
    assert problem(send(client, "delete", "tea/join-requests")) == (404, "missing")


def test_another_communitys_request_is_missing(village, as_member, reviewing):
    request_id = send(as_member("zhu"), "post", "tea/join-requests", {}).json()["id"]
    answer = send(as_member("zhu"), "post", f"coffee/join-requests/{request_id}/approval")
    assert answer.status_code == 403
    assert JoinRequest.objects.get().state == "waiting"


def test_roles_and_grants_are_for_those_who_grant(village, as_member):
    for name, status in (("", 401), ("zhu", 403), ("mei", 403), ("wei", 403), ("an", 403)):
        client = as_member(name)
        assert client.get(f"{BASE}/tea/roles").status_code == status
        assert client.get(f"{BASE}/tea/grants").status_code == status
    client = as_member("lan")
    roles = client.get(f"{BASE}/tea/roles").json()
    assert [(role["built_in"], role["holder_count"]) for role in roles] == [
        ("owner", 1),
        ("admin", 1),
        ("volunteer", 2),
    ]
    assert "communities.review_joins" in roles[2]["permissions"]
    seen, cursor = [], ""
    while cursor is not None:
        page = client.get(f"{BASE}/tea/grants?size=3&cursor={cursor}").json()
        seen += [(one["person"]["handle"], one["space"]) for one in page["items"]]
        cursor = page["next_cursor"]
    assert seen == [("bo", "Square"), ("wei", ""), ("an", ""), ("lan", "")]
    assert client.get(f"{BASE}/tea/grants?past=true").json()["items"] == []
    actions.revoke_grant(village.viewer("lan"), int(page_grant(client, "wei")))
    (past,) = client.get(f"{BASE}/tea/grants?past=true").json()["items"]
    assert (past["person"]["handle"], past["revoked_by"]["handle"]) == ("wei", "lan")


def page_grant(client, handle):
    held = client.get(f"{BASE}/tea/grants").json()["items"]
    return next(one["id"] for one in held if one["person"]["handle"] == handle)
