"""Needs and offers: who posts, what fits and why, who meets, and what becomes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps

from qunluo.kernel import clock, preferences
from qunluo.kernel.objects import kinds
from qunluo.kernel.purging import purge_community
from qunluo.kernel.refusal import Forbidden, Invalid, Missing, Refusal
from qunluo.kernel.search import find
from qunluo.kernel.stream.delivery import deliver_all
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.members.ports import keepers
from qunluo.people.moderation import rules as moderation_rules
from qunluo.people.profiles import actions as profiles
from qunluo.talk.conversations import rules as talk_rules
from qunluo.talk.exchange import actions, jobs, queries
from qunluo.talk.exchange.actions import Words
from qunluo.talk.exchange.models import Application, Contact, Listing

NEED = Words("need", "goods", "Tea table for six", "A **weekend**", tags="table, lending",
             place="Hangzhou")  # fmt: skip
OFFER = Words("offer", "goods", "Old tea table", "It stands here", tags="Table", place="hangzhou")


@pytest.fixture
def need(village):
    return actions.post_listing(village.viewer("mei"), NEED)


@pytest.fixture
def offer(village):
    return actions.post_listing(village.viewer("jun"), OFFER)


def refused(kind, code, call, *args, **kwargs):
    before = (list(Listing.objects.values()), StreamLine.objects.count())
    with pytest.raises(kind) as told:
        call(*args, **kwargs)
    assert told.value.code == code
    assert (list(Listing.objects.values()), StreamLine.objects.count()) == before


def test_what_fits_is_shown_with_its_reasons(village, need, offer, setting_up):
    actions.post_listing(village.viewer("wei"), Words("offer", "goods", "Bicycle"))
    profiles.change_profile(village.viewer("an"), {}, expertise="lending", shown={})
    sheet = queries.sheet(village.viewer("mei"), need)
    (match,) = sheet.matches
    assert (match.id, match.person.name) == (offer, "Jun")
    assert len(match.reasons) == 4
    assert "table" in match.reasons[0]
    assert [one.person.name for one in sheet.experts] == ["An"]
    assert queries.sheet(village.viewer("wei"), need).experts == ()
    assert [one.id for one in queries.sheet(village.viewer("jun"), offer).matches] == [need]


def test_matched_people_are_told_once(village, need, offer, setting_up):
    profiles.change_profile(village.viewer("an"), {}, expertise="lending", shown={})
    notice = apps.get_model("notices.Notice")
    deliver_all()
    told = {(one.member_id, one.object_id) for one in notice.objects.filter(kind="exchange.match")}
    mei, jun, an = (village.members[name].pk for name in ("mei", "jun", "an"))
    assert told == {(mei, offer), (jun, need), (an, need)}
    actions.remove_listing(village.viewer("wei"), offer, "spam")
    deliver_all()
    assert notice.objects.filter(object_id=offer, hidden_at=None).count() == 0
    actions.restore_listing(village.viewer("wei"), offer)
    deliver_all()
    assert notice.objects.filter(object_id=offer, hidden_at=None).count() == 1


def test_a_need_is_met_by_a_conversation(village, need, setting_up):
    mei, jun = village.viewer("mei"), village.viewer("jun")
    preferences.set(mei, talk_rules.WHO_MAY_WRITE, talk_rules.FOLLOWED)
    talk = actions.contact_author(jun, need, "I have one", client_id="a")
    assert actions.contact_author(jun, need, "I have one", client_id="a") == talk
    assert Contact.objects.get().conversation_id == talk
    assert queries.sheet(jun, need).own_talk == f"/conversations/{talk}/"
    assert [one[0].name for one in queries.sheet(mei, need).contacts] == ["Jun"]
    assert queries.sheet(village.viewer("wei"), need).contacts == ()
    refused(Invalid, "exchange.choice", actions.close_listing, mei, need, "sold")
    refused(Missing, "missing", actions.close_listing, mei, need, "not_met", met_with=jun.member_id)
    refused(Forbidden, "exchange.may_not_edit", actions.close_listing, jun, need, "met")
    actions.close_listing(mei, need, "met", met_with=jun.member_id)
    refused(Refusal, "exchange.closed", actions.close_listing, mei, need, "met")
    refused(Refusal, "exchange.closed", actions.renew_listing, mei, need)
    refused(Refusal, "exchange.closed", actions.contact_author, village.viewer("wei"), need, "x",
            client_id="b")  # fmt: skip
    assert queries.sheet(jun, need).met_with.name == "Jun"
    assert queries.sheet(village.viewer("wei"), need).met_with is None
    line = StreamLine.objects.get(name="exchange.listing_closed")
    assert (line.facts, line.about_actor) == ({"kind": "need", "outcome": "met"}, None)
    figures = queries.figures(village.viewer("lan"))
    assert (figures.met, figures.met_share, figures.contacted) == (1, 1.0, 1)
    with pytest.raises(Forbidden):
        queries.figures(mei)


def test_what_does_not_fit_is_refused(village, need):
    mei, zhu = village.viewer("mei"), village.viewer("zhu")
    post = actions.post_listing
    refused(Forbidden, "not_permitted", post, zhu, NEED)
    refused(Invalid, "exchange.choice", post, mei, Words("gift", "goods", "x"))
    refused(Invalid, "exchange.choice", post, mei, Words("need", "gold", "x"))
    refused(Invalid, "exchange.title", post, mei, Words("need", "goods", " "))
    refused(Invalid, "exchange.too_long", post, mei, Words("need", "goods", "x", "y" * 10_001))
    many = ",".join("abcdefghijkl")
    refused(Invalid, "exchange.words", post, mei, Words("need", "goods", "x", tags=many))
    refused(Missing, "missing", queries.sheet, zhu, need)
    refused(Forbidden, "exchange.own", actions.contact_author, mei, need, "x", client_id="a")
    edit = actions.edit_listing
    refused(Forbidden, "exchange.may_not_edit", edit, village.viewer("jun"), need, NEED)
    edit(mei, need, Words("", "services", "Table", tags="tables"))
    assert queries.sheet(mei, need).line.tags == ("tables",)
    refused(Missing, "missing", queries.editing, village.viewer("jun"), need)


def test_words_saved_over_words_one_has_not_seen_are_refused(village, need, as_member):
    mei = village.viewer("mei")
    before = queries.editing(mei, need)
    actions.edit_listing(mei, need, Words("", "goods", "Faster"), seen=before["seen"])
    edit, slow = actions.edit_listing, Words("", "goods", "Slower")
    refused(Refusal, "exchange.edited_meanwhile", edit, mei, need, slow, seen=before["seen"])
    sent = {"title": "Slower", "category": "goods", "seen": before["seen"]}
    late = as_member("mei").post(f"/c/tea/exchange/{need}/edit/", sent)
    assert late.status_code == 409
    assert "<del>Faster</del> <ins>Slower</ins>" in late.content.decode()
    now = queries.editing(mei, need)
    assert now["title"] == "Faster"
    assert f'value="{now["seen"]}"' in late.content.decode()


def test_a_project_finds_its_people(village, setting_up):
    mei, jun = village.viewer("mei"), village.viewer("jun")
    made = actions.post_listing(mei, Words("need", "project", "A tea fair", roles="Cook\nSinger"))
    asked = actions.apply_for_role(jun, made, "Cook", note="I cook")
    refused(Refusal, "exchange.applied", actions.apply_for_role, jun, made, "Cook")
    refused(Invalid, "exchange.role", actions.apply_for_role, jun, made, "Driver")
    with pytest.raises(Missing):
        actions.decide_application(jun, asked, True)
    assert queries.sheet(village.viewer("wei"), made).applications == ()
    actions.decide_application(mei, asked, True)
    refused(Refusal, "exchange.decided", actions.decide_application, mei, asked, False)
    assert queries.sheet(jun, made).applications[0].state == "accepted"
    deliver_all()
    notice = apps.get_model("notices.Notice")
    told = {(one.member_id, one.kind) for one in notice.objects.all()}
    assert told == {(mei.member_id, "exchange.applied"), (jun.member_id, "exchange.answered")}


def test_time_ends_it_after_a_reminder_and_one_click_renews(village, need):
    mei, start = village.viewer("mei"), clock.now()
    with clock.at(start + timedelta(days=28)):
        jobs.end_what_is_over.func()
        jobs.end_what_is_over.func()
    assert StreamLine.objects.filter(name="exchange.listing_ending").count() == 1
    with clock.at(start + timedelta(days=31)):
        assert queries.sheet(mei, need).line.state == "expired"
        jobs.end_what_is_over.func()
        jobs.end_what_is_over.func()
        assert StreamLine.objects.filter(name="exchange.listing_expired").count() == 1
        assert len(queries.board(mei, queries.Asked()).items) == 0
        actions.renew_listing(mei, need)
        assert queries.sheet(mei, need).line.state == "open"


def test_held_ones_are_told_when_they_are_let_through(village, setting_up):
    lan, mei = village.viewer("lan"), village.viewer("mei")
    preferences.set(lan, moderation_rules.NEWCOMER_DAYS, 90, level="community")
    membership = apps.get_model("communities.Membership")
    membership.objects.filter(member=mei.member_id).update(joined_at=clock.now())
    made = actions.post_listing(mei, NEED)
    assert Listing.objects.get().removed_reason == "held"
    assert not StreamLine.objects.filter(name="exchange.listing_posted").exists()
    assert queries.board(village.viewer("jun"), queries.Asked()).items == ()
    with pytest.raises(Missing):
        queries.sheet(village.viewer("jun"), made)
    assert queries.sheet(mei, made).line.is_held
    kinds["exchange.listing"].restore(village.viewer("wei"), made)
    line = StreamLine.objects.get(name="exchange.listing_posted")
    assert line.actor_key == village.members["mei"].actor_key
    kinds["exchange.listing"].hide(village.viewer("wei"), made, reason="moderation")
    refused(Refusal, "exchange.removed", actions.remove_listing, lan, made, "spam")
    with pytest.raises(Missing):
        actions.remove_listing(village.viewer("jun"), made, "spam")


def test_members_find_it_others_do_not(village, need):
    deliver_all()
    assert [one.object_id for one in find(village.viewer("jun"), "table", limit=5)] == [need]
    assert find(village.viewer(""), "table", limit=5) == []
    cards = kinds["exchange.listing"].cards
    assert cards(village.viewer("zhu"), [need]) == {}
    assert list(kinds["exchange.listing"].all_ids(village.community.pk)) == [need]


def test_the_board_is_narrowed(village, need, offer):
    wei = village.viewer("wei")

    def found(**asked):
        return {line.id for line in queries.board(wei, queries.Asked(**asked)).items}

    assert found() == {need, offer}
    assert found(kind="need") == {need}
    assert found(tag="lending") == {need}
    assert found(place="Hangzhou") == {need}
    assert found(words="weekend") == {need}
    assert found(category="funds") == set()
    assert found(state="closed") == set()
    assert found(whose="mine") == set()


def test_a_copy_is_taken_and_names_are_forgotten(village, need):
    mei, jun = village.viewer("mei"), village.viewer("jun")
    actions.contact_author(jun, need, "x", client_id="a")
    assert next(iter(kinds["exchange.listing"].export(mei.member_id)))["title"] == NEED.title
    assert len(list(keepers["exchange.traces"].export(jun.member_id))) == 1
    kinds["exchange.listing"].erase(jun.member_id)
    assert not Contact.objects.exists()
    kinds["exchange.listing"].erase(mei.member_id)
    assert Listing.objects.get().author_id is None
    purge_community(village.community.pk)
    assert not Listing.objects.exists()
    assert not Application.objects.exists()


def test_pages_post_contact_apply_renew_and_close(village, as_member):
    mei = as_member("mei")
    assert mei.get("/c/tea/exchange/").status_code == 200
    assert mei.get("/c/tea/exchange/new/").status_code == 200
    assert mei.post("/c/tea/exchange/new/", {}).status_code == 422
    sent = {
        "kind": "need",
        "title": "A table",
        "category": "project",
        "tags": "table",
        "roles": "Cook",
    }
    at = mei.post("/c/tea/exchange/new/", sent)["location"]
    text = mei.get(at).content.decode()
    assert "Cook" in text
    assert mei.get(f"{at}edit/").status_code == 200
    mei.post(f"{at}edit/", sent | {"title": "A big table"})
    mei.post(f"{at}renewal/")
    jun = as_member("jun")
    assert jun.post(f"{at}contact/", {}).status_code == 422
    assert jun.post(f"{at}contact/", {"body": "Mine", "client": "k"}).status_code == 302
    assert jun.post(f"{at}applications/", {"role": "x"}).status_code == 422
    assert jun.post(f"{at}applications/", {"role": "Cook"}).status_code == 302
    assert jun.get("/c/tea/work/exchange/").status_code == 403
    mei = as_member("mei")
    asked = Application.objects.get().pk
    mei.post(f"{at}applications/{asked}/", {"value": "yes"})
    jun_id = village.members["jun"].pk
    mei.post(f"{at}closure/", {"outcome": "met", "met_with": str(jun_id)})
    row = Listing.objects.get()
    assert (row.title, row.outcome, row.met_with_id) == ("A big table", "met", jun_id)
    assert mei.get("/c/tea/exchange/?whose=mine").status_code == 200
    text = as_member("lan").get("/c/tea/work/exchange/?state=closed").content.decode()
    assert "A big table" in text
    assert as_member("zhu").get(at).status_code == 403


def test_programs_do_the_same(village, as_member, offer):
    mei, json = as_member("mei"), {"content_type": "application/json"}
    at = "/api/v1/communities/tea/exchange"
    made = mei.post(
        at, {"kind": "need", "category": "goods", "title": "Table", "tags": "table"}, **json
    )
    one = f"{at}/{made.json()['id']}"
    assert mei.get(one).json()["matches"][0]["id"] == str(offer)
    assert len(mei.get(f"{at}?kind=need").json()["items"]) == 1
    assert mei.post(f"{one}/renewal").status_code == 204
    assert mei.post(f"{one}/closure", {"outcome": "elsewhere"}, **json).status_code == 204
    assert mei.get(f"{at}/x").status_code == 404
