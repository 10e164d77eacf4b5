"""What feeds carry, and whom a feed's key lets in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.kernel.refusal import one_or_missing
from qunluo.people.members import queries as members
from qunluo.talk.articles.engine.reading import opening_words
from qunluo.talk.articles.models import Article, FeedKey
from qunluo.talk.articles.queries.finding import article_address, published_for
from qunluo.talk.forum import queries as forum

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from markupsafe import Markup

    from qunluo.kernel.viewer import Viewer

FEED_SIZE = 20


@dataclass(frozen=True)
class FeedEntry:
    """`address` is a path; `html` the whole text as readers see it."""

    id: int
    title: str
    address: str
    summary: str
    html: Markup
    author: str
    tags: tuple[str, ...]
    published_at: datetime
    changed_at: datetime


@dataclass(frozen=True)
class Feed:
    """The newest first. `title` of the series or space it is about, or of the community."""

    title: str
    summary: str
    language: str
    entries: tuple[FeedEntry, ...]


def feed(
    viewer: Viewer,
    about: tuple[str, str],
    *,
    language: str,
    space_id: int | None = None,
    series_id: int | None = None,
) -> Feed:
    """Twenty articles; `about` is title and summary. Six queries."""
    found = published_for(viewer)
    if space_id is not None:
        found = found.filter(topic__space=space_id)
    if series_id is not None:
        found = found.filter(series=series_id)
    rows = list(found.order_by("-published_at", "-pk")[:FEED_SIZE])
    openings = forum.openings_of(viewer, [row.topic_id or 0 for row in rows])
    entries = []
    for row in rows:
        opening = openings[row.topic_id or 0]
        entries.append(
            FeedEntry(
                id=row.pk,
                title=row.title,
                address=article_address(viewer.community_slug, row.pk, row.slug),
                summary=row.summary or opening_words(row.body_source, 160),
                html=opening.body,
                author=opening.author.name,
                tags=tuple(row.tags),
                published_at=row.published_at or opening.posted_at,
                changed_at=opening.edited_at or row.published_at or opening.posted_at,
            )
        )
    return Feed(about[0], about[1], language, tuple(entries))


def reader_of(community_id: int, secret: str) -> Viewer:
    """Whose key this is, for one community; refuses with `missing`."""
    found = FeedKey.objects.filter(
        community=community_id, secret_hash=hashlib.sha256(secret.encode()).hexdigest()
    )
    return members.viewer_by_id(one_or_missing(found).member_id)


def has_feed_key(viewer: Viewer) -> bool:
    """Whether the member has a key for the feeds of the community they stand in."""
    return FeedKey.objects.filter(member=viewer.member_id, community=viewer.community_id).exists()


def sitemap_entries(viewer: Viewer) -> list[tuple[str, datetime]]:
    """Path and last change of every article the viewer may read; at most 50,000 (the protocol's)."""
    rows = published_for(viewer).order_by("-published_at")[:50_000]
    slug = viewer.community_slug
    return [
        (article_address(slug, pk, own), saved_at)
        for pk, own, saved_at in rows.values_list("pk", "slug", "saved_at")
    ]


def communities_with_articles(community_ids: Collection[int]) -> set[int]:
    """Those where an article is out; one query."""
    out = Article.objects.filter(community__in=community_ids, state="published")
    return set(out.order_by().values_list("community", flat=True).distinct())


def card_words(viewer: Viewer, article_id: int) -> tuple[str, str]:
    """Title and author for the picture of a shared link; refuses with `missing`."""
    article = one_or_missing(published_for(viewer, archived_too=True).filter(pk=article_id))
    people = forum.people_of(article.community_id, [article.author_id])
    return article.title, forum.byline(people, article.author_id).name
