"""The list of work as pages and for programs."""

import pytest

from qunluo.people.communities import actions as communities
from qunluo.people.communities.models import Community
from qunluo.people.duties.models import Duty

WORK = "/c/tea/work/duties/"


@pytest.fixture
def asked(village, setting_up):
    Community.objects.filter(slug="tea").update(joining="review")
    return communities.request_to_join(village.viewer("zhu"), {})


def test_the_page_shows_what_waits_and_members_do_not_open_it(as_member, asked):
    page = as_member("wei").get(WORK)
    assert page.status_code == 200
    assert "Zhu" in page.content.decode()
    assert as_member("mei").get(WORK).status_code == 403
    assert as_member("zhu").get(WORK).status_code in {302, 403}


def test_whoever_keeps_one_space_sees_an_empty_table(as_member, asked):
    page = as_member("bo").get(WORK)
    assert page.status_code == 200
    assert "Zhu" not in page.content.decode()


def test_the_workbench_shows_the_most_urgent(as_member, asked):
    text = as_member("lan").get("/c/tea/work/").content.decode()
    assert f"/c/tea/work/joins/?id={asked}" in text
    assert WORK in text


def test_the_next_one_leads_to_where_it_is_done(as_member, asked):
    answer = as_member("wei").post(f"{WORK}next/")
    assert answer.url == f"/c/tea/work/joins/?id={asked}"
    assert Duty.objects.get().claimed_at is not None
    assert as_member("lan").post(f"{WORK}next/").status_code == 409


def test_take_and_put_back(as_member, asked):
    duty = Duty.objects.get()
    wei = as_member("wei")
    assert wei.post(f"{WORK}{duty.pk}/claim/").url == WORK
    assert wei.post(f"{WORK}{duty.pk}/release/").url == WORK
    duty.refresh_from_db()
    assert duty.claimed_by_id is None
    assert wei.get(f"{WORK}{duty.pk}/claim/").status_code == 405


def test_programs_list_take_and_put_back(as_member, asked):
    wei = as_member("wei")
    api = "/api/v1/communities/tea/duties"
    listed = wei.get(api).json()
    assert (listed["waiting"], listed["items"][0]["title"]) == (1, "Zhu")
    taken = wei.post(f"{api}/next", {}, content_type="application/json").json()
    assert taken["is_mine"]
    assert wei.delete(f"{api}/{taken['id']}/claim").status_code == 204
    assert wei.put(f"{api}/{taken['id']}/claim").status_code == 204
    assert wei.get(f"{api}?kind=other").json()["items"] == []
    assert wei.put(f"{api}/x/claim").status_code == 404
    assert as_member("mei").get(api).status_code == 403
