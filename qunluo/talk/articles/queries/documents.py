"""What others ask of articles: cards, addresses, a member's share, pictures in use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from qunluo.talk.articles.models import Article
from qunluo.talk.articles.queries.finding import article_address, articles_seen_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qunluo.kernel.viewer import Viewer


def own_articles(member_id: int) -> Iterator[dict[str, Any]]:
    """Articles in every state, with their working copy; one query."""
    rows = Article.objects.filter(author=member_id).order_by("pk")
    names = ("community__slug", "state", "title", "summary", "body_source", "tags", "published_at")
    for row in rows.values(*names):
        yield {**row}


def cards_of(viewer: Viewer, ids: Iterable[int]) -> list[tuple[int, str, str]]:
    """Id, title and page of articles the viewer may work on: where it is worked on, or once it is
    out, where it is read; two queries."""
    rows = articles_seen_by(viewer).filter(pk__in=list(ids))
    slug = viewer.community_slug
    return [
        (
            pk,
            title,
            article_address(slug, pk, own)
            if state == "published"
            else reverse("articles:draft", args=[slug, pk]),
        )
        for pk, title, own, state in rows.values_list("pk", "title", "slug", "state")
    ]


def address_of_topic(community_slug: str, topic_id: int) -> str:
    """Where the article of a topic is read, or "" when it has none."""
    found = Article.objects.filter(topic=topic_id).values_list("pk", "slug").first()
    return article_address(community_slug, *found) if found else ""


def covers_shown(keys: Iterable[str]) -> set[str]:
    """Those files that stand above an article."""
    shown = Article.objects.filter(cover__key__in=list(keys))
    return set(shown.values_list("cover__key", flat=True))
