"""Sending, away from requests and listeners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.jobs import cron, job, periodic
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.notices import actions
from qunluo.people.notices.actions.pushing import enqueues

if TYPE_CHECKING:
    from collections.abc import Mapping


@periodic(every_seconds=5)
def send_what_is_due() -> None:
    actions.send_due()


@cron("7 * * * *")
@job()
def send_digests() -> None:
    actions.send_digests()


@job(retries=6)
def push(device_id: int, message: Mapping[str, str]) -> None:
    actions.push(device_id, message)


@enqueues
def put_in_line(device_id: int, message: Mapping[str, str]) -> None:
    push.enqueue(device_id, message)


@cron("23 4 * * *")
@job(queue="long")
def drop_old_notices() -> None:
    while actions.drop_old(SYSTEM):
        pass
