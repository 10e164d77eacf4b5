"""An organisation's figures: sums where they mean something, people once, and only what is open."""

import re
from datetime import date

import pytest

from qunluo.insight.metrics import actions
from qunluo.insight.metrics.queries.organisations import organisation_board
from qunluo.insight.metrics.tests.telling import Teller, at
from qunluo.kernel import clock
from qunluo.kernel.viewer import Viewer
from qunluo.people.communities.models import (
    Community,
    Grant,
    Membership,
    OrganisationSeat,
    Role,
)
from qunluo.people.communities.queries import entrance

MARCH = date(2026, 3, 1)
ADDRESS = "/organisations/{}/insight/"


@pytest.fixture
def houses(village, setting_up):
    """The village's community and a second of the same organisation; a third is not Lan's."""
    lan = village.members["lan"]
    first = village.community
    second = Community.objects.create(
        organisation=first.organisation,
        slug="second",
        name="Second",
        founded_at=at("2026-01-01 00:00"),
    )
    seat = {"granted_at": at("2026-01-01 00:00")}
    OrganisationSeat.objects.get_or_create(
        organisation=first.organisation, member=lan, defaults={"role": "owner", **seat}
    )
    Membership.objects.create(community=second, member=lan, joined_at=seat["granted_at"])
    role = Role.objects.create(community=second, name="Owner", built_in="owner")
    Grant.objects.create(role=role, member=lan, **seat)
    one, two = Teller(first.pk), Teller(second.pk)
    one.join("old", "2025-01-01 00:00")
    two.join("old", "2025-01-01 00:00")
    for house, who in ((one, "ab"), (two, "bc")):
        for key in who:
            house.join(key, "2026-02-03 00:00")
            asked = house.ask(key, "2026-03-04 00:00")
            if key != "c":
                house.answer("old", "2026-03-04 01:00", asked)
    for house in (one, two):
        house.tell()
    with clock.at(at("2026-04-05 00:00")):
        actions.drain()
    return village


def board(village, who="lan", **asked):
    viewer = Viewer(village.members[who].pk, actor_key=village.members[who].actor_key)
    slug = village.community.organisation.slug
    return organisation_board(viewer, slug, **{"on": MARCH, **asked})


def figures(found):
    return {one.tile.definition.id: (one.tile.point.value, one.counted) for one in found.together}


def test_events_add_up_and_people_count_once(houses):
    found = board(houses)
    told = figures(found)
    assert told["content.questions"] == (4, 2)
    # a, b, c and old: b is in both.
    assert told["active.contributed"] == (4, 2)
    assert told["members.current"] == (4, 2)
    assert told["questions.open"] == (1, 2)
    each = [line.series["active.contributed"].points[-1].value for line in found.lines]
    assert each == [3, 3]


def test_a_share_rests_on_all_questions_together(houses):
    point = next(
        one.tile.point
        for one in board(houses).together
        if one.tile.definition.id == "response.within_24h"
    )
    assert (point.numerator, point.denominator, point.value) == (3, 4, 0.75)


def test_a_median_has_no_sum(houses):
    found = board(houses)
    assert "response.median_hours" not in figures(found)
    assert found.lines[0].series["response.median_hours"].points[-1].value == 1


def test_a_change_is_told_of_the_same_communities_only(houses):
    joined = next(
        one.tile for one in board(houses).together if one.tile.definition.id == "members.joined"
    )
    assert [note.text for note in joined.changes][:1] == ["−4"]


def test_it_opens_on_the_last_whole_period(houses):
    assert board(houses, on=None).period.start == MARCH


def test_communities_that_are_not_open_are_in_no_number(houses, setting_up):
    Grant.objects.filter(role__community__slug="second").delete()
    found = board(houses)
    assert figures(found)["content.questions"] == (2, 1)
    assert (len(found.lines), found.hidden) == (1, 2)


def test_nothing_is_open_to_a_mere_seat(houses, setting_up):
    mei = houses.members["mei"]
    OrganisationSeat.objects.create(
        organisation=houses.community.organisation,
        member=mei,
        role="analyst",
        granted_at=at("2026-01-01 00:00"),
    )
    found = board(houses, "mei")
    assert (found.period, found.lines, found.hidden) == (None, (), 3)


def test_the_page_stands_beside_the_table_and_the_api(houses, as_member):
    slug = houses.community.organisation.slug
    lan = as_member("lan")
    page = lan.get(ADDRESS.format(slug), {"on": "2026-03-01", "lang": "en"}).content.decode()
    assert "Second" in page
    assert re.search(r"each person once · 2/3", page)
    table = lan.get(ADDRESS.format(slug) + "overview.csv?lang=en&on=2026-03-01").content.decode()
    assert table.splitlines()[1].startswith("All together,4,")
    told = lan.get(f"/api/v1/organisations/{slug}/metrics?on=2026-03-01").json()
    api = {one["metric"]: one["value"] for one in told["together"]}
    assert api["active.contributed"] == 4
    assert [one["community"] for one in told["communities"]] == [houses.community.slug, "second"]


def test_the_panel_shows_on_the_organisations_page(houses, as_member):
    slug = houses.community.organisation.slug
    page = as_member("lan").get(f"/organisations/{slug}/?lang=en").content.decode()
    assert "Figures of all communities" in page


@pytest.mark.parametrize("path", ["", "overview.csv"])
def test_strangers_find_nothing(houses, as_member, path):
    address = ADDRESS.format(houses.community.organisation.slug) + path
    assert as_member("mei").get(address).status_code == 404
    assert as_member("").get(address).status_code in {302, 401}


def test_an_organisation_without_figures_says_so(village, as_member, setting_up):
    lan = village.members["lan"]
    OrganisationSeat.objects.get_or_create(
        organisation=village.community.organisation,
        member=lan,
        defaults={"role": "owner", "granted_at": at("2026-01-01 00:00")},
    )
    address = ADDRESS.format(village.community.organisation.slug)
    page = as_member("lan").get(address + "?lang=en")
    assert "There is nothing to count yet" in page.content.decode()
    assert as_member("lan").get(address + "overview.csv").status_code == 404
    assert entrance(Viewer(), village.community.slug)
