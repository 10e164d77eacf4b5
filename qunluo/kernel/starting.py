"""What a process makes ready before it takes requests, so that nobody's request has to wait for it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import close_old_connections

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)

_wanted: list[Callable[[], None]] = []


def at_start(work: Callable[[], None]) -> None:
    """Register something that is read from the database into memory once; call it in providers."""
    if work not in _wanted:
        _wanted.append(work)


def make_ready() -> None:
    """Called by the server before its first request and by the worker beside its first job.

    What fails is said in the log and made when it is first needed; the process starts without it.
    """
    close_old_connections()
    try:
        for work in _wanted:
            try:
                work()
            except Exception:
                log.exception("not made ready at start", extra={"what": work.__qualname__})
    finally:
        close_old_connections()
