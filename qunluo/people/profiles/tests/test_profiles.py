"""What members show, to whom, finding them by it, and following."""

from __future__ import annotations

import pytest
from django.apps import apps

from qunluo.kernel.refusal import Invalid, JoinRequired, Missing, Refusal
from qunluo.kernel.stream.delivery import deliver_all
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.communities import queries as communities
from qunluo.people.members.ports import keepers
from qunluo.people.notices import actions as notices
from qunluo.people.profiles import actions, queries, rules
from qunluo.people.profiles.models import Card, Expertise, Follow
from qunluo.talk.forum import actions as forum

TEXTS = {"about": "I brew.", "place": "Hangzhou", "contact": "mei@tea"}


def describe(viewer, knows="Oolong，tax law", **shown):
    actions.change_profile(viewer, TEXTS, expertise=knows, shown=shown)


def refused(kind, code, call, *args, **kwargs):
    before = (
        list(Card.objects.values()),
        list(Follow.objects.values()),
        StreamLine.objects.count(),
    )
    with pytest.raises(kind) as told:
        call(*args, **kwargs)
    assert told.value.code == code
    after = (list(Card.objects.values()), list(Follow.objects.values()), StreamLine.objects.count())
    assert after == before


def test_each_field_is_seen_by_whom_one_chose(village):
    mei, jun, wei = (village.viewer(name) for name in ("mei", "jun", "wei"))
    describe(mei, about="followed", expertise="members", contact="nobody")
    seen = queries.card_for(wei, mei.member_id)
    assert (seen.about, seen.place, seen.expertise, seen.contact) == (
        "", "Hangzhou", ("oolong", "tax law"), "",
    )  # fmt: skip
    actions.follow(mei, jun.member_id)
    seen = queries.card_for(jun, mei.member_id)
    assert (seen.about, seen.contact, seen.following) == ("I brew.", "", ())
    own = queries.card_for(mei, mei.member_id)
    assert (own.contact, [one.name for one in own.following]) == ("mei@tea", ["Jun"])
    as_others = queries.card_for(mei, mei.member_id, seen_by=rules.MEMBERS)
    assert (as_others.about, as_others.contact) == ("", "")
    assert queries.card_for(mei, mei.member_id, seen_by=rules.FOLLOWED).about == "I brew."


def test_what_does_not_fit_is_refused(village):
    mei, zhu = village.viewer("mei"), village.viewer("zhu")
    change = actions.change_profile
    refused(JoinRequired, "join_required", change, zhu, TEXTS, expertise="", shown={})
    refused(Invalid, "profiles.too_long", change, mei, {"place": "x" * 81}, expertise="", shown={})
    refused(Invalid, "profiles.tags", change, mei, {}, expertise=",".join("abcdefghijkl"), shown={})
    refused(Invalid, "profiles.choice", change, mei, {}, expertise="", shown={"about": "all"})
    describe(mei)
    describe(mei, knows="tea")
    assert [one.tag for one in Expertise.objects.all()] == ["tea"]


def test_the_directory_is_narrowed_by_what_is_shown(village):
    mei, jun, wei = (village.viewer(name) for name in ("mei", "jun", "wei"))
    describe(mei)
    describe(jun, knows="oolong", place="nobody")

    def found(**more):
        page = communities.members_for(wei, communities.Asked(**more))
        return {row.person.name for row in page.items}

    assert found(more={"knows": "oolong"}) == {"Mei", "Jun"}
    assert found(more={"place": "Hangzhou"}) == {"Mei"}
    assert found(more={"knows": "oolong", "place": "Hangzhou"}, words="jun") == set()
    assert found(more={"nothing": "x"}) == {"Lan", "An", "Wei", "Bo", "Mei", "Jun"}
    describe(mei, expertise="nobody")
    assert found(more={"knows": "oolong"}) == {"Jun"}
    assert queries.expertise_tags(wei) == [("oolong", 1)]
    forum.open_topic(mei, village.quiet.pk, "Hush", body="Hush")
    assert found(space="quiet") == {"Mei"}
    assert found(space="nowhere") == set()
    assert found(joined="1") == set()
    assert len(found(joined="3650")) == 6


