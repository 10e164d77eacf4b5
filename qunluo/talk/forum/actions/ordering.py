"""Keep a forum in order: pin, close, move, link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock, files
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid, Refusal, missing, one_or_missing
from qunluo.kernel.stream.record import record
from qunluo.people.communities import queries as communities
from qunluo.talk.forum import rules
from qunluo.talk.forum.actions.ground import locked_topic, of_topic, require_standing
from qunluo.talk.forum.activities import (
    TopicClosed,
    TopicLinked,
    TopicMoved,
    TopicPinned,
    TopicReopened,
    TopicUnlinked,
    TopicUnpinned,
)
from qunluo.talk.forum.models import Topic, TopicLink
from qunluo.talk.forum.queries import topic_for

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer


@action
def pin_topic(actor: Viewer, topic_id: int, *, until: datetime | None = None) -> None:
    """Keep a topic on top of its space, for good or until a moment; again changes the moment.

    Refuses with `not_permitted`, `forum.removed`, `forum.pin_past` (field `until`).
    """
    topic = _allowed(actor, topic_id, rules.PIN)
    require_standing(topic)
    now = clock.now()
    if until is not None and until <= now:
        told = _("Choose a time in the future.")
        raise Invalid("forum.pin_past", told, fields={"until": told})
    Topic.objects.filter(pk=topic.pk).update(pinned_at=now, pinned_until=until)
    record(TopicPinned(**of_topic(actor, topic)))


@action
def unpin_topic(actor: Viewer, topic_id: int) -> None:
    """Refuses with `not_permitted`, `forum.not_pinned`."""
    topic = _allowed(actor, topic_id, rules.PIN)
    if topic.pinned_at is None:
        raise Refusal("forum.not_pinned", _("This topic is not pinned."))
    Topic.objects.filter(pk=topic.pk).update(pinned_at=None, pinned_until=None)
    record(TopicUnpinned(**of_topic(actor, topic)))


@action
def close_topic(actor: Viewer, topic_id: int, reason: str = "") -> None:
    """Stop replies, for a reason everybody sees; refuses with `not_permitted`, `forum.closed`."""
    topic = _allowed(actor, topic_id, rules.CLOSE)
    require_standing(topic)
    if topic.closed_at is not None:
        raise Refusal("forum.closed", _("This topic is closed already."))
    Topic.objects.filter(pk=topic.pk).update(
        closed_at=clock.now(),
        closes_at=None,
        closed_by=actor.member_id,
        closed_reason=" ".join(reason.split())[: rules.REASON_MOST],
    )
    record(TopicClosed(**of_topic(actor, topic)))


@action
def reopen_topic(actor: Viewer, topic_id: int) -> None:
    """Refuses with `not_permitted`, `forum.not_closed`."""
    topic = _allowed(actor, topic_id, rules.CLOSE)
    if topic.closed_at is None:
        raise Refusal("forum.not_closed", _("This topic is open."))
    Topic.objects.filter(pk=topic.pk).update(closed_at=None, closed_by=None, closed_reason="")
    record(TopicReopened(**of_topic(actor, topic)))


@action
def move_topic(actor: Viewer, topic_id: int, space_id: int) -> None:
    """Move to another space of the same kind; needs `forum.move` in both.

    Refuses with `not_permitted`, `missing` (space), `forum.wrong_space`, `forum.already_there`.
    """
    topic = _allowed(actor, topic_id, rules.MOVE)
    places = {space.id: space for space in communities.place(actor).spaces}
    if space_id not in places:
        raise missing()
    actor.require(rules.MOVE, space_id)
    if space_id == topic.space_id:
        raise Refusal("forum.already_there", _("The topic is in this space already."))
    if (places[space_id].kind == "questions") != (topic.kind == "question"):
        raise Refusal("forum.wrong_space", _("This space is for something else. Choose another."))
    left = topic.space_id
    Topic.objects.filter(pk=topic.pk).update(space=space_id)
    carry_files(topic, space_id)
    moved = topics_after_move(topic.pk)
    record(TopicMoved(**of_topic(actor, moved), from_space_id=left))


def carry_files(topic: Topic, entered: int) -> None:
    """Pictures are readable where their post now stands, and only there."""
    texts = topic.posts.filter(body_source__contains="/files/")
    files.carry_over(
        texts.values_list("body_source", flat=True),
        community_id=topic.community_id,
        left=topic.space_id,
        entered=entered,
    )


def topics_after_move(topic_id: int) -> Topic:
    """The row as it stands now, so that what is told carries the new space and its audience."""
    return Topic.objects.select_related("space", "community").get(pk=topic_id)


@action
def link_topics(actor: Viewer, topic_id: int, other_id: int, kind: str = "related") -> None:
    """Point from one topic to another: `related` (whoever may post) or `duplicate` (may close).

    Refuses with `not_permitted`, `missing`, `forum.link_kind`, `forum.linked_to_itself`,
    `forum.linked_already`.
    """
    if kind not in rules.LINK_KINDS:
        raise Invalid("forum.link_kind", _("A link is either related or duplicate."))
    needed = rules.CLOSE if kind == "duplicate" else rules.POST
    topic = _allowed(actor, topic_id, needed)
    other = topic_for(actor, other_id)
    if other.pk == topic.pk:
        raise Refusal("forum.linked_to_itself", _("A topic cannot point to itself."))
    # Leans on forum_link_once.
    _link, is_new = TopicLink.objects.get_or_create(
        topic=topic, other=other, kind=kind, defaults={"linked_at": clock.now()}
    )
    if not is_new:
        raise Refusal("forum.linked_already", _("These topics are linked already."))
    envelope = of_topic(actor, topic)
    record(TopicLinked(**envelope, target_type="forum.topic", target_id=other.pk, link_kind=kind))


@action
def unlink_topics(actor: Viewer, topic_id: int, other_id: int, kind: str = "related") -> None:
    """Take a link back; who may make one may. Refuses with `missing` and `not_permitted`."""
    needed = rules.CLOSE if kind == "duplicate" else rules.POST
    topic = _allowed(actor, topic_id, needed)
    link = one_or_missing(TopicLink.objects.filter(topic=topic, other=other_id, kind=kind))
    link.delete()
    envelope = of_topic(actor, topic)
    told = TopicUnlinked(**envelope, target_type="forum.topic", target_id=other_id, link_kind=kind)
    record(told)


def _allowed(actor: Viewer, topic_id: int, permission: str) -> Topic:
    topic = locked_topic(actor, topic_id)
    actor.require(permission, topic.space_id)
    return topic
