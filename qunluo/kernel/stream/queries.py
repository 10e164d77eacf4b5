"""Reads about what the stream still owes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q

from qunluo.kernel.stream.models import Delivery, StreamLine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(frozen=True)
class OwedDelivery:
    """Lines owed to one listener; `told` names the first line's activity."""

    id: int
    listener: str
    told: str
    lines: int
    attempts: int
    due_at: datetime
    last_error: str
    is_stuck: bool


@dataclass(frozen=True)
class Owed:
    """How many deliveries wait, how many gave up, and since when the oldest is due."""

    waiting: int
    stuck: int
    oldest_due_at: datetime | None


def owed() -> Owed:
    """One query."""
    found = Delivery.objects.aggregate(
        waiting=Count("pk", filter=Q(is_stuck=False)),
        stuck=Count("pk", filter=Q(is_stuck=True)),
        oldest=Min("due_at", filter=Q(is_stuck=False)),
    )
    return Owed(found["waiting"], found["stuck"], found["oldest"])


def troubled(*, limit: int = 100) -> Sequence[OwedDelivery]:
    """Deliveries that failed at least once, stuck ones first; two queries."""
    rows = list(Delivery.objects.filter(attempts__gt=0).order_by("-is_stuck", "pk")[:limit])
    first = [row.line_ids[0] for row in rows if row.line_ids]
    names = dict(StreamLine.objects.filter(pk__in=first).values_list("pk", "name"))
    return [
        OwedDelivery(
            id=row.pk,
            listener=row.listener.removeprefix("qunluo."),
            told=names.get(row.line_ids[0], "") if row.line_ids else "",
            lines=len(row.line_ids),
            attempts=row.attempts,
            due_at=row.due_at,
            last_error=row.last_error,
            is_stuck=row.is_stuck,
        )
        for row in rows
    ]
