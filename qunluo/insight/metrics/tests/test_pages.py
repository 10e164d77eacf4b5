"""The dashboard and the page of each number: what they show, to whom, and as files."""

import io
import re
from datetime import date

import openpyxl  # type: ignore[import-untyped]
import pytest

from qunluo.insight.metrics import actions, queries
from qunluo.insight.metrics.queries import behind
from qunluo.insight.metrics.queries.headline import case_of
from qunluo.insight.metrics.tests.telling import at, questions_of_spring
from qunluo.kernel import clock

BOARD = "/c/tea/insight/"


@pytest.fixture
def town(village):
    questions_of_spring(village)
    with clock.at(at("2026-06-15 04:00")):
        actions.drain()
    return village


def test_the_dashboard_opens_on_the_last_whole_period(town, as_member):
    page = as_member("lan").get(BOARD + "?lang=en").content.decode()
    assert "May 2026" in page
    assert "June 2026" not in page.split("<main")[1].split("See it so far")[0].split("has begun")[1]
    assert "Members who contributed" in page


@pytest.mark.parametrize("by", ["day", "week", "month", "quarter", "year"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_length_of_period_has_its_dashboard(town, as_member, by, language):
    answer = as_member("lan").get(BOARD, {"by": by, "on": "2026-05-04", "lang": language})
    assert answer.status_code == 200


def test_figures_so_far_are_marked_and_not_compared(town, as_member):
    page = as_member("lan").get(BOARD + "?lang=en&on=2026-06-01").content.decode()
    assert "They are not compared" in page
    assert "than before" not in page


def test_who_may_see_the_dashboard(town, as_member):
    for who, status in (("", 302), ("zhu", 403), ("mei", 403), ("bo", 200), ("wei", 200)):
        assert as_member(who).get(BOARD).status_code == status, who


def test_nonsense_in_the_address_counts_as_not_said(town, as_member):
    answer = as_member("lan").get(BOARD, {"by": "hour", "on": "yesterday", "space": "nowhere"})
    assert answer.status_code == 200


def test_an_empty_community_says_what_is_needed(village, as_member):
    page = as_member("lan").get(BOARD + "?lang=en").content.decode()
    assert "There is nothing to count yet" in page
    assert as_member("lan").get(BOARD + "overview.csv").status_code == 404
    assert as_member("lan").get(BOARD + "members.joined/").status_code == 200
    assert as_member("lan").get(BOARD + "members.joined/series.csv").status_code == 404
    assert as_member("lan").get(BOARD + "members.joined/rows.csv").status_code == 404


def test_a_number_shows_the_members_behind_it(town, as_member):
    page = as_member("lan").get(BOARD + "active.contributed/?lang=en&on=2026-05-01")
    text = page.content.decode()
    assert "Mei" in text
    assert "@jun" in text
    assert "Somebody whose name is gone" in text


def test_a_small_group_is_hidden_from_volunteers(town, as_member):
    address = BOARD + "active.contributed/?lang=en&on=2026-02-01"
    assert "Fewer than five people" in as_member("wei").get(address).content.decode()
    assert "Fewer than five people" not in as_member("an").get(address).content.decode()
    rows = as_member("wei").get(BOARD + "active.contributed/rows.csv?on=2026-02-01")
    assert "mei" not in rows.content.decode()


def test_a_number_shows_the_rows_behind_it(town, as_member):
    page = as_member("lan").get(BOARD + "content.questions/?lang=en&on=2026-05-01")
    assert len(re.findall("Not open to you, or gone", page.content.decode())) == 6


@pytest.mark.parametrize("metric", ["stickiness.visited", "members.current", "no.such"])
def test_numbers_without_a_list_or_a_name(town, as_member, metric):
    status = as_member("lan").get(f"{BOARD}{metric}/?space=help").status_code
    assert status == (404 if metric == "no.such" else 200)


def test_tables_leave_as_files(town, as_member):
    lan = as_member("lan")
    csv = lan.get(BOARD + "overview.csv?lang=en&on=2026-05-01").content
    assert csv.startswith(b"\xef\xbb\xbf")
    assert b"content.questions" in csv
    book = openpyxl.load_workbook(
        io.BytesIO(lan.get(BOARD + "content.questions/series.xlsx?on=2026-05-01").content)
    )
    assert [row[2].value for row in book.active.rows][-1] == 6
    rows = lan.get(BOARD + "active.contributed/rows.csv?lang=en&on=2026-05-01").content.decode()
    assert "mei" in rows


def test_the_dashboard_asks_the_database_a_fixed_number_of_times(
    town, as_member, django_assert_max_num_queries
):
    lan = as_member("lan")
    lan.get(BOARD)
    with django_assert_max_num_queries(33):
        lan.get(BOARD)


@pytest.mark.parametrize(
    ("signs", "case"),
    [
        ((0, 0, 0), "steady"),
        ((1, 1, 1), "growing"),
        ((1, 0, 0), "growing"),
        ((-1, 0, -1), "shrinking"),
        ((0, 1, 0), "newcomers_only"),
        ((-1, 1, 0), "newcomers_only"),
        ((0, 0, 1), "busier_few"),
        ((1, -1, 0), "mixed"),
        ((0, -1, -1), "mixed"),
    ],
)
def test_the_headline_follows_the_signs(signs, case):
    assert case_of(*signs) == case


def test_a_long_list_has_pages(town):
    lan = town.viewer("lan")
    with clock.at(at("2026-06-15 04:00")):
        may = queries.calendar_of(town.community.pk).period("month", date(2026, 5, 4))
        pages = [behind.behind(lan, "content.all", may, page=n, size=5) for n in (1, 2, 3, 99)]
        whole = behind.behind(lan, "content.all", may)
    assert [(one.page, one.pages, one.total, len(one.lines)) for one in pages] == [
        (1, 3, 12, 5),
        (2, 3, 12, 5),
        (3, 3, 12, 2),
        (3, 3, 12, 2),
    ]
    assert sum((one.lines for one in pages[:3]), ()) == whole.lines


def test_the_people_behind_a_window_are_as_many_as_its_number(town):
    lan = town.viewer("lan")
    calendar = queries.calendar_of(town.community.pk)
    for day in (date(2026, 5, 4), date(2026, 6, 2)):
        month = calendar.period("month", day)
        for metric in ("active.contributed_7d", "active.contributed_30d", "stickiness.contributed"):
            point = queries.measure(lan, metric, queries.Ask("month", day, day)).points[0]
            assert behind.behind(lan, metric, month).total == point.n, (metric, day)


@pytest.mark.parametrize(
    "metric",
    [
        "active.contributed_7d",
        "active.contributed_30d",
        "stickiness.contributed",
        "participation.of_members",
        "retention.contributed",
        "retention.joined",
        "people.gini_active",
    ],
)
def test_every_number_has_its_list(town, as_member, metric):
    page = as_member("lan").get(f"{BOARD}{metric}/?lang=en&on=2026-05-01").content.decode()
    assert "there is no list behind it" not in page
    assert '<th scope="col">Member</th>' in page or "Nobody and nothing" in page
