"""Which articles a viewer may read, and which they may work on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from qunluo.kernel.refusal import one_or_missing
from qunluo.people.communities import queries as communities
from qunluo.talk.articles import rules
from qunluo.talk.articles.models import Article
from qunluo.talk.forum import queries as forum

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from qunluo.kernel.viewer import Viewer


def published_for(viewer: Viewer, *, archived_too: bool = False) -> QuerySet[Article]:
    """Articles out for readers in spaces the viewer may enter; they follow their topic."""
    states = ("published", "archived") if archived_too else ("published",)
    open_topics = forum.topics_open_to(viewer).filter(kind="article", removed_at=None)
    return Article.objects.filter(
        community=viewer.community_id, state__in=states, topic__in=open_topics.values("pk")
    )


def published_article(viewer: Viewer, article_id: int) -> Article:
    """Refuses with `missing`."""
    return one_or_missing(published_for(viewer).filter(pk=article_id))


def articles_seen_by(viewer: Viewer) -> QuerySet[Article]:
    """Articles the viewer may work on: their own, and those of spaces they publish in."""
    if not viewer.is_member or viewer.member_id is None:
        return Article.objects.none()
    spaces = communities.ids_of_spaces_open_to(viewer)
    published_in = [space for space in spaces if viewer.may(rules.PUBLISH, space)]
    mine = Q(author=viewer.member_id) | Q(space__in=published_in)
    return Article.objects.filter(mine, community=viewer.community_id, space__in=spaces)


def article_address(community_slug: str, article_id: int, slug: str = "") -> str:
    """Path of an article; without a slug it leads to the one with it."""
    if slug:
        return reverse("articles:article", args=[community_slug, article_id, slug])
    return reverse("articles:article", args=[community_slug, article_id])
