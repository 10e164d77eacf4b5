"""The history of a large community: a file of standing lines per month, read where it lies.

A month is written again only where something changed: new or late lines in it, an object of its lines
that was removed, restored or taken back, a person who was merged or became staff, an undone import.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qunluo.insight.metrics.engine import lake
from qunluo.insight.metrics.engine.history import listing, preparing
from qunluo.insight.metrics.engine.history.listing import Listing, Month, Sealed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from duckdb import DuckDBPyConnection

    from qunluo.insight.metrics.engine.history.source import Source
    from qunluo.insight.metrics.engine.history.standing import History

WORTH_MONTHS = 2_000_000
"""Fewer lines than this are held as a table of the process."""
ROWS = 65_536
"""Lines of a month lie by name in groups of so many, so that a question reads only its names."""
COLUMNS = {
    "line_id": "BIGINT",
    "moment": "TIMESTAMP",
    "day": "DATE",
    "name": "VARCHAR",
    "person": "INTEGER",
    "about": "INTEGER",
    "is_staff": "BOOLEAN",
    "space_id": "BIGINT",
    "object_type": "VARCHAR",
    "object_id": "BIGINT",
    "root_id": "BIGINT",
    "facts": "VARCHAR",
    "is_bot": "BOOLEAN",
}
"""Of the lines that stand."""
MONTH = "strftime(happened_at, '%Y-%m')"
MARKS = (
    "actor IN (SELECT actor FROM staff) AS is_staff,"
    " actor IN (SELECT actor FROM machines) AS is_bot"
)
KEYS = "SELECT unnest(string_split(?, ','))"


def are_worth(source: Source) -> bool:
    return bool(source.kept_in) and source.lines >= WORTH_MONTHS


def open_months(duck: DuckDBPyConnection, history: History) -> None:
    """Make the views of a history over its files, which are written first where they are not there."""
    source = replace(history.source, space_id=None)
    folder = listing.folder_of(source)
    found = listing.listed(source)
    if found is None or not listing.are_whole(folder, found.files):
        found = _settled(duck, source)
    history.spans, history.is_view = found.spans, True
    history.months = {name: month.file.name for name, month in found.months.items()}
    paths = [str(folder / month.file.name) for month in found.months.values()]
    assert found.people is not None  # noqa: S101 - a settled list has its people
    whole, space = _files(paths), history.source.space_id
    within = "" if space is None else f" AND space_id = {int(space)}"
    for view, whose in ((history.acts, "NOT is_bot"), (history.bots, "is_bot")):
        duck.execute(
            f"CREATE OR REPLACE VIEW {view} AS SELECT * EXCLUDE (is_bot) FROM {whole}"  # noqa: S608
            f" WHERE {whose}{within}"
        )
    people = str(folder / found.people.name)
    duck.execute(f"CREATE OR REPLACE VIEW {history.people} AS SELECT * FROM {_files([people])}")  # noqa: S608


def _files(paths: Sequence[str]) -> str:
    """What to select from; of no file nothing, in the same columns."""
    if not paths:
        picked = ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in COLUMNS.items())
        return f"(SELECT {picked} LIMIT 0)"
    return f"read_parquet([{', '.join(map(lake.quoted, paths))}])"


def _settled(duck: DuckDBPyConnection, source: Source) -> Listing:
    """Write what is missing, beginning from the nearest list whose files are whole."""
    folder = listing.folder_of(source)
    folder.mkdir(parents=True, exist_ok=True)
    before = listing.nearest(source)
    if before is not None and not listing.are_whole(folder, before.files):
        before = None
    preparing.conditions(duck, source)
    _judge(duck, source)
    months = {name for path in source.files if (name := _month_of(path))}
    changed = months if before is None else _changed(duck, source, before)
    known = before or Listing(source.watermark, listing.fixed_of(source))
    people, following = _people(duck, source, known, changed)
    kept = {name: month for name, month in known.months.items() if name not in changed}
    for name in sorted(changed & months):
        written = _written(duck, source, name)
        if written is not None:
            kept[name] = written
    preparing.clear(duck)
    found = Listing(
        source.watermark,
        listing.fixed_of(source),
        source.aliases,
        source.forgotten,
        source.staff,
        source.bots,
        dict(sorted(kept.items())),
        people,
        following,
    )
    listing.keep(source, found)
    return found


def _month_of(path: str) -> str:
    return Path(path).parent.name


def _judge(duck: DuckDBPyConnection, source: Source) -> None:
    """What is taken back or removed at the watermark: `chains` and `gone`, from the few lines that tell."""
    backs = {name for name, _told in source.retractions}
    chained = backs | {told for _name, told in source.retractions}
    removing = {name for pair in source.removals for name in pair}
    upto = f"segment_no <= {int(source.watermark)}"
    duck.execute(
        "CREATE OR REPLACE TEMP TABLE undone AS SELECT DISTINCT object_type, object_id"  # noqa: S608
        f" FROM ({_lines_named(source, upto, backs)})"
    )
    duck.execute(
        f"CREATE OR REPLACE TEMP TABLE raw AS SELECT * FROM ({_lines_named(source, upto, chained)})"  # noqa: S608
        " WHERE (object_type, object_id) IN (SELECT (object_type, object_id) FROM undone)"
    )
    duck.execute(f"INSERT INTO raw {_lines_named(source, upto, removing)}")
    preparing.chains(duck)
    preparing.gone(duck)


def _lines_named(source: Source, which: str, names: Iterable[str]) -> str:
    """Lines of these names only; the names stand in the text, so that files are read by them."""
    listed = ", ".join(map(lake.quoted, sorted(names))) or "''"
    return preparing.lines(source, f"{which} AND l.name IN ({listed})", source.files)


def _changed(duck: DuckDBPyConnection, source: Source, before: Listing) -> set[str]:
    """The months whose lines may stand otherwise than the list before says."""
    low, high = sorted((before.watermark, source.watermark))
    fresh = f"segment_no > {int(low)} AND segment_no <= {int(high)}"
    newer = [path for path in source.files if lake.last_segment(path) > low]
    files = [path for path in source.files if lake.first_segment(path) <= high]
    batches = set(before.forgotten) ^ set(source.forgotten)
    keys = _concerned(source, before)
    found = _months_with(duck, source, newer, fresh)
    stirring = fresh
    if batches:
        listed = ", ".join(map(lake.quoted, sorted(batches)))
        found |= _months_with(duck, source, files, f"batch IN ({listed})")
        stirring = f"({fresh} OR batch IN ({listed}))"
    if keys:
        told = f"(actor_key IN ({KEYS}) OR about_actor IN ({KEYS}))"
        found |= _months_with(duck, source, files, told, [",".join(sorted(keys))] * 2)
    if _stir(duck, source, files if batches else newer, stirring):
        told = "(object_type, object_id) IN (SELECT (object_type, object_id) FROM stirred)"
        found |= _months_with(duck, source, files, told)
    return found


def _months_with(
    duck: DuckDBPyConnection,
    source: Source,
    paths: Sequence[str],
    which: str,
    params: Sequence[Any] = (),
) -> set[str]:
    if not paths:
        return set()
    source.verify(paths)
    told = f"SELECT DISTINCT {MONTH} FROM {_files(paths)} WHERE {which}"  # noqa: S608 - from the manifest
    return {month for (month,) in duck.execute(told, params).fetchall()}


def _concerned(source: Source, before: Listing) -> set[str]:
    """The keys whose lines belong to another person now, or to staff, with all that are one with them."""
    old, new = dict(before.aliases), dict(source.aliases)
    changed = {key for pair in set(before.aliases) ^ set(source.aliases) for key in pair}
    changed |= set(before.staff) ^ set(source.staff)
    changed |= set(before.bots) ^ set(source.bots)
    return changed | {
        absorbed for told in (old, new) for absorbed, kept in told.items() if kept in changed
    }


def _stir(duck: DuckDBPyConnection, source: Source, paths: Sequence[str], which: str) -> int:
    """`stirred`: the objects whose older lines may count otherwise because of these lines.

    Giving something again matters only where something was ever taken back.
    """
    backs = [name for name, _told in source.retractions]
    words = [name for pair in source.removals for name in pair]
    loud = ", ".join(map(lake.quoted, [*backs, *words])) or "''"
    given = ", ".join(lake.quoted(told) for _name, told in source.retractions) or "''"
    if not paths:
        return 0
    every = replace(source, forgotten=())
    preparing.conditions(duck, every)
    fresh = preparing.lines(every, which, paths)
    duck.execute(
        "CREATE OR REPLACE TEMP TABLE stirred AS SELECT DISTINCT object_type, object_id"  # noqa: S608
        f" FROM ({fresh}) WHERE name IN ({loud}) OR (name IN ({given}) AND (object_type, object_id)"
        " IN (SELECT (object_type, object_id) FROM undone))"
    )
    removing = _lines_named(every, "true", words)
    duck.execute(
        "INSERT INTO stirred SELECT DISTINCT 'forum.topic', root_id"  # noqa: S608
        f" FROM ({removing}) WHERE root_id IS NOT NULL AND (object_type, object_id) IN"
        " (SELECT (object_type, object_id) FROM stirred)"
    )
    preparing.conditions(duck, source)
    found = duck.execute("SELECT count(*) FROM stirred").fetchone()
    return found[0] if found else 0


def _people(
    duck: DuckDBPyConnection, source: Source, before: Listing, changed: Iterable[str]
) -> tuple[Sealed, int]:
    """Numbers stay with the people who have one; new people get the next ones. As a file and a table."""
    folder = listing.folder_of(source)
    held = (
        _files([str(folder / before.people.name)])
        if before.people
        else "(SELECT 0 AS person, '' AS actor LIMIT 0)"
    )
    within = set(changed)
    paths = [path for path in source.files if _month_of(path) in within]
    lines = preparing.lines(source, f"segment_no <= {int(source.watermark)}", paths)
    duck.execute(
        "CREATE OR REPLACE TEMP TABLE persons AS SELECT person, actor,"  # noqa: S608 - from the manifest
        f" {MARKS} FROM {held}"
        " WHERE actor NOT IN (SELECT absorbed FROM aliases)"
    )
    duck.execute(
        f"INSERT INTO persons SELECT ({before.following - 1} + row_number() OVER (ORDER BY actor))::INTEGER,"  # noqa: S608
        f" actor, {MARKS} FROM ("
        f" SELECT actor FROM ({lines}) UNION SELECT about FROM ({lines}))"
        " WHERE actor IS NOT NULL AND actor NOT IN (SELECT actor FROM persons)"
    )
    found = duck.execute("SELECT count(*), coalesce(max(person), 0) FROM persons").fetchone()
    assert found is not None  # noqa: S101 - an aggregate always has a row
    is_same = found[1] < before.following and all(
        getattr(source, name) == getattr(before, name) for name in ("aliases", "staff", "bots")
    )
    if before.people is not None and is_same:
        return before.people, before.following
    sealed = _sealed(duck, folder, "people", "SELECT * FROM persons ORDER BY person")
    return sealed, max(before.following, found[1] + 1)


def _written(duck: DuckDBPyConnection, source: Source, name: str) -> Month | None:
    """None when no line of the month is left."""
    paths = [path for path in source.files if _month_of(path) == name]
    lines = preparing.lines(source, f"segment_no <= {int(source.watermark)}", paths)
    spans = preparing.spans(duck, f"({lines})")
    if not spans:
        return None
    preparing.days(duck, source, spans)
    standing = preparing.standing("persons", f"({lines})", machines=None)
    told = f"{standing} ORDER BY r.name, r.moment, r.line_id"
    return Month(_sealed(duck, listing.folder_of(source), f"acts-{name}", told), spans)


def _sealed(duck: DuckDBPyConnection, folder: Path, name: str, told: str) -> Sealed:
    """Written aside, made to last, and renamed: nobody meets half a file."""
    token = secrets.token_hex(6)
    aside = folder / f".writing-{name}-{token}.parquet"
    target = folder / f"{name}-{token}.parquet"
    duck.execute(
        f"COPY ({told}) TO {lake.quoted(str(aside))}"
        f" (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROWS})"
    )
    size, digest = aside.stat().st_size, lake.digest_of(aside)
    lake.sync(aside)
    aside.replace(target)
    return Sealed(target.name, size, digest)
