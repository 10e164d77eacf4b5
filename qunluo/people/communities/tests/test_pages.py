"""Pages: do they work, may a stranger, what if closed, how many queries."""

from __future__ import annotations

import pytest

from qunluo.people.communities import actions, queries
from qunluo.people.communities.models import Community, Invitation, JoinRequest, Role, Space

MEMBER_PAGES = ("", "positioning/", "joining/", "membership/", "leaving/", "members/")
WORK_PAGES = (
    "work/",
    "work/joins/",
    "work/joins/?state=decided",
    "work/invitations/",
    "work/spaces/",
    "work/roles/",
    "work/roles/?grants=past",
    "work/roles/new/",
    "work/positioning/",
    "work/settings/",
)


@pytest.mark.parametrize("page", MEMBER_PAGES + WORK_PAGES)
def test_every_page_opens_for_the_owner(village, as_member, page):
    assert as_member("lan").get(f"/c/tea/{page}").status_code == 200


@pytest.mark.parametrize("page", WORK_PAGES)
def test_the_workbench_is_closed_to_members_and_strangers(village, as_member, page):
    for name, wanted in (("mei", 403), ("", 302), ("zhu", 302)):
        answer = as_member(name).get(f"/c/tea/{page}")
        assert answer.status_code in ({wanted} if name != "zhu" else {403}), name


def test_a_volunteer_of_one_space_opens_the_workbench_only(village, as_member):
    assert as_member("bo").get("/c/tea/work/").status_code == 200
    assert as_member("bo").get("/c/tea/work/joins/").status_code == 403


def test_the_card_of_a_private_community_does_not_exist_for_strangers(village, as_member):
    actions.change_settings(village.viewer("lan"), access="private")
    for name in ("", "zhu"):
        for page in MEMBER_PAGES + WORK_PAGES:
            assert as_member(name).get(f"/c/tea/{page}").status_code == 404, page
    assert "Tea" not in as_member("zhu").get("/").text
    assert as_member("mei").get("/c/tea/").status_code == 200


def test_a_semi_public_community_answers_alike_for_what_is_and_what_is_not(village, as_member):
    actions.change_settings(village.viewer("lan"), access="semi_public")
    client = as_member("zhu")
    there, not_there = client.get("/c/tea/members/1/"), client.get("/c/tea/members/99999/")
    assert (there.status_code, not_there.status_code) == (403, 403)
    assert client.get("/c/tea/").status_code == 200


def test_someone_joins_by_the_button(village, as_member):
    client = as_member("zhu")
    assert "/c/tea/joining/" in client.get("/c/tea/").text
    answer = client.post("/c/tea/joining/")
    assert (answer.status_code, answer["location"]) == (302, "/c/tea/")
    assert village.viewer("zhu").is_member


def test_someone_asks_with_answers_waits_and_is_let_in(village, as_member):
    lan = village.viewer("lan")
    actions.change_settings(lan, joining="review")
    actions.set_join_questions(lan, [("Why tea?", True)])
    question = queries.join_questions(village.community.pk)[0].id
    client = as_member("zhu")
    assert "Why tea?" in client.get("/c/tea/joining/").text
    empty = client.post("/c/tea/joining/", {})
    assert empty.status_code == 200
    assert not JoinRequest.objects.exists()
    client.post("/c/tea/joining/", {f"answer_{question}": "It is warm."})
    asked = JoinRequest.objects.get()
    assert asked.answers == [{"question": "Why tea?", "answer": "It is warm."}]
    assert "withdrawal" in client.get("/c/tea/").text
    work = as_member("wei")
    assert "It is warm." in work.get("/c/tea/work/joins/").text
    work.post("/c/tea/work/joins/decisions/", {"id": asked.pk, "decision": "approve"})
    assert village.viewer("zhu").is_member


def test_a_declined_asker_reads_the_reason(village, as_member):
    actions.change_settings(village.viewer("lan"), joining="review")
    as_member("zhu").post("/c/tea/joining/")
    asked = JoinRequest.objects.get()
    as_member("wei").post(
        "/c/tea/work/joins/decisions/",
        {"id": asked.pk, "decision": "decline", "reason": "Say a little more."},
    )
    assert "Say a little more." in as_member("zhu").get("/c/tea/joining/").text


