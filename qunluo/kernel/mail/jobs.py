"""Sending, away from requests."""

from __future__ import annotations

from qunluo.kernel.jobs import cron, job
from qunluo.kernel.mail import actions


@job(retries=8)
def send_letter(letter_id: int) -> None:
    actions.send_letter(letter_id)


@cron("41 3 * * *")
@job()
def drop_old_letters() -> None:
    actions.drop_old()
