"""What one page has read already: the same question is asked of the database once.

Only while a page is being read (a GET never writes); in actions, jobs and tests of queries every
question is asked anew.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

T = TypeVar("T")

_read: ContextVar[dict[Hashable, Any] | None] = ContextVar("once", default=None)


@contextmanager
def one_page() -> Iterator[None]:
    """Remember, until the page is made, what `once` is asked for."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def once(key: Hashable, read: Callable[[], T]) -> T:
    """What `read` gives; within a page the same value for the same key. The key names the question
    and everything its answer depends on, the viewer included."""
    kept = _read.get()
    if kept is None:
        return read()
    if key not in kept:
        kept[key] = read()
    found: T = kept[key]
    return found
