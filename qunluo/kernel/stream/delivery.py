"""Hand owed lines to their listeners: at least once, with back-off, and visibly when stuck."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from qunluo.kernel import clock
from qunluo.kernel.action import writing
from qunluo.kernel.stream.listening import listeners
from qunluo.kernel.stream.models import Delivery, StreamLine
from qunluo.kernel.stream.origin import telling

if TYPE_CHECKING:
    from collections.abc import Callable

    from qunluo.kernel.stream.origin import OriginName

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 8
BACK_OFF = (1, 5, 30, 120, 600, 1800, 3600, 3600)


def deliver_due(
    limit: int = 50, *, holder: str = "inline", stop: Callable[[], bool] = lambda: False
) -> int:
    """Deal with deliveries that are due; returns how many were tried.

    `stop` is asked between two deliveries: a leaving worker gives the rest back.
    """
    tried = 0
    for delivery in _claim(limit, holder):
        if stop():
            break
        _deliver(delivery)
        tried += 1
    return tried


def deliver_all() -> None:
    """Deliver until nothing is due: for tests, seeding and imports that must see the effects."""
    while deliver_due(500):
        pass


def renew(holder: str) -> None:
    """Keep what a worker has claimed; called by its heartbeat."""
    held = Delivery.objects.filter(holder=holder)
    if held.exists():
        with writing("stream"):
            held.update(leased_until=_lease())


def give_back(holder: str) -> None:
    """A worker leaves: what it claimed and did not deliver is due at once."""
    with writing("stream"):
        Delivery.objects.filter(holder=holder).update(leased_until=None, holder="")


def _lease() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=settings.JOB_LEASE)


def _claim(limit: int, holder: str) -> list[Delivery]:
    now = datetime.now(UTC)
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    due = Delivery.objects.filter(free, is_stuck=False, due_at__lte=now).order_by("pk")
    if not due.exists():  # asked without a lock: an idle worker writes nothing
        return []
    with transaction.atomic(), writing("stream"):
        rows = list(due.select_for_update(skip_locked=_can_skip(), of=("self",))[:limit])
        ids = [row.pk for row in rows]
        Delivery.objects.filter(pk__in=ids).update(leased_until=_lease(), holder=holder)
    for row in rows:
        row.holder = holder
    return rows


def _can_skip() -> bool:
    return bool(transaction.get_connection().features.has_select_for_update_skip_locked)


def _deliver(delivery: Delivery) -> None:
    try:
        listener = listeners.get(delivery.listener)
        if listener is not None:
            lines = StreamLine.objects.filter(pk__in=delivery.line_ids).order_by("pk")
            for moment, told in groupby(lines, key=_origin_and_moment):
                with clock.at(moment[2]), telling(moment[0], batch=moment[1]):
                    listener.hear(list(told))
    except Exception as error:
        log.exception("delivery failed", extra={"listener": delivery.listener})
        _put_off(delivery, error)
    else:
        with writing("stream"):
            _mine(delivery).delete()


def _mine(delivery: Delivery) -> QuerySet[Delivery]:
    # Somebody who lost the lease must not end what another has begun anew.
    return Delivery.objects.filter(pk=delivery.pk, holder=delivery.holder)


def _origin_and_moment(line: StreamLine) -> tuple[OriginName, str, datetime]:
    # A bulk chunk is heard at once, at its batch's recording; single lines at their own time.
    when = line.recorded_at if line.origin == "import" else line.happened_at
    return cast("OriginName", line.origin), line.batch, when


def _put_off(delivery: Delivery, error: Exception) -> None:
    attempts = delivery.attempts + 1
    wait = BACK_OFF[min(attempts, len(BACK_OFF)) - 1]
    with writing("stream"):
        _mine(delivery).update(
            attempts=attempts,
            due_at=datetime.now(UTC) + timedelta(seconds=wait),
            leased_until=None,
            holder="",
            last_error=f"{type(error).__name__}: {error}"[:2000],
            is_stuck=attempts >= MOST_ATTEMPTS,
        )
