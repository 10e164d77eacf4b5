"""Lines that the lake does not hold yet: taken by its exporter, settled with its manifest."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F

from qunluo.kernel.action import writing
from qunluo.kernel.stream.models import StreamLine, Unexported

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime, timedelta

PLAIN = (
    "name", "verb", "actor_key", "community_id", "space_id", "object_type", "object_id",
    "root_type", "root_id", "target_type", "target_id", "about_actor", "audience", "origin", "batch",
)  # fmt: skip
CHUNK = 5_000


def unexported(limit: int) -> list[int]:
    """Ids of lines not yet in the lake, oldest first."""
    return list(Unexported.objects.order_by("pk").values_list("pk", flat=True)[:limit])


def count_unexported() -> int:
    return Unexported.objects.count()


def plain_lines(line_ids: Sequence[int]) -> Iterator[dict[str, Any]]:
    """The lines as plain values: moments ISO in UTC without offset, facts as JSON text."""
    for start in range(0, len(line_ids), CHUNK):
        chunk = line_ids[start : start + CHUNK]
        # Ids are taken in order, so a range finds them fast; a late commit inside it is left out.
        wanted = set(chunk)
        rows = StreamLine.objects.filter(pk__gte=chunk[0], pk__lte=chunk[-1]).values_list(
            "pk", "happened_at", "recorded_at", "facts", *PLAIN
        )
        for line_id, happened_at, recorded_at, facts, *plain in rows.iterator(CHUNK):
            if line_id in wanted:
                yield {
                    "line_id": line_id,
                    "happened_at": _stamp(happened_at),
                    "recorded_at": _stamp(recorded_at),
                    "facts": json.dumps(facts, ensure_ascii=False),
                    **dict(zip(PLAIN, plain, strict=True)),
                }


def settle(line_ids: Sequence[int]) -> int:
    """Forget the markers, in the transaction that lists the segment; how many there still were."""
    with writing("stream"):
        return sum(
            Unexported.objects.filter(pk__in=line_ids[start : start + CHUNK]).delete()[0]
            for start in range(0, len(line_ids), CHUNK)
        )


def waiting_since() -> datetime | None:
    """When the oldest line that the lake does not hold was written down."""
    return Unexported.objects.order_by("pk").values_list("line__recorded_at", flat=True).first()


def settled_after(line_id: int, limit: int) -> list[tuple[int, datetime]]:
    """(id, recorded at) of the next lines by id that the lake holds or held; for making it anew."""
    found = StreamLine.objects.filter(pk__gt=line_id).order_by("pk")[:limit]
    rows = list(found.values_list("pk", "recorded_at"))
    if not rows:
        return []
    waiting = set(
        Unexported.objects.filter(pk__gte=rows[0][0], pk__lte=rows[-1][0]).values_list(
            "pk", flat=True
        )
    )
    return [row for row in rows if row[0] not in waiting] or settled_after(rows[-1][0], limit)


def _stamp(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat()


@dataclass(frozen=True)
class ToldLine:
    """The little of a line that a list of rows shows."""

    happened_at: datetime
    actor_key: str | None
    object_type: str
    object_id: int


def told_lines(line_ids: Sequence[int]) -> list[ToldLine]:
    """Lines by id, in the given order; those gone are left out. One query."""
    found = {
        line.pk: ToldLine(line.happened_at, line.actor_key, line.object_type, line.object_id)
        for line in StreamLine.objects.filter(pk__in=list(line_ids))
    }
    return [found[line_id] for line_id in line_ids if line_id in found]


def late_lines(community_id: int, first: datetime, end: datetime, after: timedelta) -> int:
    """How many live lines of [first, end) were written down more than `after` later. One query."""
    return StreamLine.objects.filter(
        community_id=community_id,
        happened_at__gte=first,
        happened_at__lt=end,
        origin="live",
        recorded_at__gt=F("happened_at") + after,
    ).count()
