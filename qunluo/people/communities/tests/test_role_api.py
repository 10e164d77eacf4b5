"""Roles for programs: made, changed, retired, granted and taken back as on the pages."""

from __future__ import annotations

import pytest

from qunluo.kernel.stream.models import StreamLine
from qunluo.people.communities import actions
from qunluo.people.communities.models import Grant, Role
from qunluo.people.members import actions as members

BASE = "/api/v1/communities/tea"
GREETER = {"name": "Greeter", "duty": "Welcomes.", "permissions": ["communities.invite"]}


def send(client, method, path, body=None, **told):
    return getattr(client, method)(f"{BASE}/{path}", body, content_type="application/json", **told)


def refused(answer):
    assert answer["content-type"].startswith("application/problem+json")
    return answer.status_code, answer.json()["code"]


@pytest.fixture
def greeter(village):
    return actions.make_role(
        village.viewer("lan"), "Greeter", duty="Welcomes.", held={"communities.invite"}
    )


def test_a_role_is_made_changed_and_retired(village, as_member):
    client = as_member("lan")
    made = send(client, "post", "roles", GREETER)
    assert made.status_code == 201
    role = made.json()["id"]
    found = next(one for one in client.get(f"{BASE}/roles").json() if one["id"] == role)
    assert found == {"id": role, "built_in": "", "holder_count": 0, **GREETER}
    changed = {"name": "Host", "duty": "Hosts.", "permissions": ["communities.review_joins"]}
    assert send(client, "put", f"roles/{role}", changed).status_code == 204
    kept = Role.objects.get(pk=role)
    assert (kept.name, kept.duty, kept.permissions) == (
        "Host",
        "Hosts.",
        ["communities.review_joins"],
    )
    assert send(client, "delete", f"roles/{role}").status_code == 204
    assert refused(send(client, "delete", f"roles/{role}")) == (404, "missing")
    assert role not in {one["id"] for one in client.get(f"{BASE}/roles").json()}
    assert [line.name for line in StreamLine.objects.order_by("pk")] == [
        "communities.role_made",
        "communities.role_changed",
        "communities.role_retired",
    ]


def test_a_role_is_granted_everywhere_or_in_one_space_and_taken_back(village, as_member, greeter):
    client, mei = as_member("lan"), str(village.members["mei"].pk)
    everywhere = {"role_id": str(greeter), "member_id": mei}
    made = send(client, "post", "grants", everywhere)
    assert made.status_code == 201
    assert village.viewer("mei").may("communities.invite")
    assert refused(send(client, "post", "grants", everywhere)) == (
        409,
        "communities.already_granted",
    )
    volunteer = Role.objects.get(community=village.community, built_in="volunteer").pk
    there = {"role_id": str(volunteer), "member_id": mei, "space_id": str(village.forum.pk)}
    assert send(client, "post", "grants", there).status_code == 201
    assert village.viewer("mei").may("communities.work", village.forum.pk)
    assert not village.viewer("mei").may("communities.work")
    grant = made.json()["id"]
    assert send(client, "delete", f"grants/{grant}").status_code == 204
    assert not village.viewer("mei").may("communities.invite")
    again = send(client, "delete", f"grants/{grant}")
    assert refused(again) == (409, "communities.already_revoked")


def test_odd_roles_and_grants_are_refused(village, as_member, greeter):
    client, mei = as_member("lan"), str(village.members["mei"].pk)
    owner = Role.objects.get(community=village.community, built_in="owner").pk
    for body, why in (
        ({**GREETER, "name": "x" * 51}, (422, "malformed")),
        ({**GREETER, "name": " "}, (422, "communities.name_missing")),
        ({**GREETER, "name": "x", "duty": " "}, (422, "communities.duty_missing")),
        ({**GREETER, "name": "x", "permissions": ["a.b"]}, (422, "communities.unknown_permission")),
        (GREETER, (422, "communities.role_taken")),
    ):
        assert refused(send(client, "post", "roles", body)) == why
    assert refused(send(client, "put", f"roles/{owner}", GREETER | {"name": "King"})) == (
        404,
        "missing",
    )
    for told, why in (
        ({"role_id": "x"}, (404, "missing")),
        ({"member_id": str(village.members["zhu"].pk)}, (404, "communities.not_a_member")),
        ({"space_id": "987654"}, (404, "missing")),
        ({"role_id": str(owner), "space_id": str(village.forum.pk)}, None),
    ):
        answer = send(client, "post", "grants", {"role_id": str(greeter), "member_id": mei} | told)
        assert refused(answer) == (why or (409, "communities.owner_everywhere"))
    last = Grant.objects.get(role=owner)
    assert refused(send(client, "delete", f"grants/{last.pk}")) == (409, "communities.last_owner")
    assert Role.objects.filter(community=village.community).count() == 4
    assert Grant.objects.filter(role__community=village.community, revoked_at=None).count() == 4


def test_nobody_else_touches_roles(village, as_member, greeter):
    wei = Grant.objects.get(member=village.members["wei"]).pk
    grant = {"role_id": str(greeter), "member_id": str(village.members["jun"].pk)}
    for name, status in (("", 401), ("zhu", 403), ("mei", 403), ("wei", 403), ("an", 403)):
        client = as_member(name)
        for method, path, body in (
            ("get", "permissions", None),
            ("post", "roles", GREETER | {"name": "Host"}),
            ("put", f"roles/{greeter}", GREETER),
            ("delete", f"roles/{greeter}", None),
            ("post", "grants", grant),
            ("delete", f"grants/{wei}", None),
        ):
            assert send(client, method, path, body).status_code == status, (name, method, path)
    assert Role.objects.get(pk=greeter).retired_at is None
    assert Grant.objects.filter(revoked_at=None, role__community=village.community).count() == 4


def test_a_keeper_of_roles_gives_no_more_than_they_hold(village, as_member):
    lan = village.viewer("lan")
    held = {"communities.grant_roles", "communities.invite"}
    keeper = actions.make_role(lan, "Keeper", duty="Grants.", held=held)
    actions.grant_role(lan, keeper, village.members["mei"].pk)
    client = as_member("mei")
    given = {one["name"] for one in client.get(f"{BASE}/permissions").json() if one["may_give"]}
    assert given >= held
    assert "communities.remove_members" not in given
    more = GREETER | {"permissions": ["communities.remove_members"]}
    assert refused(send(client, "post", "roles", more)) == (403, "communities.not_held")
    admin = Role.objects.get(community=village.community, built_in="admin").pk
    grant = {"role_id": str(admin), "member_id": str(village.members["mei"].pk)}
    assert refused(send(client, "post", "grants", grant)) == (403, "communities.not_held")
    assert send(client, "post", "roles", GREETER).status_code == 201


def test_a_token_needs_the_scope_to_write(village, client):
    lan = village.viewer("lan")
    for scope, status in (("communities:read", 403), ("forum:write", 403), ("write", 201)):
        _id, token = members.make_token(lan, scope, [scope])
        told = {"HTTP_AUTHORIZATION": f"Bearer {token}"}
        assert send(client, "post", "roles", GREETER, **told).status_code == status
    assert Role.objects.filter(community=village.community, built_in="").count() == 1
