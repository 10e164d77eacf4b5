from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qunluo.kernel.refusal import Invalid
from qunluo.kernel.stream.models import StreamLine
from qunluo.kernel.web.paging import Page, page_of

START = datetime(2026, 3, 1, tzinfo=UTC)
ORDER = ("-happened_at", "-pk")


def lines(minutes):
    StreamLine.objects.all().delete()
    return StreamLine.objects.bulk_create(
        StreamLine(
            name="x.y",
            verb="View",
            happened_at=START + timedelta(minutes=minute, microseconds=7),
            recorded_at=START,
            object_type="x",
            object_id=1,
            audience="public",
            origin="live",
            facts={},
        )
        for minute in minutes
    )


def walk(order, size):
    """All pages forwards, then backwards from the last."""
    pages = [page_of(StreamLine.objects.all(), order, size=size)]
    while pages[-1].next_cursor:
        pages.append(page_of(StreamLine.objects.all(), order, pages[-1].next_cursor, size=size))
    backwards = [pages[-1]]
    while backwards[-1].previous_cursor:
        cursor = backwards[-1].previous_cursor
        backwards.append(page_of(StreamLine.objects.all(), order, cursor, size=size))
    return pages, backwards[::-1]


@pytest.mark.django_db
@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(0, 3), max_size=9),
    st.integers(1, 4),
    st.sampled_from([ORDER, ("happened_at", "pk"), ("-happened_at", "pk"), ("pk",)]),
)
def test_every_row_is_on_exactly_one_page_in_both_directions(minutes, size, order):
    lines(minutes)
    whole = list(StreamLine.objects.order_by(*order).values_list("pk", flat=True))
    for pages in walk(order, size):
        assert [row.pk for page in pages for row in page.items] == whole
        assert all(page.items for page in pages) or not whole


@pytest.mark.django_db
def test_a_row_that_arrives_later_moves_nothing():
    first = lines([1, 2, 3, 4])
    page = page_of(StreamLine.objects.all(), ORDER, size=2)
    assert [row.pk for row in page.items] == [first[3].pk, first[2].pk]
    assert page.previous_cursor is None
    StreamLine.objects.create(
        name="x.y",
        verb="View",
        happened_at=START + timedelta(days=1),
        recorded_at=START,
        object_type="x",
        object_id=1,
        audience="public",
        origin="live",
        facts={},
    )
    following = page_of(StreamLine.objects.all(), ORDER, page.next_cursor, size=2)
    assert [row.pk for row in following.items] == [first[1].pk, first[0].pk]
    assert following.next_cursor is None


@pytest.mark.django_db
def test_a_page_is_one_query_and_never_longer_than_a_hundred(django_assert_num_queries):
    lines(range(102))
    with django_assert_num_queries(1):
        assert len(page_of(StreamLine.objects.all(), ORDER, size=1000).items) == 100


@pytest.mark.django_db
def test_made_up_cursors_are_refused():
    lines([1, 2, 3])
    cursor = page_of(StreamLine.objects.all(), ORDER, size=1).next_cursor
    for bad, order in [("x", ORDER), (f"{cursor}x", ORDER), (cursor, ("pk",))]:
        with pytest.raises(Invalid) as refused:
            page_of(StreamLine.objects.all(), order, bad)
        assert refused.value.code == "paging.bad_cursor"


def test_a_page_keeps_its_place_when_its_items_become_something_else():
    page = Page((1, 2), "n", "p")
    assert page.each(str) == Page(("1", "2"), "n", "p")
