"""One page at a time, unless it takes long (ADR 0125).

Threads that make pages at once fight for Python's lock: each becomes slower, and all together too.
So a page waits until the one before it is done, or has had its time: a slow one delays the next by
that much and no more.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

TIME_ALONE = 0.1  # seconds


class Turnstile:
    """A WSGI application around another."""

    def __init__(self, inside: Callable[..., Iterable[bytes]], alone: float = TIME_ALONE) -> None:
        self._inside = inside
        self._alone = alone
        self._moved = threading.Condition()
        self._entered = 0.0
        self._holder: object | None = None

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        ticket = object()
        self._enter(ticket)
        try:
            return self._inside(environ, start_response)
        finally:
            self._leave(ticket)

    def _enter(self, ticket: object) -> None:
        with self._moved:
            while self._holder is not None:
                left = self._entered + self._alone - time.monotonic()
                if left <= 0:
                    break
                self._moved.wait(left)
            self._holder, self._entered = ticket, time.monotonic()

    def _leave(self, ticket: object) -> None:
        with self._moved:
            if self._holder is ticket:
                self._holder = None
            self._moved.notify()