def test_following_is_private_and_told_only_to_who_wants_to_know(village):
    mei, jun = village.viewer("mei"), village.viewer("jun")
    actions.follow(mei, jun.member_id)
    refused(Refusal, "profiles.followed", actions.follow, mei, jun.member_id)
    refused(Refusal, "profiles.oneself", actions.follow, mei, mei.member_id)
    refused(Missing, "missing", actions.follow, mei, village.members["zhu"].pk)
    refused(JoinRequired, "join_required", actions.follow, village.viewer("zhu"), jun.member_id)
    deliver_all()
    notice = apps.get_model("notices.Notice")
    assert not notice.objects.exists()
    notices.choose(jun, [notices.Wish("profiles.followed", "inbox", "now")])
    actions.follow(village.viewer("wei"), jun.member_id)
    deliver_all()
    assert [one.kind for one in notice.objects.all()] == ["profiles.followed"]
    actions.unfollow(mei, jun.member_id)
    refused(Refusal, "profiles.not_followed", actions.unfollow, mei, jun.member_id)
    assert {line.audience for line in StreamLine.objects.filter(name__startswith="profiles.")} == {
        "parties"
    }


def test_one_sees_what_the_followed_wrote_where_one_may_read(village, setting_up):
    mei, lan = village.viewer("mei"), village.viewer("lan")
    actions.follow(mei, lan.member_id)
    village.quiet.access = "private"
    village.quiet.save()
    forum.open_topic(lan, village.forum.pk, "Open kettle", body="x")
    forum.open_topic(lan, village.quiet.pk, "Secret kettle", body="x")
    assert [deed.card.title for deed in queries.follow_sheet(mei).deeds] == ["Open kettle"]
    assert [one.name for one in queries.follow_sheet(lan).followers] == ["Mei"]


def test_pages_show_change_and_follow(village, as_member):
    mei_id, jun_id = village.members["mei"].pk, village.members["jun"].pk
    client = as_member("mei")
    assert client.get("/c/tea/profile/").status_code == 200
    sent = {"about": "I brew.", "place": "Hangzhou", "expertise": "oolong", "contact": "",
            "who_about": "members"}  # fmt: skip
    assert client.post("/c/tea/profile/", sent).status_code == 302
    assert (
        client.post("/c/tea/profile/", sent | {"expertise": "a,b,c,d,e,f,g,h,i,j,k"}).status_code
        == 422
    )
    assert "I brew." in client.get("/c/tea/profile/preview/").content.decode()
    assert client.get("/c/tea/profile/preview/?as=followed").status_code == 200
    assert "I brew." in client.get(f"/c/tea/members/{mei_id}/").content.decode()
    client.post(f"/c/tea/members/{jun_id}/following/", {"value": "follow"})
    assert "Jun" in client.get("/c/tea/following/").content.decode()
    client.post(f"/c/tea/members/{jun_id}/following/", {"value": "unfollow"})
    assert not Follow.objects.exists()
    text = as_member("wei").get("/c/tea/members/?knows=oolong").content.decode()
    assert "Mei" in text
    assert f"/c/tea/members/{jun_id}/" not in text
    assert as_member("zhu").get("/c/tea/profile/").status_code == 403


def test_a_copy_is_taken_and_everything_forgotten(village):
    mei = village.viewer("mei")
    describe(mei)
    actions.follow(mei, village.members["jun"].pk)
    assert len(list(keepers["profiles.cards"].export(mei.member_id))) == 2
    keepers["profiles.cards"].erase(mei.member_id)
    assert not Card.objects.exists()
    assert not Follow.objects.exists()
