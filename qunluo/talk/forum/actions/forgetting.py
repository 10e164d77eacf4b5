"""Forget what names a member, and delete a community's talk when it is purged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.action import action
from qunluo.talk.forum.models import (
    Bookmark,
    Draft,
    Follow,
    Post,
    ReadMark,
    Revision,
    Submission,
    Tag,
    Topic,
)

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer

CHUNK = 200


@action
def forget_member(_actor: Viewer, member_id: int) -> None:
    """Drop what is only theirs and the names kept beside their posts; the posts stay.

    The members domain tells that somebody was erased.
    """
    for private in (Bookmark, Draft, Follow, ReadMark, Submission):
        private.objects.filter(member=member_id).delete()
    Post.objects.filter(author=member_id).update(author_name="")
    Revision.objects.filter(editor=member_id).update(editor_name="")


@action
def purge_topics(_actor: Viewer, community_id: int) -> int:
    """Delete up to 200 of a community's topics with all their posts; returns how many.

    Called until it returns 0, a transaction each, so that no one waits long (ground 18).
    """
    ids = list(Topic.objects.filter(community=community_id).values_list("pk", flat=True)[:CHUNK])
    Topic.objects.filter(pk__in=ids).delete()
    if not ids:
        Tag.objects.filter(community=community_id).delete()
        Draft.objects.filter(community=community_id).delete()
    return len(ids)
