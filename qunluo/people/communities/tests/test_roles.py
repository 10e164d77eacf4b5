"""Roles and grants: made of named permissions, given only by those who hold them, on record."""

from __future__ import annotations

import pytest

from qunluo.kernel.refusal import Forbidden, Invalid, Missing, Refusal
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.communities import actions, queries
from qunluo.people.communities.models import Grant, OrganisationSeat, Role
from qunluo.people.communities.rules import ROLE_LABELS

GREETER = frozenset({"communities.review_joins", "communities.invite"})


def greeter(village) -> int:
    return actions.make_role(village.viewer("lan"), "Greeter", duty="Welcomes.", held=GREETER)


def grant_of(village, name, built_in="") -> Grant:
    return Grant.objects.get(member=village.members[name], role__built_in=built_in, revoked_at=None)


def test_a_custom_role_gives_exactly_what_it_lists(village):
    role = greeter(village)
    mei = village.members["mei"].pk
    actions.grant_role(village.viewer("lan"), role, mei)
    assert village.viewer("mei").may("communities.invite")
    assert not village.viewer("mei").may("communities.remove_members")
    actions.change_role(
        village.viewer("lan"), role, name="Greeter", duty="Welcomes.", held={"communities.invite"}
    )
    assert not village.viewer("mei").may("communities.review_joins")
    actions.retire_role(village.viewer("lan"), role)
    assert not village.viewer("mei").may("communities.invite")
    assert Grant.objects.get(role=role).revoked_by == village.members["lan"]
    actions.make_role(village.viewer("lan"), "Greeter", duty="Welcomes.", held=GREETER)


def test_a_grant_in_one_space_holds_only_there(village):
    role = Role.objects.get(community=village.community, built_in="volunteer")
    actions.grant_role(
        village.viewer("lan"), role.pk, village.members["mei"].pk, space_id=village.forum.pk
    )
    mei = village.viewer("mei")
    assert mei.may("communities.work", village.forum.pk)
    assert not mei.may("communities.work", village.quiet.pk)
    assert not mei.may("communities.work")


def test_nobody_grants_what_they_do_not_hold(village):
    lan = village.viewer("lan")
    keeper = actions.make_role(
        lan, "Keeper", duty="Grants.", held={"communities.grant_roles", "communities.invite"}
    )
    actions.grant_role(lan, keeper, village.members["mei"].pk)
    mei, jun = village.viewer("mei"), village.members["jun"].pk
    admin = Role.objects.get(community=village.community, built_in="admin").pk
    for refused_call in (
        lambda: actions.grant_role(mei, admin, jun),
        lambda: actions.make_role(mei, "King", duty="Rules.", held={"communities.settle"}),
        lambda: actions.revoke_grant(mei, grant_of(village, "an", "admin").pk),
    ):
        with pytest.raises(Forbidden) as refused:
            refused_call()
        assert refused.value.code == "communities.not_held"
    assert not village.viewer("jun").may("communities.work")
    assert village.viewer("an").may("communities.work")


def test_odd_roles_are_refused(village):
    lan = village.viewer("lan")
    greeter(village)
    for name, duty, held in (
        ("", "x", GREETER),
        ("x", " ", GREETER),
        ("x", "x", {"communities.fly"}),
        ("Greeter", "x", GREETER),
        ("Owner", "x", GREETER),
        ("x" * 51, "x", GREETER),
    ):
        with pytest.raises(Invalid):
            actions.make_role(lan, name, duty=duty, held=held)
    owner = Role.objects.get(community=village.community, built_in="owner")
    with pytest.raises(Missing):
        actions.change_role(lan, owner.pk, name="x", duty="x", held=GREETER)
    with pytest.raises(Forbidden):
        actions.make_role(village.viewer("an"), "x", duty="x", held=GREETER)
    assert Role.objects.filter(community=village.community).count() == 4


def test_odd_grants_are_refused(village):
    lan, role = village.viewer("lan"), greeter(village)
    owner = Role.objects.get(community=village.community, built_in="owner").pk
    mei = village.members["mei"].pk
    with pytest.raises(Missing):
        actions.grant_role(lan, role, village.members["zhu"].pk)
    with pytest.raises(Missing):
        actions.grant_role(lan, 9999, mei)
    with pytest.raises(Missing):
        actions.grant_role(lan, role, mei, space_id=9999)
    with pytest.raises(Refusal):
        actions.grant_role(lan, owner, mei, space_id=village.forum.pk)
    elsewhere = Role.objects.get(community=village.other, built_in="admin").pk
    with pytest.raises(Missing):
        actions.grant_role(lan, elsewhere, mei)
    actions.grant_role(lan, role, mei)
    with pytest.raises(Refusal) as refused:
        actions.grant_role(lan, role, mei)
    assert refused.value.code == "communities.already_granted"


def test_the_last_owner_stays_and_the_record_says_who_did_what(village):
    lan = village.viewer("lan")
    with pytest.raises(Refusal) as refused:
        actions.revoke_grant(lan, grant_of(village, "lan", "owner").pk)
    assert refused.value.code == "communities.last_owner"
    wei = grant_of(village, "wei", "volunteer").pk
    actions.revoke_grant(lan, wei)
    with pytest.raises(Refusal):
        actions.revoke_grant(lan, wei)
    (past,) = queries.grants_for(lan, past=True)
    assert (past.person.name, past.revoked_by.name) == ("Wei", "Lan")
    assert past.role_name == ROLE_LABELS["volunteer"]
    assert {row.person.name for row in queries.grants_for(lan)} == {"Lan", "An", "Bo"}
    assert StreamLine.objects.get().name == "communities.role_revoked"
    with pytest.raises(Forbidden):
        queries.grants_for(village.viewer("an"))


def test_roles_are_listed_with_duties_and_holders(village):
    greeter(village)
    assert [(r.built_in, r.holder_count) for r in queries.roles_for(village.viewer("lan"))] == [
        ("owner", 1),
        ("admin", 1),
        ("volunteer", 2),
        ("", 0),
    ]
    names = [row.name for row in queries.permissions_to_give(village.viewer("an")) if row.may_give]
    assert "communities.settle" not in names
    assert "communities.describe" in names


def test_seats_of_an_organisation_keep_an_owner(village):
    lan = village.viewer("lan")
    organisation = actions.found_organisation(lan, "grove", name="Grove")
    mei = village.members["mei"].pk
    actions.grant_seat(lan, organisation, mei, role="analyst")
    with pytest.raises(Forbidden):
        actions.grant_seat(village.viewer("mei"), organisation, mei, role="owner")
    with pytest.raises(Missing):
        actions.grant_seat(village.viewer("jun"), organisation, mei, role="owner")
    with pytest.raises(Invalid):
        actions.grant_seat(lan, organisation, mei, role="king")
    with pytest.raises(Missing):
        actions.grant_seat(lan, organisation, 9999, role="analyst")
    for refused_call in (
        lambda: actions.revoke_seat(lan, organisation, village.members["lan"].pk),
        lambda: actions.grant_seat(lan, organisation, village.members["lan"].pk, role="analyst"),
    ):
        with pytest.raises(Refusal):
            refused_call()
    assert queries.organisation_for(village.viewer("mei"), "grove").may_change is False
    actions.revoke_seat(lan, organisation, mei)
    assert OrganisationSeat.objects.count() == 1
    with pytest.raises(Missing):
        queries.organisation_for(village.viewer("mei"), "grove")
