"""Every write of segments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from qunluo.insight.segments import queries
from qunluo.insight.segments.activities import SegmentRetired, SegmentSaved
from qunluo.insight.segments.engine.rule import plain
from qunluo.insight.segments.models import Day, Segment, Version
from qunluo.insight.segments.rules import KEEP
from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Refusal, missing, one_or_missing
from qunluo.kernel.stream.record import record
from qunluo.kernel.viewer import Viewer

if TYPE_CHECKING:
    from datetime import date


@action
def save_segment(actor: Viewer, name: str, rule: Any, *, segment_id: int | None = None) -> int:
    """A new segment, or a new version of one when its rule has changed; returns its id.

    Refuses with `segments.bad_rule`, `segments.name_taken`.
    """
    actor.require(KEEP)
    if actor.community_id is None:
        raise missing()
    told = plain(queries.read_rule(rule))
    taken = Segment.objects.filter(community_id=actor.community_id, name=name)
    if taken.exclude(pk=segment_id or 0).exists():
        raise Refusal(
            "segments.name_taken", _("A segment of this name exists. Give it another name.")
        )
    if segment_id is None:
        segment = Segment.objects.create(
            community_id=actor.community_id,
            name=name,
            version=0,
            made_by_id=actor.member_id,
            made_at=clock.now(),
        )
    else:
        segment = _open(actor, segment_id)
    last = Version.objects.filter(segment=segment, number=segment.version).first()
    if last is None or last.rule != told:
        segment.version += 1
        Version.objects.create(
            segment=segment, number=segment.version, rule=told, saved_at=clock.now()
        )
    segment.name = name
    segment.save(update_fields=["name", "version"])
    record(
        SegmentSaved(
            object_id=segment.pk,
            community_id=actor.community_id,
            actor_key=actor.actor_key,
            version=segment.version,
        )
    )
    return segment.pk


def _open(actor: Viewer, segment_id: int) -> Segment:
    return one_or_missing(
        Segment.objects.select_for_update().filter(
            pk=segment_id, community_id=actor.community_id or 0, retired_at=None
        )
    )


@action
def retire_segment(actor: Viewer, segment_id: int) -> None:
    """Nobody uses it any more; its days and versions stay."""
    actor.require(KEEP)
    segment = _open(actor, segment_id)
    segment.retired_at = clock.now()
    segment.name = f"{segment.name[:100]} #{segment.pk}"
    segment.save(update_fields=["retired_at", "name"])
    record(
        SegmentRetired(
            object_id=segment.pk, community_id=actor.community_id, actor_key=actor.actor_key
        )
    )


@action
def count_day(segment_id: int, day: date) -> int:
    """Write down who is in a segment on a day, once; by the timed job. Returns how many."""
    segment = Segment.objects.get(pk=segment_id)
    rule = Version.objects.get(segment=segment, number=segment.version).rule
    standing = Viewer(community_id=segment.community_id)
    keys = queries.keys_in(standing, rule)
    Day.objects.update_or_create(  # leans on segments_day_once
        segment=segment,
        day=day,
        defaults={
            "version": segment.version,
            "watermark": queries.watermark_now(),
            "actor_keys": keys,
        },
    )
    return len(keys)
