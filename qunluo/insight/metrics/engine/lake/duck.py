"""The process's one DuckDB: a bounded share of memory, the rest spilled to disk."""

from __future__ import annotations

import os
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

MEMORY_LIMIT = "512MB"
THREADS = 2

_lock = threading.RLock()
_kept: list[DuckDBPyConnection] = []
_spill = [Path(tempfile.gettempdir())]


def spill_into(folder: Path) -> None:
    """Where what does not fit into memory goes, from the next start of the engine on."""
    _spill[0] = folder


@contextmanager
def engine() -> Iterator[DuckDBPyConnection]:
    """The process's one DuckDB, for one caller at a time; loaded when first needed."""
    with _lock:
        if not _kept:
            _kept.append(_begun())
        yield _kept[0]


def _begun() -> DuckDBPyConnection:
    import duckdb  # noqa: PLC0415 - 30 MB that a server without dashboards never needs

    connection = duckdb.connect()
    connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
    connection.execute(f"SET threads = {THREADS}")
    connection.execute(f"SET temp_directory = {quoted(str(_spill[0] / f'.spill-{os.getpid()}'))}")
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute("SET autoload_known_extensions = false")
    return connection


def quoted(text: str) -> str:
    """A string as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
