"""The single exporter: from the stream's markers to segments that the manifest lists."""

from __future__ import annotations

import secrets
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q

from qunluo.insight.metrics.engine import lake
from qunluo.insight.metrics.models import Condition, ExportLease, LakeFile, Segment
from qunluo.kernel import clock
from qunluo.kernel.action import writing
from qunluo.kernel.stream import exporting as stream
from qunluo.kernel.stream.forgetting import forgotten_batches
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

LINES_PER_SEGMENT = 20_000
LEASE = timedelta(minutes=5)
QUIET = timedelta(hours=1)
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def export_segment(limit: int = LINES_PER_SEGMENT) -> int | None:
    """Move up to `limit` lines into the lake; returns the new watermark.

    Returns None when another exporter is at work, or when there is nothing to say: no line, no
    changed condition, and the last segment is younger than an hour. Killed at any point, it loses
    nothing: a file that the manifest does not list is never read, and its lines stay marked.
    """
    with leased() as is_ours:
        return _export(limit) if is_ours else None


def drain() -> int:
    """Export until the lake holds everything, up to this moment; returns the watermark."""
    while stream.count_unexported():
        if export_segment() is None:
            time.sleep(0.1)  # another exporter is at work
    with leased() as is_ours:
        if is_ours:
            _export(0, even_if_quiet=True)
    return Segment.objects.aggregate(last=Max("number"))["last"] or 0


def _export(limit: int, *, even_if_quiet: bool = False) -> int | None:
    now = clock.now()
    line_ids = stream.unexported(limit)
    changed = _changed_conditions()
    last = Segment.objects.order_by("-number").first()
    if not (line_ids or changed or even_if_quiet or _is_stale(last, now)):
        return None
    number = (last.number if last else 0) + 1
    written = lake.write_segment(settings.LAKE_FOLDER, stream.plain_lines(line_ids), number)
    is_behind = len(line_ids) == limit and limit > 0
    with transaction.atomic(), writing("metrics"):
        _list(number, written, covers_until=_covered(last, now, is_behind=is_behind))
        _keep_conditions(number, changed)
        stream.settle(line_ids)
    return number


def _is_stale(last: Segment | None, now: datetime) -> bool:
    return last is not None and now - last.covers_until >= QUIET


def _covered(last: Segment | None, now: datetime, *, is_behind: bool) -> datetime:
    """Up to when everything is there. Never goes back: a demo's set clock may stand earlier."""
    before = last.covers_until if last else NEVER
    return before if is_behind else max(before, now)


def _list(number: int, written: Sequence[lake.Written], *, covers_until: datetime) -> None:
    """From now on readers see the segment. Leans on its primary key: each number once."""
    Segment.objects.create(
        number=number,
        written_at=datetime.now(UTC),
        covers_until=covers_until,
        line_count=sum(file.line_count for file in written),
    )
    LakeFile.objects.bulk_create([entry(file, number, number) for file in written])


def entry(file: lake.Written, first: int, last: int) -> LakeFile:
    return LakeFile(
        path=file.path,
        community_id=file.community_id,
        month=file.month,
        first_segment=first,
        last_segment=last,
        line_count=file.line_count,
        byte_count=file.byte_count,
        schema_version=lake.SCHEMA_VERSION,
    )


def _changed_conditions() -> dict[str, Any]:
    now: dict[str, Any] = {
        "aliases": sorted(map(list, members.aliases().items())),
        "forgotten": sorted(forgotten_batches()),
    }
    if forgotten := sorted(forgotten_batches()):
        now["forgotten"] = forgotten
    for rules in communities.rules_of_measuring():
        now[f"community:{rules.id}"] = {
            "timezone": rules.timezone,
            "week_start": rules.week_start,
            "staff": sorted(members.actor_keys(rules.staff_ids).values()),
        }
    kept = _kept()
    return {name: content for name, content in now.items() if kept.get(name) != content}


def _kept() -> dict[str, Any]:
    return dict(Condition.objects.order_by("segment_number").values_list("name", "content"))


def _keep_conditions(number: int, changed: dict[str, Any]) -> None:
    Condition.objects.bulk_create(
        [
            Condition(name=name, segment_number=number, content=content)
            for name, content in changed.items()
        ]
    )


@contextmanager
def leased() -> Iterator[bool]:
    """Whether this process holds the export for the block. Lease time is the machine's own."""
    holder, now = secrets.token_hex(8), datetime.now(UTC)
    with writing("metrics"):
        ExportLease.objects.get_or_create(pk=1)
        free = Q(held_until=None) | Q(held_until__lt=now)
        taken = ExportLease.objects.filter(free, pk=1).update(holder=holder, held_until=now + LEASE)
    try:
        yield bool(taken)
    finally:
        if taken:
            with writing("metrics"):
                ExportLease.objects.filter(pk=1, holder=holder).update(held_until=None)
