"""Founding, joining, asking, inviting, leaving: what works and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qunluo.kernel import clock
from qunluo.kernel.refusal import Forbidden, Invalid, Missing, Refusal, SignInRequired
from qunluo.kernel.stream.models import StreamLine
from qunluo.kernel.testing.cast import FOUNDED
from qunluo.kernel.viewer import Viewer
from qunluo.people.communities import actions, queries
from qunluo.people.communities.models import (
    Community,
    Grant,
    Invitation,
    JoinRequest,
    Membership,
    Organisation,
)


def told() -> list[str]:
    return list(StreamLine.objects.order_by("pk").values_list("name", flat=True))


def count(slug="tea"):
    return Community.objects.get(slug=slug).member_count


def settle(village, **chosen):
    actions.change_settings(village.viewer("lan"), **chosen)


def ask(village, name="zhu", answers=None):
    return actions.request_to_join(village.viewer(name), answers or {})


def test_a_founded_community_has_an_owner_spaces_and_roles(village):
    lan = village.viewer("lan")
    organisation = actions.found_organisation(lan, "grove", name="Grove")
    actions.found_community(
        lan, organisation, "green-tea", name="绿茶", access="semi_public", joining="review"
    )
    community = Community.objects.get(slug="green-tea")
    assert (community.access, community.joining, community.member_count) == (
        "semi_public",
        "review",
        1,
    )
    inside = village.viewer("lan", community="green-tea")
    assert inside.is_member
    assert inside.may("communities.settle")
    assert list(community.spaces.order_by("position").values_list("slug", "kind")) == [
        ("square", "forum"),
        ("help", "questions"),
    ]
    assert told() == [
        "communities.organisation_founded",
        "communities.community_founded",
        "communities.member_joined",
        "communities.role_granted",
        "communities.space_opened",
        "communities.space_opened",
    ]


def test_an_importing_community_waits_for_its_spaces(village):
    lan = village.viewer("lan")
    organisation = actions.found_organisation(lan, "grove", name="Grove")
    actions.found_community(lan, organisation, "old-beer", name="Beer", state="importing")
    assert not Community.objects.get(slug="old-beer").spaces.exists()
    with pytest.raises(Missing):
        queries.enter(village.viewer("mei"), "old-beer", door="listed")


@pytest.mark.parametrize("slug", ["", "a", "Tea", "a--b", "-a", "new", "admin", "茶", "x" * 61])
def test_odd_and_reserved_addresses_are_refused(village, slug):
    with pytest.raises(Invalid) as refused:
        actions.found_organisation(village.viewer("lan"), slug, name="x")
    assert refused.value.code == "communities.slug"
    assert Organisation.objects.count() == 1


def test_only_an_owner_of_the_organisation_founds_in_it(village):
    organisation = actions.found_organisation(village.viewer("lan"), "grove", name="Grove")
    with pytest.raises(Forbidden):
        actions.found_community(village.viewer("mei"), organisation, "meis", name="Mei's")
    with pytest.raises(SignInRequired):
        actions.found_community(Viewer(), organisation, "meis", name="Mei's")
    with pytest.raises(Invalid):
        actions.found_community(
            village.viewer("lan"), organisation, "meis", name="x", access="secret"
        )
    with pytest.raises(Invalid):
        actions.found_community(village.viewer("lan"), organisation, "tea", name="x")
    assert Community.objects.count() == 2


def test_joining_an_open_community_counts_and_is_told_once(village):
    actions.join(village.viewer("zhu"))
    assert count() == 7
    assert village.viewer("zhu").is_member
    line = StreamLine.objects.get()
    assert (line.name, line.actor_key, line.facts["channel"]) == (
        "communities.member_joined",
        village.members["zhu"].actor_key,
        "open",
    )
    with pytest.raises(Refusal) as refused:
        actions.join(village.viewer("zhu"))
    assert refused.value.code == "communities.already_member"
    assert (count(), StreamLine.objects.count()) == (7, 1)


def test_a_visitor_signs_in_before_joining(village):
    with pytest.raises(SignInRequired):
        actions.join(village.viewer(""))
    assert count() == 6


@pytest.mark.parametrize("joining", ["review", "invitation"])
def test_a_closed_door_is_not_walked_through(village, joining):
    settle(village, joining=joining)
    with pytest.raises(Refusal) as refused:
        actions.join(village.viewer("zhu"))
    assert refused.value.code.startswith("communities.joining_needs")
    assert count() == 6


def test_a_request_needs_its_answers_and_is_decided_once(village):
    settle(village, joining="review")
    actions.set_join_questions(village.viewer("lan"), [("Why?", True), ("Where from?", False)])
    why = Community.objects.get(slug="tea").join_questions.get(text="Why?")
    with pytest.raises(Invalid) as refused:
        ask(village)
    assert list(refused.value.fields) == [f"answer_{why.pk}"]
    request_id = ask(village, answers={why.pk: "Tea."})
    with pytest.raises(Refusal) as again:
        ask(village, answers={why.pk: "Tea!"})
    assert again.value.code == "communities.already_asked"
    assert JoinRequest.objects.get().answers[0] == {"question": "Why?", "answer": "Tea."}

    with pytest.raises(Forbidden):
        actions.approve_join(village.viewer("mei"), request_id)
    actions.approve_join(village.viewer("wei"), request_id)
    assert village.viewer("zhu").is_member
    assert count() == 7
    assert (
        Membership.objects.get(
            member=village.members["zhu"], left_at=None, community=village.community
        ).join_channel
        == "review"
    )
    with pytest.raises(Refusal) as late:
        actions.decline_join(village.viewer("an"), request_id, reason="No")
    assert late.value.code == "communities.already_decided"
    assert told()[-2:] == ["communities.join_approved", "communities.member_joined"]


def test_a_declined_asker_reads_why_and_may_ask_again(village):
    settle(village, joining="review")
    first = ask(village)
    with pytest.raises(Invalid):
        actions.decline_join(village.viewer("wei"), first, reason=" ")
    actions.decline_join(village.viewer("wei"), first, reason="Please say more.")
    assert JoinRequest.objects.get(pk=first).reason == "Please say more."
    assert count() == 6
    assert ask(village) != first


def test_a_request_is_withdrawn_by_its_asker(village):
    settle(village, joining="review")
    ask(village)
    actions.withdraw_request(village.viewer("zhu"))
    assert JoinRequest.objects.get().state == "withdrawn"
    with pytest.raises(Missing):
        actions.withdraw_request(village.viewer("zhu"))


def test_requests_of_another_community_are_not_decided_here(village):
    settle(village, joining="review")
    request_id = ask(village)
    with pytest.raises((Missing, Forbidden)):
        actions.approve_join(village.viewer("lan", community="coffee"), request_id)
    assert JoinRequest.objects.get().state == "waiting"


def test_many_requests_are_decided_at_once_and_late_ones_are_named(village):
    settle(village, joining="review")
    asked = ask(village)
    done, late = actions.decide_joins(village.viewer("wei"), [asked, 999], approve=True)
    assert (done, late) == (1, [999])
    with pytest.raises(Forbidden):
        actions.decide_joins(village.viewer("mei"), [asked], approve=True)


def test_an_open_community_takes_no_requests(village):
    with pytest.raises(Refusal) as refused:
        ask(village)
    assert refused.value.code == "communities.joining_is_open"


def test_an_invitation_lets_in_as_often_as_it_says(village):
    settle(village, joining="invitation")
    code = actions.make_invitation(village.viewer("wei"), label="Spring", days=7, uses=1)
    actions.join_by_invitation(village.viewer("zhu"), code)
    belonging = Membership.objects.get(member=village.members["zhu"], community=village.community)
    assert (belonging.join_channel, belonging.invited_by) == ("invitation", village.members["wei"])
    link = Invitation.objects.get()
    assert (link.uses_left, link.use_count) == (0, 1)
    actions.leave(village.viewer("mei"))
    with pytest.raises(Forbidden) as refused:
        actions.join_by_invitation(village.viewer("mei"), code)
    assert refused.value.code == "communities.invitation_closed"
    assert count() == 6


def test_who_belongs_already_uses_up_no_invitation(village):
    code = actions.make_invitation(village.viewer("wei"), uses=1)
    with pytest.raises(Refusal):
        actions.join_by_invitation(village.viewer("mei"), code)
    assert Invitation.objects.get().uses_left == 1


def test_an_expired_revoked_or_foreign_link_is_closed(village):
    with clock.at(FOUNDED):
        old = actions.make_invitation(village.viewer("wei"), days=1)
    with clock.at(FOUNDED + timedelta(days=1)), pytest.raises(Forbidden):
        actions.join_by_invitation(village.viewer("zhu"), old)
    fresh = actions.make_invitation(village.viewer("wei"))
    actions.revoke_invitation(village.viewer("an"), Invitation.objects.get(code=fresh).pk)
    with pytest.raises(Forbidden):
        actions.join_by_invitation(village.viewer("zhu"), fresh)
    with pytest.raises(Forbidden):
        actions.revoke_invitation(village.viewer("an"), Invitation.objects.get(code=fresh).pk)
    other = actions.make_invitation(village.viewer("wei"))
    with pytest.raises(Forbidden):
        actions.join_by_invitation(village.viewer("mei", community="coffee"), other)
    assert count() == 6


def test_odd_limits_make_no_invitation(village):
    for odd in ({"days": 0}, {"uses": 0}, {"days": 367}, {"uses": 100_001}):
        with pytest.raises(Invalid):
            actions.make_invitation(village.viewer("wei"), **odd)
    assert not Invitation.objects.exists()


def test_leaving_ends_roles_and_coming_back_starts_plain(village):
    actions.leave(village.viewer("wei"))
    assert count() == 5
    assert not Grant.objects.filter(member=village.members["wei"], revoked_at=None).exists()
    assert told() == ["communities.role_revoked", "communities.member_left"]
    actions.join(village.viewer("wei"))
    assert count() == 6
    assert not village.viewer("wei").may("communities.review_joins")
    assert StreamLine.objects.last().facts["returning"] is True
    with pytest.raises(Missing):
        actions.leave(village.viewer("zhu"))


def test_the_last_owner_hands_over_before_leaving(village):
    with pytest.raises(Refusal) as refused:
        actions.leave(village.viewer("lan"))
    assert refused.value.code == "communities.last_owner"
    assert count() == 6
    with pytest.raises(Missing):
        actions.transfer_ownership(village.viewer("lan"), village.members["zhu"].pk)
    with pytest.raises(Forbidden):
        actions.transfer_ownership(village.viewer("an"), village.members["mei"].pk)
    actions.transfer_ownership(village.viewer("lan"), village.members["mei"].pk)
    assert village.viewer("mei").may("communities.settle")
    assert not village.viewer("lan").may("communities.settle")
    assert village.viewer("lan").may("communities.describe")
    actions.leave(village.viewer("lan"))
    assert count() == 5


def test_a_removed_member_comes_back_by_review_only(village):
    with pytest.raises(Invalid):
        actions.remove_member(village.viewer("an"), village.members["mei"].pk, reason="")
    actions.remove_member(village.viewer("an"), village.members["mei"].pk, reason="Spam")
    assert count() == 5
    with pytest.raises(Forbidden) as refused:
        actions.join(village.viewer("mei"))
    assert refused.value.code == "communities.removed_before"
    code = actions.make_invitation(village.viewer("wei"))
    with pytest.raises(Forbidden):
        actions.join_by_invitation(village.viewer("mei"), code)
    actions.approve_join(village.viewer("an"), ask(village, "mei"))
    assert village.viewer("mei").is_member


def test_nobody_removes_an_owner_themselves_or_someone_who_holds_more(village):
    with pytest.raises(Forbidden):
        actions.remove_member(village.viewer("an"), village.members["lan"].pk, reason="Coup")
    with pytest.raises(Forbidden):
        actions.remove_member(village.viewer("an"), village.members["an"].pk, reason="Me")
    with pytest.raises(Forbidden):
        actions.remove_member(village.viewer("mei"), village.members["jun"].pk, reason="Rival")
    assert count() == 6
    assert not StreamLine.objects.exists()
