"""An article's page: the text, who wrote it, the rest of its series, what is said below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.kernel import files
from qunluo.kernel.refusal import one_or_missing
from qunluo.talk.articles import rules
from qunluo.talk.articles.engine.reading import minutes_to_read, opening_words
from qunluo.talk.articles.queries.finding import article_address, published_for
from qunluo.talk.forum import queries as forum

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer
    from qunluo.talk.articles.models import Article
    from qunluo.talk.forum.queries import TopicSheet

COVER_SIDE = 1280


@dataclass(frozen=True)
class Neighbour:
    """Another article of the series."""

    title: str
    address: str
    is_this: bool


@dataclass(frozen=True)
class ArticleSheet:
    """`thread` is its topic: the opening is the text, the posts are the responses."""

    id: int
    title: str
    slug: str
    address: str
    summary: str
    cover: str
    minutes: int
    published_at: datetime | None
    is_archived: bool
    series_title: str
    series_slug: str
    neighbours: tuple[Neighbour, ...]
    source_address: str
    source_rights: str
    thread: TopicSheet
    may_edit: bool
    may_archive: bool


def article_page(viewer: Viewer, article_id: int, *, page: int = 1) -> ArticleSheet:
    """Four queries and those of the topic's page. Refuses with `missing`."""
    found = published_for(viewer, archived_too=True).select_related("series")
    article = one_or_missing(found.filter(pk=article_id))
    thread = forum.topic_sheet(viewer, article.topic_id or 0, page=page)
    covers = files.addresses(viewer, [article.cover_id], size=COVER_SIDE)
    return ArticleSheet(
        id=article.pk,
        title=thread.head.title,
        slug=article.slug,
        address=article_address(viewer.community_slug, article.pk, article.slug),
        summary=article.summary or opening_words(article.body_source, 160),
        cover=covers.get(article.cover_id or 0, ""),
        minutes=minutes_to_read(article.body_source),
        published_at=article.published_at,
        is_archived=article.state == "archived",
        series_title=article.series.title if article.series else "",
        series_slug=article.series.slug if article.series else "",
        neighbours=_neighbours(viewer, article),
        source_address=article.source_address,
        source_rights=article.source_rights,
        thread=thread,
        may_edit=article.state == "published" and rules.may_edit(viewer, article),
        may_archive=viewer.is_member and viewer.may(rules.PUBLISH, article.space_id),
    )


def _neighbours(viewer: Viewer, article: Article) -> tuple[Neighbour, ...]:
    if article.series_id is None:
        return ()
    rows = published_for(viewer).filter(series=article.series_id)
    rows = rows.order_by("series_position", "published_at", "pk")[:100]
    slug = viewer.community_slug
    return tuple(
        Neighbour(title, article_address(slug, pk, own), pk == article.pk)
        for pk, title, own in rows.values_list("pk", "title", "slug")
    )
