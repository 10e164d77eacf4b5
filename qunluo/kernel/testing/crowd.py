"""Many processes at once on a real PostgreSQL, for tests of races."""

from __future__ import annotations

import multiprocessing
from typing import TYPE_CHECKING

import pytest
from django.db import connection, connections

if TYPE_CHECKING:
    from collections.abc import Callable

on_postgresql = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]
"""The marks of a module whose tests race."""


def together(size: int, work: Callable[[int], object], *, seconds: int = 90) -> None:
    """Run `work(n)` in `size` processes, each with a connection of its own; all must end well."""
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    crowd = [fork.Process(target=work, args=(n,)) for n in range(size)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join(seconds)
    assert [one.exitcode for one in crowd] == [0] * size