def test_a_request_is_withdrawn_from_the_card(village, as_member):
    actions.change_settings(village.viewer("lan"), joining="review")
    client = as_member("zhu")
    client.post("/c/tea/joining/")
    client.post("/c/tea/joining/withdrawal/")
    assert JoinRequest.objects.get().state == "withdrawn"


def test_an_invitation_opens_even_a_private_community(village, as_member):
    actions.change_settings(village.viewer("lan"), access="private", joining="invitation")
    as_member("lan").post("/c/tea/work/invitations/", {"label": "x", "days": 3, "uses": 1})
    code = Invitation.objects.get().code
    assert "Tea" in as_member("").get(f"/invitations/{code}/").text
    client = as_member("zhu")
    assert client.get("/c/tea/").status_code == 404
    assert client.post(f"/invitations/{code}/")["location"] == "/c/tea/"
    assert client.get("/c/tea/").status_code == 200
    assert as_member("").get(f"/invitations/{code}/").status_code == 404
    assert as_member("").get("/invitations/nonsense/").status_code == 404


def test_an_invitation_is_closed_by_hand(village, as_member):
    actions.make_invitation(village.viewer("wei"))
    row = Invitation.objects.get()
    as_member("wei").post(f"/c/tea/work/invitations/{row.pk}/revocation/")
    assert Invitation.objects.get().revoked_at is not None
    assert as_member("zhu").get(f"/invitations/{row.code}/").status_code == 404


def test_leaving_and_ones_own_name(village, as_member):
    client = as_member("mei")
    client.post("/c/tea/membership/", {"nickname": "小梅"})
    assert "小梅" in client.get("/c/tea/members/").text
    assert client.post("/c/tea/leaving/")["location"] == "/"
    assert not village.viewer("mei").is_member
    assert as_member("lan").post("/c/tea/leaving/").status_code == 409


def test_the_directory_searches_filters_and_orders(village, as_member):
    client = as_member("jun")
    assert "@wei" in client.get("/c/tea/members/?q=WE").text
    assert "@mei" not in client.get("/c/tea/members/?q=wei").text
    text = client.get("/c/tea/members/?role=volunteer").text
    assert ("@wei" in text, "@bo" in text, "@mei" in text) == (True, True, False)
    names = client.get("/c/tea/members/?order=name").text
    assert names.index("@an") < names.index("@bo") < names.index("@wei")
    assert "@zhu" not in client.get("/c/tea/members/").text
    assert client.get("/c/tea/members/?at=nonsense").status_code == 422
    assert client.get("/c/tea/members/?role=imported").status_code == 200


def test_a_members_page_shows_operators_more(village, as_member):
    mei = village.members["mei"].pk
    plain = as_member("jun").get(f"/c/tea/members/{mei}/").text
    work = as_member("lan").get(f"/c/tea/members/{mei}/").text
    assert "verification" not in plain
    assert "verification" in work
    assert as_member("jun").get("/c/tea/members/99999/").status_code == 404
    assert as_member("jun").get(f"/c/tea/members/{village.members['zhu'].pk}/").status_code == 404


def test_operators_verify_note_consent_and_remove(village, as_member):
    mei = village.members["mei"].pk
    client = as_member("an")
    client.post(f"/c/tea/members/{mei}/verification/", {"is_verified": "yes"})
    client.post(f"/c/tea/members/{mei}/consent/", {"state": "given"})
    row = queries.member_for(village.viewer("an"), mei).row
    assert (row.is_verified, row.consent) == (True, "given")
    assert client.post(f"/c/tea/members/{mei}/removal/", {"reason": ""}).status_code == 422
    assert village.viewer("mei").is_member
    client.post(f"/c/tea/members/{mei}/removal/", {"reason": "Spam."})
    assert not village.viewer("mei").is_member
    assert as_member("jun").post(f"/c/tea/members/{mei}/removal/").status_code in {403, 404}


