"""Lists of articles: what is out, what is on its way, series."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from qunluo.kernel import files
from qunluo.kernel.refusal import one_or_missing
from qunluo.kernel.web.paging import Page, page_of
from qunluo.talk.articles import rules
from qunluo.talk.articles.engine.reading import minutes_to_read, opening_words
from qunluo.talk.articles.models import Article, Series
from qunluo.talk.articles.queries.finding import (
    article_address,
    articles_seen_by,
    published_for,
)
from qunluo.talk.forum import queries as forum

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django_stubs_ext import StrPromise

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person

COVER_SIDE = 640


@dataclass(frozen=True)
class ArticleLine:
    """One article in a list. `cover` is a signed address or empty; `minutes` to read it.

    `note` is what holds it up: a reviewer's note or why its schedule failed.
    """

    id: int
    title: str
    address: str
    summary: str
    cover: str
    author: Person
    state: str
    state_label: str | StrPromise
    space_name: str
    series_title: str
    minutes: int
    reply_count: int
    saved_at: datetime
    sent_at: datetime | None
    publish_at: datetime | None
    published_at: datetime | None
    note: str
    is_mine: bool


@dataclass(frozen=True)
class SeriesCard:
    """`count` counts published articles."""

    id: int
    title: str
    slug: str
    summary: str
    count: int


def article_list(
    viewer: Viewer,
    *,
    space_id: int | None = None,
    series_id: int | None = None,
    cursor: str | None = None,
    size: int = 20,
) -> Page[ArticleLine]:
    """Published articles, the newest first; a series in its own order. Five queries.

    Refuses with `paging.bad_cursor`.
    """
    found = published_for(viewer)
    order: tuple[str, ...] = ("-published_at", "-pk")
    if space_id is not None:
        found = found.filter(topic__space=space_id)
    if series_id is not None:
        found, order = found.filter(series=series_id), ("series_position", "published_at", "pk")
    page = page_of(found.select_related("topic", "space", "series"), order, cursor, size=size)
    return page.of(_lines(viewer, page.items))


def lines_under_way(
    viewer: Viewer, *, states: Iterable[str] = rules.UNDER_WAY
) -> list[ArticleLine]:
    """What the viewer may work on, the last saved first; at most 200. Five queries."""
    found = articles_seen_by(viewer).filter(state__in=tuple(states))
    rows = found.select_related("topic", "space", "series").order_by("-saved_at", "-pk")[:200]
    return _lines(viewer, rows)


def series_cards(viewer: Viewer, *, with_empty: bool = False) -> list[SeriesCard]:
    """Series of the community by name, with how many articles of them are out; two queries."""
    out = published_for(viewer).values("pk")
    counted = Series.objects.filter(community=viewer.community_id).annotate(
        out=Count("articles", filter=Q(articles__in=out))
    )
    if not with_empty:
        counted = counted.filter(out__gt=0)
    rows = counted.order_by("title").values_list("pk", "title", "slug", "summary", "out")
    return [SeriesCard(*row) for row in rows]


def series_here(viewer: Viewer, slug: str) -> SeriesCard:
    """One series of the community; refuses with `missing`."""
    found = Series.objects.filter(community=viewer.community_id, slug=slug)
    series = one_or_missing(found)
    count = published_for(viewer).filter(series=series).count()
    return SeriesCard(series.pk, series.title, series.slug, series.summary, count)


def _lines(viewer: Viewer, rows: Sequence[Article] | Iterable[Article]) -> list[ArticleLine]:
    articles = list(rows)
    if not articles:
        return []
    people = forum.people_of(viewer.community_id or 0, {row.author_id for row in articles})
    covers = files.addresses(viewer, [row.cover_id for row in articles], size=COVER_SIDE)
    return [_line(viewer, row, people, covers) for row in articles]


def _line(
    viewer: Viewer, row: Article, people: dict[int, Person], covers: dict[int, str]
) -> ArticleLine:
    return ArticleLine(
        id=row.pk,
        title=row.title,
        address=article_address(viewer.community_slug, row.pk, row.slug),
        summary=row.summary or opening_words(row.body_source),
        cover=covers.get(row.cover_id or 0, ""),
        author=forum.byline(people, row.author_id),
        state=row.state,
        state_label=rules.STATES[row.state],
        space_name=row.space.name,
        series_title=row.series.title if row.series else "",
        minutes=minutes_to_read(row.body_source),
        reply_count=row.topic.reply_count if row.topic else 0,
        saved_at=row.saved_at,
        sent_at=row.sent_at,
        publish_at=row.publish_at,
        published_at=row.published_at,
        note=row.publish_trouble or row.review_note,
        is_mine=rules.is_author(viewer, row),
    )
