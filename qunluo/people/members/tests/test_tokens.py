from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from ninja import Router

from qunluo.kernel import clock
from qunluo.kernel.refusal import Forbidden
from qunluo.kernel.viewer import Viewer
from qunluo.people.members import actions
from qunluo.people.members.models import AccessToken
from qunluo.people.members.web import needs_scope


@pytest.fixture
def token_of(village):
    def make(name="mei", scopes=("read",), **more):
        return actions.make_token(village.viewer(name), "test", list(scopes), **more)

    return make


def bearing(token):
    return {"HTTP_AUTHORIZATION": f"Bearer {token}"}


def test_a_token_says_who_one_is_and_only_its_hash_is_kept(client, village, token_of):
    _id, token = token_of()
    answer = client.get("/api/v1/me", **bearing(token))
    assert answer.status_code == 200
    told = answer.json()
    assert (told["name"], told["email"], told["scopes"]) == ("Mei", "mei@example.org", ["read"])
    kept = AccessToken.objects.get()
    assert token not in json.dumps([kept.token_hash, kept.prefix, kept.name])
    assert token.startswith(kept.prefix)
    assert len(kept.prefix) == 11


@pytest.mark.parametrize("token", ["", "ql_nothing", "x" * 300, "词"])
def test_an_unknown_token_is_told_so_as_a_problem(client, village, token):
    answer = client.get("/api/v1/me", **bearing(token.encode().decode("latin-1")))
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"


def test_a_visitor_finds_the_api_closed(client, village):
    assert client.get("/api/v1/me").json()["code"] == "sign_in_required"
    assert client.post("/api/v1/me/tokens", "{}", "application/json").status_code == 401


def test_a_token_runs_out_and_can_be_revoked(client, village, token_of):
    _id, short = token_of(good_for_days=1)
    token_id, long = token_of()
    with clock.at(clock.now() + timedelta(days=2)):
        assert client.get("/api/v1/me", **bearing(short)).status_code == 401
        assert client.get("/api/v1/me", **bearing(long)).status_code == 200
    actions.revoke_token(village.viewer("mei"), token_id)
    assert client.get("/api/v1/me", **bearing(long)).status_code == 401


def test_a_token_ends_with_its_member(client, village, token_of, setting_up):
    _id, token = token_of()
    mei = village.members["mei"]
    mei.is_active = False
    mei.save()
    assert client.get("/api/v1/me", **bearing(token)).status_code == 401


def test_a_token_that_may_read_may_not_write(client, village, token_of):
    _id, token = token_of()
    answer = client.delete("/api/v1/me/tokens/1", **bearing(token))
    assert (answer.status_code, answer.json()["code"]) == (403, "members.scope_missing")


def test_a_token_makes_no_tokens_whatever_its_scopes(client, village, token_of):
    token_id, token = token_of(scopes=("write", "read"))
    wish = {"name": "more", "scopes": ["write"]}
    answer = client.post("/api/v1/me/tokens", wish, "application/json", **bearing(token))
    assert (answer.status_code, answer.json()["code"]) == (403, "members.not_by_token")
    answer = client.delete(f"/api/v1/me/tokens/{token_id}", **bearing(token))
    assert answer.status_code == 403
    assert AccessToken.objects.filter(revoked_at=None).count() == 1


@pytest.mark.parametrize(
    ("held", "asked", "passes"),
    [
        (None, "forum:write", True),
        ({"write"}, "forum:write", True),
        ({"forum:write"}, "forum:write", True),
        ({"forum:write"}, "forum:read", False),
        ({"forum:write"}, "points:write", False),
        ({"read"}, "points:read", True),
        ({"read"}, "points:write", False),
        (set(), "points:read", False),
    ],
)
def test_scopes_reach_as_far_as_they_say(held, asked, passes):
    viewer = Viewer(member_id=1, scopes=None if held is None else frozenset(held))
    if passes:
        needs_scope(viewer, asked)
    else:
        with pytest.raises(Forbidden):
            needs_scope(viewer, asked)


def test_a_session_makes_lists_and_revokes_tokens(as_member, village):
    mei = as_member("mei")
    wish = {"name": "夜间备份", "scopes": ["members:read", "members:read"], "good_for_days": 30}
    answer = mei.post("/api/v1/me/tokens", wish, "application/json")
    assert answer.status_code == 201
    made = answer.json()
    (line,) = mei.get("/api/v1/me/tokens").json()
    assert (line["id"], line["scopes"], line["last_used_on"]) == (
        made["id"],
        ["members:read"],
        None,
    )
    program = Client()
    with clock.at(clock.now()):
        assert program.get("/api/v1/me", **bearing(made["token"])).status_code == 200
        day = clock.now().date()
    assert AccessToken.objects.get().last_used_on == day
    assert mei.delete(f"/api/v1/me/tokens/{made['id']}").status_code == 204
    assert mei.delete(f"/api/v1/me/tokens/{made['id']}").status_code == 404
    assert program.get("/api/v1/me", **bearing(made["token"])).status_code == 401


@pytest.mark.parametrize("token_id", ["x", "-1", "9" * 30, "１"])
def test_a_strange_token_id_is_missing(as_member, token_id):
    assert as_member("mei").delete(f"/api/v1/me/tokens/{token_id}").status_code == 404


@pytest.mark.parametrize(
    "wish",
    [{}, {"name": "", "scopes": ["read"]}, {"name": "a", "scopes": []},
     {"name": "a", "scopes": ["everything"]}, {"name": " ", "scopes": ["read"]},
     {"name": "a", "scopes": ["read"], "good_for_days": 0}, [], "x"],
)  # fmt: skip
def test_a_malformed_wish_is_a_problem_that_names_its_fields(as_member, wish):
    answer = as_member("mei").post("/api/v1/me/tokens", wish, "application/json")
    assert answer.status_code in {400, 422}
    assert answer["Content-Type"] == "application/problem+json"
    assert not AccessToken.objects.exists()


def test_writing_in_a_session_needs_the_csrf_token(village, give_password):
    mei = Client(enforce_csrf_checks=True)
    from qunluo.kernel.action import writing

    with writing("members"):
        mei.force_login(village.members["mei"], "django.contrib.auth.backends.ModelBackend")
    wish = {"name": "a", "scopes": ["read"]}
    answer = mei.post("/api/v1/me/tokens", wish, "application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")
    assert not AccessToken.objects.exists()
    assert mei.get("/api/v1/me").status_code == 200


def test_anothers_token_is_missing(as_member, village, token_of):
    token_id, _token = token_of("jun")
    assert as_member("mei").delete(f"/api/v1/me/tokens/{token_id}").status_code == 404
    assert AccessToken.objects.filter(revoked_at=None).count() == 1


def test_the_last_use_is_written_once_a_day(client, village, token_of):
    _id, token = token_of()
    client.get("/api/v1/me", **bearing(token))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        client.get("/api/v1/me", **bearing(token))
    assert not [entry for entry in asked if entry["sql"].startswith("UPDATE")]


def test_every_operation_has_a_way_in_before_it():
    from qunluo.site.api import api

    assert isinstance(api.default_router, Router)
    open_ones = [
        f"{operation.methods} {path}"
        for _prefix, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
        if not operation.auth_callbacks
    ]
    assert open_ones == []
