"""Experts: marked for tags by those who keep them, and asked by turns so that none is overrun."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Q

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import missing
from qunluo.kernel.stream.record import record
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.talk.forum import actions as forum
from qunluo.talk.forum import queries as topics
from qunluo.talk.questions import rules
from qunluo.talk.questions.activities import ExpertAsked, ExpertMarked, ExpertUnmarked
from qunluo.talk.questions.models import Expert, ExpertCall, Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.kernel.viewer import Viewer
    from qunluo.talk.forum.models import Topic


@action
def move_experts(tag_id: int, into_id: int) -> None:
    """Two tags become one: whoever is asked about the one that goes is asked about the other."""
    there = Expert.objects.filter(tag=into_id).values("member")
    leaving = Expert.objects.filter(tag=tag_id)
    leaving.exclude(member__in=there).update(tag=into_id)
    leaving.delete()


@action
def mark_expert(actor: Viewer, handle: str, tags: Sequence[str]) -> int:
    """Let a member be asked about exactly these tags of the community; none: no expert any more.

    Returns the member's id. Refuses with `not_permitted`, `missing` (no such member).
    """
    actor.require(rules.KEEP_EXPERTS)
    community_id = communities.place(actor).id
    name = handle.strip().removeprefix("@").lower()
    member_id = communities.ids_by_handle(community_id, [name]).get(name)
    if member_id is None:
        raise missing()
    names = [tag.strip().lower().removeprefix("#") for tag in tags]
    wanted = set(topics.tag_ids(community_id, names))
    held = Expert.objects.filter(community=community_id, member=member_id)
    known = set(held.values_list("tag_id", flat=True))
    held.exclude(tag__in=wanted).delete()
    now = clock.now()
    for tag_id in sorted(wanted - known):
        Expert.objects.create(
            community_id=community_id,
            member_id=member_id,
            tag_id=tag_id,
            marked_at=now,
            marked_by_id=actor.member_id,
        )
    envelope: dict[str, Any] = {
        "community_id": community_id,
        "actor_key": actor.actor_key,
        "about_actor": members.actor_keys([member_id]).get(member_id),
        "audience": "members",
    }
    for tag_id in sorted(wanted - known):
        record(ExpertMarked(object_id=tag_id, **envelope))
    for tag_id in sorted(known - wanted):
        record(ExpertUnmarked(object_id=tag_id, **envelope))
    return member_id


@action
def call_experts(system: Viewer, topic_id: int, *, most: int = rules.CALLED_AT_ONCE) -> int:
    """Ask the experts whose turn it is, those asked least in 30 days and longest ago first.

    Repeatable while nobody of them was asked; returns how many were. Asks nobody about what is
    removed, closed or answered.
    """
    found = Question.objects.select_related("topic__space", "topic__community").filter(
        topic=topic_id, topic__removed_at=None, topic__closed_at=None, topic__reply_count=0
    )
    question = found.select_for_update(of=("self",)).first()
    if question is None:
        return 0
    topic = question.topic
    chosen = _next_in_turn(topic, most)
    now = clock.now()
    for member_id in chosen:
        ExpertCall.objects.create(
            topic=topic, community_id=topic.community_id, member_id=member_id, called_at=now
        )
    for key in members.actor_keys(chosen).values():
        envelope = {**forum.of_topic(system, topic), "about_actor": key, "audience": "parties"}
        record(ExpertAsked(**envelope))
    return len(chosen)


@action
def call_first(system: Viewer, topic_id: int) -> int:
    """The first call about a new question; asking again does nothing."""
    if ExpertCall.objects.filter(topic=topic_id).exists():
        return 0
    return call_experts(system, topic_id)


@action
def forget_expert(_system: Viewer, member_id: int) -> None:
    """Somebody was erased, which the members domain tells."""
    Expert.objects.filter(member=member_id).delete()
    ExpertCall.objects.filter(member=member_id).delete()


def waiting_for_another() -> list[int]:
    """Questions that those asked have left unanswered for a day, up to 100."""
    before = clock.now() - timedelta(hours=rules.PATIENCE_HOURS)
    calls = ExpertCall.objects.filter(
        topic__reply_count=0, topic__closed_at=None, topic__removed_at=None
    )
    rows = calls.order_by().values("topic").annotate(last=Max("called_at"), n=Count("pk"))
    due = rows.filter(last__lt=before, n__lt=rules.CALLED_IN_ALL)
    return [row["topic"] for row in due[:100]]


def _next_in_turn(topic: Topic, most: int) -> list[int]:
    asked = ExpertCall.objects.filter(topic=topic).values("member")
    experts = Expert.objects.filter(
        community=topic.community_id, tag__topic_tags__topic=topic, member__erased_at=None
    )
    able = experts.exclude(member=topic.author_id).exclude(member__in=asked)
    ids = list(able.order_by().values_list("member_id", flat=True).distinct())
    calls = ExpertCall.objects.filter(community=topic.community_id, member__in=ids).order_by()
    since = clock.now() - timedelta(days=rules.LOAD_DAYS)
    rows = calls.values_list("member").annotate(
        load=Count("pk", filter=Q(called_at__gte=since)), last=Max("called_at")
    )
    load = {member: (n, last.timestamp()) for member, n, last in rows}
    return sorted(ids, key=lambda one: (*load.get(one, (0, 0.0)), one))[:most]
