"""Topics and posts a viewer may reach; what they may not see is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from qunluo.kernel.refusal import one_or_missing
from qunluo.people.communities import queries as communities
from qunluo.talk.forum import rules
from qunluo.talk.forum.models import Post, Topic

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from qunluo.kernel.viewer import Viewer


def topics_open_to(viewer: Viewer) -> QuerySet[Topic]:
    """Topics of the viewer's community in spaces open to them, removed ones included."""
    spaces = communities.read_spaces(viewer)
    return Topic.objects.filter(unheld(viewer), space__in=spaces, community=viewer.community_id)


def unheld(viewer: Viewer, path: str = "", *, space: str = "space") -> Q:
    """A condition on topics or posts: not waiting for review, unless the viewer wrote them or
    removes posts there. Asks nothing itself."""
    if viewer.may(rules.REMOVE):
        return Q()
    seen = ~Q(**{f"{path}removed_reason": rules.HELD})
    if viewer.member_id is not None:
        seen |= Q(**{f"{path}author": viewer.member_id})
    spaces = [pk for pk, held in viewer.space_permissions.items() if rules.REMOVE in held]
    return seen | Q(**{f"{path}{space}__in": spaces}) if spaces else seen


def standing_for(viewer: Viewer, path: str = "", *, space: str = "space") -> Q:
    """A condition on topics or posts: not removed, unless the viewer restores posts there."""
    if viewer.may(rules.REMOVE):
        return Q()
    standing = Q(**{f"{path}removed_at": None})
    spaces = [pk for pk, held in viewer.space_permissions.items() if rules.REMOVE in held]
    return standing | Q(**{f"{path}{space}__in": spaces}) if spaces else standing


def topic_for(viewer: Viewer, topic_id: int) -> Topic:
    """The topic with its space and community, or `missing`."""
    found = topics_open_to(viewer).select_related("space", "community").filter(pk=topic_id)
    return one_or_missing(found)


def may_read_topic(viewer: Viewer, topic_id: int) -> bool:
    """Whether a viewer who stands in no community may read a topic; refuses as its door does."""
    found = Topic.objects.filter(pk=topic_id, removed_at=None)
    slug = found.values_list("community__slug", flat=True).first()
    if slug is None:
        return False
    inside = communities.enter(viewer, slug, door="visitors")
    return topics_open_to(inside.viewer).filter(pk=topic_id).exists()


def posts_open_to(viewer: Viewer) -> QuerySet[Post]:
    """Posts in such topics, removed ones included."""
    here = communities.in_read_spaces(viewer, "topic__space")
    seen = unheld(viewer, space="topic__space") & unheld(viewer, "topic__")
    return Post.objects.filter(here, seen, topic__community=viewer.community_id)


def post_for(viewer: Viewer, post_id: int) -> Post:
    """The post with its topic, space and community, or `missing`."""
    found = posts_open_to(viewer).select_related("topic__space", "topic__community")
    return one_or_missing(found.filter(pk=post_id))


def topic_address(community_slug: str, topic_id: int, slug: str) -> str:
    """The topic's page, with its readable end when it has one."""
    place = {"community": community_slug, "topic_id": topic_id}
    return reverse("forum:topic", kwargs={**place, "slug": slug} if slug else place)


def post_address(community_slug: str, post_id: int) -> str:
    """An address that leads to the post wherever it stands today."""
    return reverse("forum:post", kwargs={"community": community_slug, "post_id": post_id})
