"""Presence is buffered and told once; visitors are counted and not known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qunluo.kernel import clock
from qunluo.kernel.stream.models import StreamLine
from qunluo.kernel.testing.cast import FOUNDED
from qunluo.people.communities import actions, queries
from qunluo.people.communities.models import Membership, Visit, VisitorDay
from qunluo.people.communities.web import note_visit, visiting


@pytest.fixture(autouse=True)
def _empty_buffer():
    visiting.forget()
    yield
    visiting.forget()


def card(village, slug="tea"):
    return queries.entrance(village.viewer("lan"), slug).community


def test_reading_writes_nothing_and_a_flush_tells_each_day_once(village, as_member):
    page = as_member("mei").get("/c/tea/")
    assert page.status_code == 200
    assert not StreamLine.objects.exists()
    note_visit(village.viewer("mei"), card(village), village.forum.pk)
    note_visit(village.viewer("mei"), card(village), village.forum.pk)
    assert visiting.flush() == 2
    assert sorted(line.space_id or 0 for line in StreamLine.objects.all()) == [
        0,
        village.forum.pk,
    ]
    as_member("mei").get("/c/tea/")
    assert visiting.flush() == 0
    visiting.forget()  # as after a restart: the table still knows
    as_member("mei").get("/c/tea/")
    assert visiting.flush() == 0
    assert StreamLine.objects.filter(name="communities.visited").count() == 2


def test_a_new_day_in_the_communitys_time_zone_is_a_new_visit(village):
    evening = FOUNDED.replace(hour=15, minute=59)  # 23:59 in Shanghai
    for moment in (evening, evening + timedelta(minutes=2), evening + timedelta(hours=1)):
        with clock.at(moment):
            note_visit(village.viewer("mei"), card(village))
    assert visiting.flush() == 2
    assert [line.happened_at for line in StreamLine.objects.order_by("pk")] == [
        evening,
        evening + timedelta(minutes=2),
    ]
    mei = Membership.objects.get(member=village.members["mei"])
    assert mei.last_visited_on == date(2026, 1, 6)


def test_strangers_and_those_who_left_are_not_visits(village):
    note_visit(village.viewer(""), card(village))
    note_visit(village.viewer("zhu"), card(village))
    note_visit(village.viewer("mei"), card(village))
    actions.leave(village.viewer("mei"))
    assert visiting.flush() == 0
    assert not Visit.objects.exists()


def test_old_visits_are_forgotten_by_the_table(village):
    for days in (0, 3, 20):
        with clock.at(FOUNDED + timedelta(days=days)):
            note_visit(village.viewer("mei"), card(village))
        visiting.flush()
    assert Visit.objects.count() == 1
    assert StreamLine.objects.count() == 3


def test_what_could_not_be_written_stays(village, monkeypatch):
    note_visit(village.viewer("mei"), card(village))

    def broken(_seen):
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(visiting.actions, "record_visits", broken)
        with pytest.raises(OSError, match="disk full"):
            visiting.flush()
    assert visiting.flush() == 1


def test_visitors_are_counted_per_day_without_a_trace(village, client):
    beacon = "/c/tea/beacon/"
    for address, browser in (("10.0.0.1", "A"), ("10.0.0.1", "A"), ("10.0.0.2", "A")):
        answer = client.post(
            beacon, REMOTE_ADDR=address, headers={"user-agent": f"Mozilla {browser}"}
        )
        assert (answer.status_code, dict(answer.cookies)) == (204, {})
    client.post(beacon, headers={"user-agent": "Examplebot/1.0"})
    assert not VisitorDay.objects.exists()
    visiting.flush()
    day = VisitorDay.objects.get()
    assert (day.visitor_count, day.page_count) == (2, 3)
    client.post(beacon, REMOTE_ADDR="10.0.0.1", headers={"user-agent": "Mozilla A"})
    visiting.flush()
    day.refresh_from_db()
    assert (day.visitor_count, day.page_count) == (2, 4)


def test_members_are_no_visitors(village, as_member):
    assert as_member("mei").post("/c/tea/beacon/").status_code == 204
    visiting.flush()
    assert not VisitorDay.objects.exists()


def test_every_page_of_a_community_names_its_beacon(village, as_member):
    for name in ("", "zhu", "mei"):
        page = as_member(name).get("/c/tea/")
        assert 'data-beacon="/c/tea/beacon/"' in page.content.decode()


def test_a_members_beacon_is_a_visit_and_a_strangers_is_none(village, as_member):
    as_member("mei").post("/c/tea/beacon/")
    as_member("zhu").post("/c/tea/beacon/")
    assert visiting.flush() == 1
    assert Visit.objects.get().membership.member == village.members["mei"]


def test_the_card_of_a_semi_public_community_counts_and_a_private_one_has_no_beacon(
    village, client, setting_up
):
    for access, status in (("semi_public", 204), ("private", 404)):
        village.community.access = access
        village.community.save()
        answer = client.post("/c/tea/beacon/", headers={"user-agent": "Mozilla"})
        assert answer.status_code == status
    visiting.flush()
    assert VisitorDay.objects.get().page_count == 1
