"""Describing, spaces, settings, addresses, archiving: what works and what is refused."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from qunluo.kernel.refusal import Forbidden, Invalid, JoinRequired, Missing, Refusal, SignInRequired
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.communities import actions, queries
from qunluo.people.communities.models import (
    Community,
    FormerSlug,
    JoinQuestion,
    MarketNote,
    Positioning,
    Space,
)


def code_of(refused):
    return refused.value.code


def test_the_description_is_changed_by_those_who_may(village):
    actions.describe_community(village.viewer("an"), name=" Tea House ", summary="All of tea.")
    community = Community.objects.get(slug="tea")
    assert (community.name, community.summary) == ("Tea House", "All of tea.")
    with pytest.raises(Forbidden):
        actions.describe_community(village.viewer("wei"), name="x", summary="")
    with pytest.raises(Invalid):
        actions.describe_community(village.viewer("an"), name="x", summary="x" * 301)
    with pytest.raises(Invalid):
        actions.describe_community(village.viewer("an"), name=" ", summary="")
    assert Community.objects.get(slug="tea").name == "Tea House"


def test_positioning_keeps_what_is_left_out(village):
    an = village.viewer("an")
    assert queries.positioning_of(an).is_empty
    actions.position_community(an, kind="interest", theme="Tea", intended_scale=500)
    actions.position_community(an, vision="A cup for everyone")
    sheet = queries.positioning_of(an)
    assert (sheet.kind, sheet.theme, sheet.vision, sheet.intended_scale) == (
        "interest",
        "Tea",
        "A cup for everyone",
        500,
    )
    assert sheet.changed_by.handle == "an"
    with pytest.raises(Invalid):
        actions.position_community(an, kind="sect")
    with pytest.raises(Forbidden):
        actions.position_community(village.viewer("mei"), theme="Coffee")
    assert Positioning.objects.get().theme == "Tea"
    assert [line.facts["changed"] for line in StreamLine.objects.all()] == [3, 1]


def test_a_market_note_names_its_source(village):
    an = village.viewer("an")
    with pytest.raises(Invalid) as refused:
        actions.write_market_note(an, "competitor", "Coffee", text="", source=" ")
    assert code_of(refused) == "communities.source_missing"
    note = actions.write_market_note(
        an, "competitor", "Coffee", text="Loud", source="https://example.org"
    )
    assert [row.title for row in queries.market_notes(an)] == ["Coffee"]
    with pytest.raises(Forbidden):
        queries.market_notes(village.viewer("mei"))
    with pytest.raises(Missing):
        actions.strike_market_note(an, note + 1)
    actions.strike_market_note(an, note)
    assert not MarketNote.objects.exists()


def test_spaces_are_opened_changed_ordered_archived_and_reopened(village):
    an = village.viewer("an")
    new = actions.open_space(an, "茶会", name="茶会", kind="forum", access="private")
    assert "茶会" not in [
        s.slug for s in queries.entrance(village.viewer("mei"), "tea").community.spaces
    ]
    assert "茶会" in [s.slug for s in queries.entrance(an, "tea").community.spaces]
    actions.change_space(an, new, name="茶会二", purpose="约茶", access="members")
    assert "茶会二" in [
        s.name for s in queries.entrance(village.viewer("mei"), "tea").community.spaces
    ]
    ids = [row.id for row in queries.spaces_for(an)]
    actions.reorder_spaces(an, ids[::-1])
    assert [row.id for row in queries.spaces_for(an)] == ids[::-1]
    actions.archive_space(an, new)
    assert queries.spaces_for(an)[-1].id == new
    actions.reopen_space(an, new)
    assert Space.objects.get(pk=new).archived_at is None


def test_odd_spaces_are_refused(village):
    an, count = village.viewer("an"), Space.objects.count()
    for slug, kind, access in (
        ("a b", "forum", "public"),
        ("x", "chat", "public"),
        ("x", "forum", "secret"),
        ("square", "forum", "public"),
    ):
        with pytest.raises(Invalid):
            actions.open_space(an, slug, name="x", kind=kind, access=access)
    for name in ("wei", "bo", "mei", "zhu"):
        with pytest.raises(Forbidden):
            actions.open_space(village.viewer(name), "new-one", name="x", kind="forum")
    with pytest.raises(Invalid) as refused:
        actions.reorder_spaces(an, [village.forum.pk])
    assert code_of(refused) == "communities.space_order"
    with pytest.raises(Missing):
        actions.archive_space(village.viewer("an"), 9999)
    with pytest.raises(Refusal):
        actions.reopen_space(an, village.forum.pk)
    actions.archive_space(an, village.forum.pk)
    with pytest.raises(Refusal):
        actions.archive_space(an, village.forum.pk)
    assert Space.objects.count() == count


def test_settings_are_changed_on_record(village):
    lan = village.viewer("lan")
    actions.change_settings(lan, access="private", timezone="UTC", host="tea.example.org")
    assert [
        (line.facts["setting"], line.facts["before"], line.facts["after"])
        for line in StreamLine.objects.order_by("pk")
    ] == [
        ("access", "public", "private"),
        ("timezone", "Asia/Shanghai", "UTC"),
        ("host", "", "tea.example.org"),
    ]
    with pytest.raises(Invalid):
        actions.change_settings(lan, access="secret")
    with pytest.raises(Invalid):
        actions.change_settings(lan, timezone="Mars/North")
    with pytest.raises(Forbidden):
        actions.change_settings(village.viewer("an"), access="public")
    assert queries.settings_for(lan).access == "private"


def test_two_communities_do_not_share_a_domain(village, setting_up):
    village.other.host = "cup.example.org"
    village.other.save()
    with pytest.raises(Refusal) as refused:
        actions.change_settings(village.viewer("lan"), host="cup.example.org")
    assert code_of(refused) == "communities.host_taken"
    assert queries.slug_of_host("cup.example.org") == "coffee"


def test_an_old_address_leads_to_the_new_one_and_is_never_given_away(village):
    lan = village.viewer("lan")
    actions.rename_slug(lan, "tea-house")
    assert queries.former_slug("tea") == "tea-house"
    lan = village.viewer("lan", community="tea-house")
    with pytest.raises(Invalid):
        actions.rename_slug(lan, "coffee")
    with pytest.raises(Invalid):
        actions.rename_slug(lan, "admin")
    organisation = actions.found_organisation(lan, "grove", name="Grove")
    with pytest.raises(Invalid):
        actions.found_community(lan, organisation, "tea", name="Other tea")
    with pytest.raises(Invalid):
        actions.rename_slug(lan, "tea-house")
    actions.rename_slug(lan, "tea")
    assert list(FormerSlug.objects.values_list("slug", flat=True)) == ["tea-house"]


def test_an_archived_community_is_read_and_left_but_not_changed(village):
    lan = village.viewer("lan")
    with pytest.raises(Invalid):
        actions.archive_community(lan, reason="")
    actions.archive_community(lan, reason="The season is over.")
    for refused_call in (
        lambda: actions.join(village.viewer("zhu")),
        lambda: actions.open_space(lan, "x1", name="x", kind="forum"),
        lambda: queries.require_may_write(village.viewer("mei")),
        lambda: actions.archive_community(lan, reason="again"),
    ):
        with pytest.raises(Refusal) as refused:
            refused_call()
        assert code_of(refused) == "communities.archived"
    assert queries.enter(village.viewer(""), "tea", door="visitors").community.state == "archived"
    actions.leave(village.viewer("mei"))
    actions.reopen_community(lan)
    with pytest.raises(Refusal):
        actions.reopen_community(lan)
    queries.require_may_write(village.viewer("jun"))


def test_questions_and_fields_keep_their_identity_and_retire(village):
    lan = village.viewer("lan")
    actions.set_join_questions(lan, [("Why?", True), ("How?", False)])
    why = JoinQuestion.objects.get(text="Why?").pk
    actions.set_join_questions(lan, [("How?", True), ("Why?", False), ("  ", True)])
    assert [(q.text, q.is_required) for q in queries.settings_for(lan).questions] == [
        ("How?", True),
        ("Why?", False),
    ]
    assert JoinQuestion.objects.get(text="Why?").pk == why
    actions.set_join_questions(lan, [])
    assert JoinQuestion.objects.exclude(retired_at=None).count() == 2
    actions.set_profile_fields(lan, ["Favourite tea", "Favourite tea", "City"])
    actions.set_profile_fields(lan, ["City"])
    assert queries.settings_for(lan).profile_fields == ("City",)
    with pytest.raises(Refusal):
        actions.set_profile_fields(lan, [str(n) for n in range(11)])
    with pytest.raises(Refusal):
        actions.set_join_questions(lan, [(str(n), True) for n in range(11)])


def test_who_may_write_is_asked_in_one_place(village):
    with pytest.raises(SignInRequired):
        queries.require_may_write(village.viewer(""))
    with pytest.raises(JoinRequired):
        queries.require_may_write(village.viewer("zhu"), village.forum.pk)
    queries.require_may_write(village.viewer("mei"), village.forum.pk)
    assert queries.may_write_here(village.viewer("mei"), village.quiet.pk)
    with pytest.raises(Missing):
        queries.require_may_write(village.viewer("zhu", community="coffee"), village.forum.pk)
    actions.archive_space(village.viewer("an"), village.forum.pk)
    with pytest.raises(Refusal) as refused:
        queries.require_may_write(village.viewer("mei"), village.forum.pk)
    assert code_of(refused) == "communities.space_archived_now"
    assert not queries.may_write_here(village.viewer("mei"), village.forum.pk)


def test_unverified_members_and_minors_without_consent_do_not_post(village):
    lan, mei = village.viewer("lan"), village.members["mei"].pk
    actions.change_settings(lan, posting_needs_verification=True)
    with pytest.raises(Forbidden) as refused:
        queries.require_may_write(village.viewer("mei"))
    assert code_of(refused) == "communities.not_verified"
    with pytest.raises(Forbidden):
        actions.verify_to_post(village.viewer("wei"), mei, is_verified=True)
    actions.verify_to_post(village.viewer("an"), mei, is_verified=True)
    queries.require_may_write(village.viewer("mei"))
    actions.set_minor_consent(village.viewer("an"), mei, "waiting")
    with pytest.raises(Forbidden) as consent:
        queries.require_may_write(village.viewer("mei"))
    assert code_of(consent) == "communities.consent_missing"
    with pytest.raises(Invalid):
        actions.set_minor_consent(village.viewer("an"), mei, "perhaps")
    actions.set_minor_consent(village.viewer("an"), mei, "given")
    actions.verify_to_post(village.viewer("an"), mei, is_verified=False)
    with pytest.raises(Forbidden):
        queries.require_may_write(village.viewer("mei"))
    with pytest.raises(Missing):
        actions.verify_to_post(village.viewer("an"), village.members["zhu"].pk, is_verified=True)


def test_a_nickname_is_used_in_its_community_only(village):
    lan, mei = village.viewer("lan"), village.members["mei"]
    actions.set_profile_fields(lan, ["City"])
    field = queries.own_membership(village.viewer("mei")).fields[0][0]
    actions.change_own_membership(
        village.viewer("mei"), nickname="小梅", custom_fields={field: "杭州", 999: "x"}
    )
    assert queries.persons(village.community.pk, [mei.pk])[mei.pk].name == "小梅"
    assert queries.persons(village.other.pk, [mei.pk])[mei.pk].name == "Mei"
    assert queries.member_for(village.viewer("jun"), mei.pk).fields == (("City", "杭州"),)
    with pytest.raises(Invalid):
        actions.change_own_membership(village.viewer("mei"), nickname="x" * 81, custom_fields={})
    with pytest.raises(Missing):
        actions.change_own_membership(village.viewer("zhu"), nickname="x", custom_fields={})


def test_the_database_keeps_one_membership_each(village, setting_up):
    from qunluo.people.communities.models import Membership

    one = Membership.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            community=one.community, member=one.member, joined_at=one.joined_at, join_channel="x"
        )
