"""Write activities and what is owed to their listeners, inside the action's transaction."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db import transaction

from qunluo.kernel import clock
from qunluo.kernel.action import writing
from qunluo.kernel.bulk import insert_many
from qunluo.kernel.stream.activity import ENVELOPE
from qunluo.kernel.stream.kinds import kind_of
from qunluo.kernel.stream.listening import Committed, wake, wanting
from qunluo.kernel.stream.models import Delivery, StreamLine, Unexported
from qunluo.kernel.stream.origin import origin

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
        ids = insert_many(StreamLine, COLUMNS, _rows(told, recorded_at))
        insert_many(Unexported, ("line_id",), list(zip(ids, strict=True)))
        Delivery.objects.bulk_create(_owed([activity.name for activity, _ in told], ids))
    transaction.on_commit(
        partial(wake, _committed([activity for activity, _ in told])), robust=True
    )
    return ids


# Domains whose activities decide who may see and hear what.
GATES = (
    *("communities.", "members."),
    *("moderation.sanction", "moderation.appeal_decided", "moderation.emergency"),
)
# Of these domains, what happens all day and opens or shuts no door: asking everybody again would
# hold up all open pages for nothing.
NO_GATES = frozenset({"communities.visited", "members.signed_in"})


def _committed(told: Sequence[Activity]) -> Committed:
    """Somebody's presence changes no page and nobody's access."""
    seen = [activity for activity in told if kind_of(activity.name) != "presence"]
    return Committed(
        communities=frozenset(
            activity.community_id for activity in seen if activity.community_id is not None
        ),
        touches_access=any(
            activity.name.startswith(GATES) and activity.name not in NO_GATES for activity in told
        ),
    )


COLUMNS = (
    "name",
    "verb",
    "object_type",
    "happened_at",
    "recorded_at",
    "origin",
    "batch",
    "facts",
    *ENVELOPE,
)


def _rows(
    told: Sequence[tuple[Activity, datetime]], recorded_at: datetime
) -> Iterator[tuple[Any, ...]]:
    source = origin()
    envelope = attrgetter(*ENVELOPE)
    for activity, happened_at in told:
        yield (
            activity.name,
            activity.verb,
            activity.object_type,
            happened_at,
            recorded_at,
            source.name,
            source.batch,
            activity.facts(),
            *envelope(activity),
        )


def _owed(names: list[str], ids: list[int]) -> list[Delivery]:
    source = origin().name
    listening = {name: [entry.key for entry in wanting(name, source)] for name in set(names)}
    wanted: dict[str, list[int]] = {}
    for name, line_id in zip(names, ids, strict=True):
        for key in listening[name]:
            wanted.setdefault(key, []).append(line_id)
    due_at = datetime.now(UTC)
    return [
        Delivery(listener=key, line_ids=line_ids, due_at=due_at) for key, line_ids in wanted.items()
    ]
