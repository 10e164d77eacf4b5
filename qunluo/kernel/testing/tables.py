"""Empty tables, migrated once and copied from then on: for test databases and installations."""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import django

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / ".pytest_cache" / "tables"


def mark() -> str:
    """Changes with whatever decides how the tables look: migrations, models and the versions."""
    told = (sys.version, django.__version__, sqlite3.sqlite_version)
    digest = hashlib.sha256("\n".join(told).encode())
    found = [
        *ROOT.glob("qunluo/**/migrations/*.py"),
        *ROOT.glob("qunluo/**/models.py"),
        *ROOT.glob("qunluo/**/models/*.py"),
        ROOT / "qunluo" / "site" / "settings.py",
    ]
    for path in sorted(found):
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def sqlite_tables() -> Path:
    """A SQLite file with all tables and no rows of ours; copy it, never write into it."""
    kept = FOLDER / f"{mark()}.sqlite3"
    with one_at_a_time():
        if not kept.exists():
            _make_sqlite(kept)
    return kept


def postgresql_tables(address: str) -> str:
    """The name of a database to say `TEMPLATE` of, on the server that the address names."""
    import psycopg

    name = f"qunluo_tables_{mark()}"
    with one_at_a_time(), psycopg.connect(address, autocommit=True) as server:
        known = "SELECT 1 FROM pg_database WHERE datname = %s"
        if server.execute(known, [name]).fetchone() is None:
            server.execute(f'CREATE DATABASE "{name}_making"')
            own = urlunsplit(urlsplit(address)._replace(path=f"/{name}_making"))
            with tempfile.TemporaryDirectory() as home:
                _migrate(home, own)
            server.execute(f'ALTER DATABASE "{name}_making" RENAME TO "{name}"')
    return name


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Among all processes of this checkout."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make_sqlite(kept: Path) -> None:
    for former in FOLDER.glob("*.sqlite3"):
        former.unlink()
    with tempfile.TemporaryDirectory() as home:
        _migrate(home, "")
        made = sqlite3.connect(Path(home) / "qunluo.sqlite3")
        made.execute("VACUUM INTO ?", [str(kept)])
        made.close()


def _migrate(home: str, address: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0"],
        cwd=ROOT,
        env={**os.environ, "QUNLUO_HOME": home, "DATABASE_URL": address},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