def test_spaces_are_kept_from_the_workbench(village, as_member):
    client = as_member("an")
    new = {"name": "Cups", "slug": "cups", "kind": "forum", "access": "members", "purpose": ""}
    client.post("/c/tea/work/spaces/", new)
    cups = Space.objects.get(slug="cups")
    assert "already" in client.post("/c/tea/work/spaces/?lang=en", new).text
    client.post("/c/tea/work/spaces/order/", {"move": f"{cups.pk}:up"})
    order = [row.slug for row in queries.spaces_for(village.viewer("an"))]
    assert order.index("cups") == 2
    changed = {"name": "Mugs", "access": "public", "purpose": "Big cups"}
    client.post(f"/c/tea/work/spaces/{cups.pk}/", changed)
    client.post(f"/c/tea/work/spaces/{cups.pk}/archive/")
    assert client.get("/c/tea/work/spaces/").status_code == 200
    client.post(f"/c/tea/work/spaces/{cups.pk}/reopening/")
    cups.refresh_from_db()
    assert (cups.name, cups.archived_at) == ("Mugs", None)
    assert client.get(f"/c/tea/work/spaces/{cups.pk}/").status_code == 200
    assert client.get("/c/tea/work/spaces/99999/").status_code == 404
    assert client.post("/c/tea/work/spaces/order/", {"move": "x:up"}).status_code == 404


def test_roles_are_made_granted_taken_back_and_retired(village, as_member):
    client = as_member("lan")
    role = {"name": "Greeter", "duty": "Welcomes.", "held": ["communities.invite"]}
    client.post("/c/tea/work/roles/new/", role)
    made = Role.objects.get(name="Greeter")
    mei = village.members["mei"].pk
    client.post("/c/tea/work/roles/", {"member_id": mei, "role_id": made.pk, "space_id": ""})
    assert village.viewer("mei").may("communities.invite")
    assert client.get(f"/c/tea/work/roles/{made.pk}/").status_code == 200
    client.post(f"/c/tea/work/roles/{made.pk}/", {**role, "held": ["communities.work"]})
    assert not village.viewer("mei").may("communities.invite")
    (grant, *_rest) = queries.grants_for(village.viewer("lan"))
    client.post(f"/c/tea/work/grants/{grant.id}/revocation/")
    assert not village.viewer("mei").may("communities.work")
    assert "Greeter" in client.get("/c/tea/work/roles/?grants=past").text
    client.post(f"/c/tea/work/roles/{made.pk}/retirement/")
    assert client.get(f"/c/tea/work/roles/{made.pk}/").status_code == 404
    built_in = Role.objects.get(community=village.community, built_in="admin").pk
    assert client.get(f"/c/tea/work/roles/{built_in}/").status_code == 200
    assert client.post("/c/tea/work/roles/new/", {"name": ""}).status_code == 200


def test_settings_are_sent_part_by_part(village, as_member):
    client = as_member("lan")
    for part in (
        {"form": "description", "name": "Tea House", "summary": "Tea."},
        {"form": "entry", "access": "semi_public", "joining": "review"},
        {"form": "locale", "language": "en", "timezone": "UTC", "week_start": "6"},
        {"form": "questions", "questions-lines": "Why?\nHow? *"},
        {"form": "fields", "fields-lines": "City"},
        {"form": "address", "slug": "tea-house"},
    ):
        answer = client.post("/c/tea/work/settings/", part)
        assert answer.status_code == 302, part
    row = Community.objects.get(slug="tea-house")
    assert (row.name, row.access, row.joining, row.timezone, row.week_start) == (
        "Tea House",
        "semi_public",
        "review",
        "UTC",
        6,
    )
    assert [q.is_required for q in queries.join_questions(row.pk)] == [True, False]
    moved = client.get("/c/tea/work/settings/?x=1")
    assert (moved.status_code, moved["location"]) == (301, "/c/tea-house/work/settings/?x=1")
    taken = client.post("/c/tea-house/work/settings/", {"form": "address", "slug": "coffee"})
    assert taken.status_code == 200
    assert as_member("an").get("/c/tea-house/work/settings/").status_code == 200


def test_a_private_communitys_old_address_gives_nothing_away(village, as_member):
    actions.change_settings(village.viewer("lan"), access="private")
    actions.rename_slug(village.viewer("lan"), "secret-garden")
    assert as_member("zhu").get("/c/tea/").status_code == 404
    assert as_member("mei").get("/c/tea/").status_code == 301


def test_archiving_and_handing_over_from_the_danger_zone(village, as_member):
    client = as_member("lan")
    assert client.post("/c/tea/work/settings/archive/", {"reason": ""}).status_code == 422
    client.post("/c/tea/work/settings/archive/", {"reason": "Done."})
    assert Community.objects.get(slug="tea").state == "archived"
    assert as_member("").get("/c/tea/").status_code == 200
    as_member("lan").post("/c/tea/work/settings/reopening/")
    as_member("lan").post(
        "/c/tea/work/settings/ownership/", {"member_id": village.members["mei"].pk}
    )
    assert village.viewer("mei").may("communities.settle")
    assert as_member("lan").post("/c/tea/work/settings/ownership/").status_code == 403


