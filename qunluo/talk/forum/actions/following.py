"""Follow topics, and remember how far one has read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Refusal
from qunluo.kernel.stream.record import record
from qunluo.people.notices import actions as notices
from qunluo.talk.forum.actions.ground import of_topic, require_member
from qunluo.talk.forum.activities import TopicFollowed, TopicUnfollowed
from qunluo.talk.forum.models import Follow, ReadMark
from qunluo.talk.forum.queries import topic_for

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def follow_topic(member: Viewer, topic_id: int) -> None:
    """Refuses with `sign_in_required`, `join_required`, `forum.following`."""
    member_id = require_member(member)
    topic = topic_for(member, topic_id)
    # Leans on forum_follow_once.
    _row, is_new = Follow.objects.get_or_create(
        topic=topic, member_id=member_id, defaults={"followed_at": clock.now()}
    )
    if not is_new:
        raise Refusal("forum.following", _("You follow this topic already."))
    record(TopicFollowed(**of_topic(member, topic)))


@action
def unfollow_topic(member: Viewer, topic_id: int) -> None:
    """Refuses with `sign_in_required`, `join_required`, `forum.not_following`."""
    member_id = require_member(member)
    topic = topic_for(member, topic_id)
    gone, _by_table = Follow.objects.filter(topic=topic, member=member_id).delete()
    if not gone:
        raise Refusal("forum.not_following", _("You do not follow this topic."))
    record(TopicUnfollowed(**of_topic(member, topic)))


@action
def mark_read(member: Viewer, topic_id: int, post_number: int) -> None:
    """Remember the highest post number seen; lower ones change nothing.

    Tells nobody: what someone reads is theirs (ADR 0041).
    """
    member_id = require_member(member)
    topic = topic_for(member, topic_id)
    last: int = topic.posts.aggregate(last=Max("number"))["last"] or 0
    number = max(0, min(post_number, last))
    now = clock.now()
    mark, is_new = ReadMark.objects.get_or_create(
        topic=topic, member_id=member_id, defaults={"post_number": number, "read_at": now}
    )
    if not is_new:
        further = ReadMark.objects.filter(pk=mark.pk, post_number__lt=number)
        further.update(post_number=number, read_at=now)
    notices.see(member_id, ("forum.topic", topic_id))
