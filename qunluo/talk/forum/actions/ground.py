"""What every write in the forum stands on: the topic under lock, the permission, the audience."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import preferences
from qunluo.kernel.refusal import Forbidden, JoinRequired, Refusal, one_or_missing
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.talk.forum import rules
from qunluo.talk.forum.models import Post, Topic
from qunluo.talk.forum.queries import post_for, topics_open_to

if TYPE_CHECKING:
    from qunluo.kernel.stream.activity import Audience
    from qunluo.kernel.viewer import Viewer


def locked_topic(viewer: Viewer, topic_id: int) -> Topic:
    """The topic under a row lock, so that what follows is numbered and counted one by one."""
    found = topics_open_to(viewer).select_related("space", "community").filter(pk=topic_id)
    return one_or_missing(found.select_for_update(of=("self",)))


def locked_post(viewer: Viewer, post_id: int) -> tuple[Post, Topic]:
    """The post and its topic, the topic's row locked first (always in this order)."""
    topic = locked_topic(viewer, post_for(viewer, post_id).topic_id)
    return one_or_missing(topic.posts.filter(pk=post_id).select_for_update(of=("self",))), topic


def require_member(viewer: Viewer) -> int:
    """The member's id; refuses with `sign_in_required` or `join_required`."""
    member_id = viewer.require_member_id()
    if not viewer.is_member:
        raise JoinRequired(viewer.community_slug)
    return member_id


def require_posting(viewer: Viewer, space_id: int, community_state: str) -> int:
    """Refuses visitors, strangers, those without `forum.post`, and an archived community."""
    member_id = require_member(viewer)
    viewer.require(rules.POST, space_id)
    _require_kept(community_state)
    _require_verified(viewer)
    return member_id


def _require_verified(viewer: Viewer) -> None:
    """Where a community posts under known names only (后台实名), the others read."""
    is_asked = preferences.get(viewer, rules.VERIFIED_ONLY)
    if is_asked and not communities.is_verified_to_post(viewer):
        told = _("Here only verified members may post. Ask the community's team to verify you.")
        raise Forbidden("forum.not_verified", told)


def _require_kept(community_state: str) -> None:
    if community_state == "archived":
        raise Refusal("forum.archived", _("This community is archived. It can only be read."))


def require_lively(topic: Topic) -> None:
    """Refuses with `forum.archived` and `forum.removed`."""
    _require_kept(topic.community.state)
    require_standing(topic)


def require_standing(topic: Topic) -> None:
    """Refuses with `forum.removed`, and with `forum.space_archived`."""
    if topic.removed_at is not None:
        raise Refusal("forum.removed", _("This topic was removed. Nothing can be added to it."))
    if topic.space.archived_at is not None:
        told = _("This space is archived. It can only be read.")
        raise Refusal("forum.space_archived", told)


def next_number(topic: Topic) -> int:
    """The next post's number; leans on the topic's lock and on forum_post_number_once.

    Numbers of posts that were moved away stay theirs, so that links to them stay true.
    """
    last: int | None = topic.posts.aggregate(last=Max("number"))["last"]
    moved: int | None = topic.moved_posts.aggregate(last=Max("number"))["last"]
    return max(last or 0, moved or 0) + 1


def audience_of(topic: Topic) -> Audience:
    """Who may hear of what happens in the topic."""
    if topic.space.access == "private":
        return "parties"
    is_public = topic.community.access == "public" and topic.space.access == "public"
    return "public" if is_public else "members"


def about(member_id: int | None) -> str | None:
    """The stream's name of a member, if they still have one."""
    if member_id is None:
        return None
    return members.actor_keys([member_id]).get(member_id)


def of_topic(viewer: Viewer, topic: Topic) -> dict[str, Any]:
    """The envelope of an activity about a topic."""
    return {
        "object_id": topic.pk,
        "community_id": topic.community_id,
        "space_id": topic.space_id,
        "actor_key": viewer.actor_key,
        "root_type": "forum.topic",
        "root_id": topic.pk,
        "audience": audience_of(topic),
    }


def of_post(viewer: Viewer, topic: Topic, post: Post, *, whom: int | None = None) -> dict[str, Any]:
    """The envelope of an activity about a post; `whom` is the member it concerns."""
    concerned = whom if whom != viewer.member_id else None
    return {**of_topic(viewer, topic), "object_id": post.pk, "about_actor": about(concerned)}
