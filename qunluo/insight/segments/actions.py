"""Every write of segments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from qunluo.insight.segments import queries, rules
from qunluo.insight.segments.activities import SegmentRetired, SegmentSaved
from qunluo.insight.segments.engine.rule import Rule, plain, segments_in
from qunluo.insight.segments.models import Day, Segment, Version
from qunluo.insight.segments.ports import uses_of
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

    Refuses with `segments.bad_rule`, `segments.name_missing`, `segments.name_taken`,
    `segments.circle`.
    """
    actor.require(KEEP)
    if actor.community_id is None:
        raise missing()
    name = " ".join(name.split())[:120]
    if not name:
        raise rules.name_missing()
    read = queries.read_rule(rule)
    told = plain(read)
    _refuse_circle(actor.community_id, read, segment_id)
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


def _refuse_circle(community_id: int, rule: Rule, segment_id: int | None) -> None:
    """A rule may name segments of the community only, and none that leans on it in the end."""
    rows = Segment.objects.filter(community_id=community_id, retired_at=None)
    numbers = dict(rows.values_list("pk", "version"))
    held = {
        one.segment_id: segments_in(queries.read_rule(one.rule))
        for one in Version.objects.filter(segment__in=numbers)
        if numbers[one.segment_id] == one.number
    }
    seen: set[int] = set()
    waiting = set(segments_in(rule))
    while waiting:
        one = waiting.pop()
        if one not in numbers:
            raise missing()
        if one == segment_id:
            raise rules.goes_round()
        seen.add(one)
        waiting |= held.get(one, frozenset()) - seen


def _open(actor: Viewer, segment_id: int) -> Segment:
    return one_or_missing(
        Segment.objects.select_for_update().filter(
            pk=segment_id, community_id=actor.community_id or 0, retired_at=None
        )
    )


@action
def retire_segment(actor: Viewer, segment_id: int) -> None:
    """It is not used any more; its days and versions stay. Refuses with `segments.in_use`."""
    actor.require(KEEP)
    segment = _open(actor, segment_id)
    if uses := uses_of(actor, [segment.pk]).get(segment.pk):
        raise rules.is_used(one.title for one in uses)
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
    keys = queries.keys_in(segment.community_id, rule)
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
