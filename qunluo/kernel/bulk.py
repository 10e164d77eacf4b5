"""Insert many rows as plain tuples: the same tables and constraints in a fifth of the time (ADR 0045)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.db import connection, models

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Row = Sequence[Any]
Convert = Callable[[Any], Any]

MOST_VALUES = 60_000  # PostgreSQL takes 65,535 in one statement


@dataclass(frozen=True)
class _Plan:
    """How rows of one shape are written: which values change on the way, and what is added."""

    head: str
    width: int
    converts: tuple[tuple[int, Convert], ...]
    constants: tuple[Any, ...]
    makes_ids: bool


def insert_many(
    model: type[models.Model], columns: tuple[str, ...], rows: Iterable[Row]
) -> list[int]:
    """Insert rows whose values stand in the order of `columns`; returns their ids in order.

    `columns` are attribute names (`topic_id`). Fields left out get their default, which must not be
    computed. Nothing is validated beyond what the database's constraints refuse. Call it inside an
    action, with at most 1,000 rows.
    """
    plan = _plan(model, columns, connection.vendor)
    values = [_values(plan, row) for row in rows]
    if not values:
        return []
    ids = _new_ids(model, len(values)) if plan.makes_ids else [row[0] for row in values]
    if plan.makes_ids:
        values = [(new, *row) for new, row in zip(ids, values, strict=True)]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join(["%s"] * plan.width)
            cursor.executemany(f"{plan.head} ({marks})", values)
        else:
            _in_statements(cursor, plan, values)
    return ids


def _values(plan: _Plan, row: Row) -> tuple[Any, ...]:
    if not plan.converts:
        return (*row, *plan.constants)
    changed = list(row)
    for place, convert in plan.converts:
        if changed[place] is not None:
            changed[place] = convert(changed[place])
    return (*changed, *plan.constants)


def update_many(
    model: type[models.Model], key: str, columns: tuple[str, ...], rows: Iterable[Row]
) -> None:
    """Set `columns` of the rows whose `key` has the value that comes last in each row.

    Values stand in the order of `columns`; all names are attribute names. Call it inside an action.
    """
    options = model._meta  # noqa: SLF001
    fields = {field.attname: field for field in options.concrete_fields}
    converts = _converts([fields[name] for name in columns], connection.vendor)
    changed = [_values(_Plan("", 0, converts, (), makes_ids=False), row) for row in rows]
    if not changed:
        return
    wanted = ", ".join(f"{_quoted(str(fields[name].column))} = %s" for name in columns)
    which = _quoted(str(fields[key].column))
    with connection.cursor() as cursor:
        cursor.executemany(
            f'UPDATE "{options.db_table}" SET {wanted} WHERE {which} = %s',  # noqa: S608
            changed,
        )


@contextmanager
def much_to_write() -> Iterator[None]:
    """For a long run of bulk writing: let SQLite keep more pages, and copy its log back less often.

    Sorted otherwise than it arrives, an index is written all over; with a small cache each chunk
    reads and writes the same pages anew (ten times the rows took thirty times the time).
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ROOMY}
        for name, value in ROOMY.items():
            cursor.execute(f"PRAGMA {name} = {value}")
        try:
            yield
        finally:
            for name, value in before.items():
                cursor.execute(f"PRAGMA {name} = {value}")


ROOMY = {"cache_size": -64_000, "wal_autocheckpoint": 8_000}  # KiB; pages of 4 KiB


def _in_statements(cursor: Any, plan: _Plan, values: list[tuple[Any, ...]]) -> None:
    """Several rows per statement: one round trip instead of one per row."""
    at_once = MOST_VALUES // plan.width
    row = "(" + ", ".join(["%s"] * plan.width) + ")"
    for start in range(0, len(values), at_once):
        some = values[start : start + at_once]
        cursor.execute(plan.head + ", ".join([row] * len(some)), list(chain.from_iterable(some)))


@lru_cache(maxsize=256)
def _plan(model: type[models.Model], columns: tuple[str, ...], vendor: str) -> _Plan:
    options = model._meta  # noqa: SLF001 - Django's documented model API
    fields = {field.attname: field for field in options.concrete_fields}
    makes_ids = options.pk is not None and options.pk.attname not in columns
    left_out = [
        field
        for name, field in fields.items()
        if name not in columns and not (makes_ids and field.primary_key)
    ]
    written = [fields[name] for name in columns] + left_out
    converts = _converts([fields[name] for name in columns], vendor)
    names = [str(field.column) for field in written]
    if makes_ids and options.pk is not None:
        names.insert(0, str(options.pk.column))
    head = f'INSERT INTO "{options.db_table}" ({", ".join(map(_quoted, names))}) VALUES '  # noqa: S608
    constants = tuple(_constant(field) for field in left_out)
    return _Plan(head, len(names), converts, constants, makes_ids)


def _quoted(name: str) -> str:
    return f'"{name}"'


def _constant(field: models.Field[Any, Any]) -> Any:
    if field.has_default() and callable(field.default) and field.default not in {dict, list}:
        raise TypeError(f"{field} has a computed default: give it as a column")
    return field.get_db_prep_save(field.get_default(), connection)


PLAIN = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.BooleanField,
    models.ForeignKey,
)


def _converts(
    fields: Sequence[models.Field[Any, Any]], vendor: str
) -> tuple[tuple[int, Convert], ...]:
    return tuple(
        (place, convert)
        for place, field in enumerate(fields)
        if (convert := _converter(field, vendor)) is not None
    )


def _converter(field: models.Field[Any, Any], vendor: str) -> Convert | None:
    if isinstance(field, PLAIN):
        return None
    if isinstance(field, models.DateTimeField):
        return _naive_text if vendor == "sqlite" else None
    if isinstance(field, models.JSONField) and vendor == "sqlite":
        return _json_text
    return lambda value: field.get_db_prep_save(value, connection)


def _naive_text(moment: datetime) -> str:
    """As Django writes it: UTC without a zone."""
    utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return str(utc)[:-ZONE]


ZONE = len("+00:00")
MOST_REMEMBERED, LONGEST_REMEMBERED = 10_000, 200
_written: dict[str, str] = {}


def _json_text(value: object) -> str:
    """Facts and the like are small and repeat themselves; `repr` tells True from 1 and 1.0."""
    told = repr(value)
    if len(told) > LONGEST_REMEMBERED:
        return json.dumps(value)
    text = _written.get(told)
    if text is None:
        if len(_written) > MOST_REMEMBERED:
            _written.clear()
        text = _written[told] = json.dumps(value)
    return text


def _new_ids(model: type[models.Model], many: int) -> list[int]:
    """Ids nobody else gets: SQLite has one writer and remembers the last; PostgreSQL has sequences."""
    options = model._meta  # noqa: SLF001
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [options.db_table])
            found = cursor.fetchone()
            last = int(found[0]) if found else 0
            return list(range(last + 1, last + many + 1))
        column = options.pk.column if options.pk is not None else "id"
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [_quoted(options.db_table), column, many],
        )
        return [row[0] for row in cursor.fetchall()]
