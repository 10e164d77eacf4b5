"""The database's part: SQLite's own backup, or every PostgreSQL table by COPY, no client needed."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SQLITE_ENTRY = "database/qunluo.sqlite3"
PIECE = 1 << 20
PLAIN = re.compile(r"\w+")


def save(folder: Path) -> dict[str, int]:
    """Write one consistent state of the database below `folder`; returns rows by table."""
    (folder / "database").mkdir(parents=True)
    if connection.vendor == "sqlite":
        return _save_sqlite(folder / SQLITE_ENTRY)
    return _save_postgresql(folder / "database")


def load(folder: Path, migrations: dict[str, str]) -> None:
    """Replace the database by what `save` wrote, then migrate it to this version."""
    if connection.vendor == "sqlite":
        _load_sqlite(folder / SQLITE_ENTRY)
    else:
        _load_postgresql(folder / "database", migrations)
    call_command("migrate", interactive=False, verbosity=0)


def applied() -> dict[str, str]:
    """The newest applied migration of each app."""
    found = sorted(MigrationRecorder(connection).applied_migrations())
    return dict(found)


def has_rows() -> bool:
    """Whether anybody lives here: the target of a restore should be empty."""
    if "members_member" not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM members_member LIMIT 1")
        return cursor.fetchone() is not None


def counts() -> dict[str, int]:
    """Rows of every table of the product."""
    with connection.cursor() as cursor:
        return {name: _count(cursor, name) for name in _tables()}


def _tables() -> list[str]:
    names = connection.introspection.table_names()
    ours = ("django_", *(f"{app.label}_" for app in apps.get_app_configs()))
    return sorted(name for name in names if PLAIN.fullmatch(name) and name.startswith(ours))


def _count(cursor: Any, name: str) -> int:
    cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608 - a name from the catalogue
    return int(cursor.fetchone()[0])


def _save_sqlite(target: Path) -> dict[str, int]:
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        # One read of one state; the write-ahead log lets others write meanwhile.
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        cursor = copy.cursor()
        return {name: _count(cursor, name) for name in _tables()}


def _load_sqlite(source: Path) -> None:
    connection.close()
    name = settings.DATABASES["default"]["NAME"]
    # Over the connection, not over the file: locks and the write-ahead log stay right.
    with (
        closing(sqlite3.connect(source)) as copy,
        closing(sqlite3.connect(name, timeout=20)) as here,
    ):
        copy.backup(here)
        here.execute("PRAGMA journal_mode=WAL")


def _save_postgresql(folder: Path) -> dict[str, int]:
    with transaction.atomic(), connection.cursor() as cursor:
        # One snapshot for all tables, while the product goes on writing.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        found = {}
        for name in _tables():
            columns = ", ".join(f'"{column}"' for column in _columns(cursor, name))
            with (folder / f"{name}.copy").open("wb") as out:
                out.write(f"{columns}\n".encode())
                for piece in _copy_out(cursor, f'COPY "{name}" ({columns}) TO STDOUT'):
                    out.write(piece)
            found[name] = _count(cursor, name)
    return found


def _copy_out(cursor: Any, statement: str) -> Iterator[bytes]:
    with cursor.copy(statement) as rows:
        yield from rows


def _columns(cursor: Any, table: str) -> list[str]:
    # Generated columns are computed anew on the way in.
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema()"
        " AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return [row[0] for row in cursor.fetchall()]


def _load_postgresql(folder: Path, migrations: dict[str, str]) -> None:
    _empty_postgresql()
    # The shape the data had; what is newer is migrated afterwards, with the data in place.
    MigrationExecutor(connection).migrate(list(migrations.items()))
    with transaction.atomic(), connection.cursor() as cursor:
        names = [path.stem for path in sorted(folder.glob("*.copy"))]
        listed = ", ".join(f'"{name}"' for name in names)
        cursor.execute(f"TRUNCATE {listed} CASCADE")
        # Foreign keys are checked at the end of the transaction (Django makes them deferred).
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for name in names:
            with (folder / f"{name}.copy").open("rb") as rows:
                columns = rows.readline().decode().strip()
                with cursor.copy(f'COPY "{name}" ({columns}) FROM STDIN') as into:
                    while piece := rows.read(PIECE):
                        into.write(piece)
        _set_counters(cursor, names)


def _empty_postgresql() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for name in _tables():
            cursor.execute(f'DROP TABLE IF EXISTS "{name}" CASCADE')


def _set_counters(cursor: Any, names: list[str]) -> None:
    """New rows continue after the restored ones."""
    cursor.execute(
        "SELECT table_name, column_name FROM information_schema.columns WHERE"
        " table_schema = current_schema() AND (is_identity = 'YES' OR column_default LIKE 'nextval%%')"
    )
    for table, column in cursor.fetchall():
        if table in names:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('\"{table}\"', '{column}'),"  # noqa: S608
                f' GREATEST((SELECT max("{column}") FROM "{table}"), 1),'
                f' (SELECT max("{column}") FROM "{table}") IS NOT NULL)'
            )
