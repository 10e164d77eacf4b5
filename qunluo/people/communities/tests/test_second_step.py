"""A community may ask the second step of signing in of everybody who holds a role."""

from __future__ import annotations

import pytest

from qunluo.kernel import clock
from qunluo.kernel.action import writing
from qunluo.kernel.refusal import Refusal
from qunluo.people.communities import actions, queries
from qunluo.people.communities.models import Grant
from qunluo.people.members import queries as members
from qunluo.people.members.models import Authenticator


def give_authenticator(member):
    with writing("members"):
        Authenticator.objects.create(
            member=member, secret="x", made_at=clock.now(), confirmed_at=clock.now()
        )


def standing(village, name):
    return queries.entrance(members.viewer_of(village.members[name]), "tea").viewer


@pytest.fixture
def asked(village):
    give_authenticator(village.members["lan"])
    actions.ask_second_step_of_staff(village.viewer("lan"), True)


def test_who_has_no_second_step_cannot_ask_it_of_others(village):
    with pytest.raises(Refusal) as refused:
        actions.ask_second_step_of_staff(village.viewer("lan"), True)
    assert refused.value.code == "communities.second_step_first"
    assert standing(village, "wei").may("forum.remove")


def test_roles_rest_until_it_is_set_up(village, asked):
    for name in ("an", "wei", "bo"):
        viewer = standing(village, name)
        assert viewer.needs_second_step, name
        assert viewer.permissions == standing(village, "mei").permissions
        assert not viewer.may_anywhere("communities.work")
    lan = standing(village, "lan")
    assert (lan.needs_second_step, lan.may("communities.settle")) == (False, True)
    assert not standing(village, "mei").needs_second_step
    give_authenticator(village.members["wei"])
    assert standing(village, "wei").may("forum.remove")
    assert Grant.objects.filter(revoked_at=None).count() >= 4


def test_the_workbench_leads_to_where_it_is_set_up(village, asked, as_member):
    an = as_member("an")
    answer = an.get("/c/tea/work/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/security/")
    page = an.get("/c/tea/forum/?lang=en").content.decode()
    assert "Your role here rests" in page
    assert "rests until" not in as_member("mei").get("/c/tea/forum/?lang=en").content.decode()


def test_it_is_switched_off_again(village, asked):
    actions.ask_second_step_of_staff(village.viewer("lan"), False)
    assert standing(village, "an").may("communities.work")


def test_the_owner_finds_it_among_the_settings(village, as_member):
    lan = as_member("lan")
    place = "/c/tea/work/settings/"
    answer = lan.post(place, {"form": "safety", "staff_second_step": "on"})
    assert "staff_second_step" in answer.content.decode()
    assert standing(village, "an").may("communities.work")
    give_authenticator(village.members["lan"])
    assert lan.post(place, {"form": "safety", "staff_second_step": "on"}).status_code == 302
    assert standing(village, "an").needs_second_step
