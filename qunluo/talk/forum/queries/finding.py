"""Topics and posts a viewer may reach; what they may not see is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from qunluo.kernel.refusal import one_or_missing
from qunluo.people.communities import queries as communities
from qunluo.talk.forum.models import Post, Topic

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from qunluo.kernel.viewer import Viewer


def topics_open_to(viewer: Viewer) -> QuerySet[Topic]:
    """Topics of the viewer's community in spaces open to them, removed ones included."""
    spaces = communities.ids_of_spaces_open_to(viewer)
    return Topic.objects.filter(community=viewer.community_id, space__in=spaces)


def topic_for(viewer: Viewer, topic_id: int) -> Topic:
    """The topic with its space and community, or `missing`."""
    found = topics_open_to(viewer).select_related("space", "community").filter(pk=topic_id)
    return one_or_missing(found)


def post_for(viewer: Viewer, post_id: int) -> Post:
    """The post with its topic, space and community, or `missing`."""
    spaces = communities.ids_of_spaces_open_to(viewer)
    found = Post.objects.select_related("topic__space", "topic__community").filter(
        pk=post_id, topic__community=viewer.community_id, topic__space__in=spaces
    )
    return one_or_missing(found)


STANDING = Q(removed_at=None)