def test_positioning_is_written_and_read(village, as_member):
    client = as_member("an")
    client.post("/c/tea/work/positioning/", {"theme": "Leaves", "kind": "interest"})
    assert "Leaves" in as_member("").get("/c/tea/positioning/").text
    client = as_member("an")
    note = {"form": "note", "kind": "market", "title": "Big", "text": "", "source": "report"}
    client.post("/c/tea/work/positioning/", note)
    (kept,) = queries.market_notes(village.viewer("an"))
    assert "Big" not in as_member("").get("/c/tea/positioning/").text
    as_member("an").post(f"/c/tea/work/positioning/notes/{kept.id}/removal/")
    assert queries.market_notes(village.viewer("an")) == []


def test_founding_goes_from_organisation_to_community_to_positioning(village, as_member):
    client = as_member("mei")
    assert client.get("/organisations/").status_code == 200
    assert client.get("/organisations/new/").status_code == 200
    first = client.post(
        "/organisations/new/", {"name": "Grove", "slug": "grove", "currency": "CNY"}
    )
    assert first["location"] == "/organisations/grove/communities/new/"
    assert client.get(first["location"]).status_code == 200
    second = client.post(
        first["location"],
        {
            "name": "Oolong",
            "slug": "oolong",
            "summary": "",
            "access": "public",
            "joining": "open",
            "language": "zh-hans",
            "timezone": "Asia/Shanghai",
        },
    )
    assert second["location"] == "/c/oolong/work/positioning/"
    assert client.get(second["location"]).status_code == 200
    assert "Oolong" in client.get("/organisations/grove/").text
    assert as_member("jun").get("/organisations/grove/").status_code == 404
    assert as_member("").get("/organisations/").status_code == 302


def test_seats_are_given_by_handle(village, as_member):
    organisation = actions.found_organisation(village.viewer("mei"), "grove", name="Grove")
    client = as_member("mei")
    client.post("/organisations/grove/", {"handle": "@Jun", "role": "analyst"})
    assert as_member("jun").get("/organisations/grove/").status_code == 200
    jun = village.members["jun"].pk
    as_member("mei").post(f"/organisations/grove/seats/{jun}/revocation/")
    assert [seat.person.handle for seat in seats(village, organisation)] == ["mei"]
    assert as_member("mei").post("/organisations/grove/seats/999/revocation/").status_code == 404


def seats(village, organisation):
    return queries.organisation_for(village.viewer("mei"), "grove").seats


def test_a_domain_of_its_own_shows_one_community(village, as_member, settings):
    settings.ALLOWED_HOSTS = ["*"]
    actions.change_settings(village.viewer("lan"), host="tea.example.org")
    client = as_member("")
    assert "Tea" in client.get("/", headers={"host": "tea.example.org"}).text
    assert client.get("/c/tea/", headers={"host": "tea.example.org"}).status_code == 200
    assert client.get("/c/coffee/", headers={"host": "tea.example.org"}).status_code == 404
    assert client.get("/c/coffee/", headers={"host": "other.example.org"}).status_code == 200


def test_absolute_addresses_know_the_domain(village):
    from qunluo.people.communities.web import absolute, absolute_in

    tea = queries.entrance(village.viewer("lan"), "tea").community
    assert absolute(tea, "/c/tea/") == "http://127.0.0.1:8000/c/tea/"
    actions.change_settings(village.viewer("lan"), host="tea.example.org")
    assert absolute_in(tea.id, "/c/tea/") == "http://tea.example.org/c/tea/"
    assert absolute_in(None, "/x/") == absolute(None, "/x/")


@pytest.mark.parametrize(
    ("page", "most"), [("", 26), ("members/", 20), ("work/", 21), ("work/joins/", 15)]
)
def test_pages_ask_a_fixed_number_of_questions(
    village, as_member, django_assert_max_num_queries, page, most
):
    client = as_member("lan")
    with django_assert_max_num_queries(most):
        client.get(f"/c/tea/{page}")
