"""Write activities and what is owed to their listeners, inside the action's transaction."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from qunluo.kernel import clock
from qunluo.kernel.action import writing
from qunluo.kernel.stream.kinds import kind_of
from qunluo.kernel.stream.listening import Committed, wake, wanting
from qunluo.kernel.stream.models import Delivery, StreamLine, Unexported
from qunluo.kernel.stream.origin import origin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.kernel.stream.activity import Activity


def record(activity: Activity, *, happened_at: datetime | None = None) -> int:
    """Append one line at the clock's time (or `happened_at`); returns its id."""
    return record_many([(activity, happened_at or clock.now())])[0]


def record_many(told: Sequence[tuple[Activity, datetime]]) -> list[int]:
    """Append one chunk of lines, each with its own time; one delivery per listener for all.

    Keep chunks at 1,000 lines or fewer: SQLite has one writer (ground 12 and 18).
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("activities are recorded inside an action")
    if not told:
        return []
    recorded_at = datetime.now(UTC)
    with writing("stream"):
        lines = StreamLine.objects.bulk_create(
            [_line(activity, happened_at, recorded_at) for activity, happened_at in told]
        )
        Unexported.objects.bulk_create([Unexported(line=line) for line in lines])
        owed = _owed(lines)
        Delivery.objects.bulk_create(owed)
    transaction.on_commit(partial(wake, _committed(lines)), robust=True)
    return [line.pk for line in lines]


# Domains whose activities decide who may see and hear what.
GATES = ("communities.", "members.", "moderation.")


def _committed(lines: list[StreamLine]) -> Committed:
    """Somebody's presence changes no page and nobody's access."""
    told = [line for line in lines if kind_of(line.name) != "presence"]
    return Committed(
        communities=frozenset(line.community_id for line in told if line.community_id is not None),
        touches_access=any(line.name.startswith(GATES) for line in told),
    )


def _line(activity: Activity, happened_at: datetime, recorded_at: datetime) -> StreamLine:
    source = origin()
    return StreamLine(
        name=activity.name,
        verb=activity.verb,
        object_type=activity.object_type,
        happened_at=happened_at,
        recorded_at=recorded_at,
        origin=source.name,
        batch=source.batch,
        facts=activity.facts(),
        **activity.envelope(),
    )


def _owed(lines: list[StreamLine]) -> list[Delivery]:
    wanted: dict[str, list[int]] = {}
    for line in lines:
        for listener in wanting(line.name, line.origin):
            wanted.setdefault(listener.key, []).append(line.pk)
    due_at = datetime.now(UTC)
    return [
        Delivery(listener=key, line_ids=line_ids, due_at=due_at) for key, line_ids in wanted.items()
    ]
