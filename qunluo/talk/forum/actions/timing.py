"""Close topics at a moment, and feature those worth reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid, Refusal
from qunluo.kernel.stream.record import record
from qunluo.talk.forum import rules
from qunluo.talk.forum.actions.ground import locked_topic, of_topic, require_standing
from qunluo.talk.forum.activities import (
    ClosingCalledOff,
    ClosingSet,
    TopicClosed,
    TopicFeatured,
    TopicUnfeatured,
)
from qunluo.talk.forum.models import Topic

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer

CHUNK = 100


@action
def close_later(actor: Viewer, topic_id: int, at: datetime, *, reason: str = "") -> None:
    """Let a topic close by itself at a moment; again changes the moment.

    Refuses with `not_permitted`, `forum.removed`, `forum.closed`, `forum.close_past` (field `at`).
    """
    topic = locked_topic(actor, topic_id)
    actor.require(rules.CLOSE, topic.space_id)
    require_standing(topic)
    if topic.closed_at is not None:
        raise Refusal("forum.closed", _("This topic is closed already."))
    if at <= clock.now():
        told = _("Choose a time in the future.")
        raise Invalid("forum.close_past", told, fields={"at": told})
    Topic.objects.filter(pk=topic.pk).update(
        closes_at=at, closed_reason=" ".join(reason.split())[: rules.REASON_MOST]
    )
    record(ClosingSet(**of_topic(actor, topic)))


@action
def call_off_closing(actor: Viewer, topic_id: int) -> None:
    """Refuses with `not_permitted`, `forum.no_closing`."""
    topic = locked_topic(actor, topic_id)
    actor.require(rules.CLOSE, topic.space_id)
    if topic.closes_at is None:
        raise Refusal("forum.no_closing", _("No time is set at which this topic closes."))
    Topic.objects.filter(pk=topic.pk).update(closes_at=None, closed_reason="")
    record(ClosingCalledOff(**of_topic(actor, topic)))


@action
def close_due(system: Viewer) -> int:
    """Close up to 100 topics whose time has come; returns how many."""
    now = clock.now()
    due = Topic.objects.filter(closes_at__lte=now, closed_at=None).select_related(
        "space", "community"
    )
    rows = list(due.select_for_update(of=("self",)).order_by("closes_at", "pk")[:CHUNK])
    for topic in rows:
        Topic.objects.filter(pk=topic.pk).update(
            closed_at=now,
            closes_at=None,
            closed_reason=topic.closed_reason or _in_time(topic.community.language),
        )
        record(TopicClosed(**of_topic(system, topic)))
    return len(rows)


def _in_time(language: str) -> str:
    with override(language):
        return gettext("Its time was over.")


@action
def feature_topic(actor: Viewer, topic_id: int) -> None:
    """Put a topic among the featured; refuses with `not_permitted`, `forum.removed`,
    `forum.featured`."""
    topic = locked_topic(actor, topic_id)
    actor.require(rules.FEATURE, topic.space_id)
    require_standing(topic)
    if topic.featured_at is not None:
        raise Refusal("forum.featured", _("This topic is featured already."))
    Topic.objects.filter(pk=topic.pk).update(featured_at=clock.now())
    record(TopicFeatured(**of_topic(actor, topic)))


@action
def unfeature_topic(actor: Viewer, topic_id: int) -> None:
    """Refuses with `not_permitted`, `forum.not_featured`."""
    topic = locked_topic(actor, topic_id)
    actor.require(rules.FEATURE, topic.space_id)
    if topic.featured_at is None:
        raise Refusal("forum.not_featured", _("This topic is not featured."))
    Topic.objects.filter(pk=topic.pk).update(featured_at=None)
    record(TopicUnfeatured(**of_topic(actor, topic)))
