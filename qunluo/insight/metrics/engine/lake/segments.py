"""The lake's files: lines written as Parquet, one file per community and month of a segment."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from qunluo.insight.metrics.engine.lake.duck import engine, quoted
from qunluo.insight.metrics.engine.lake.seals import digest_of, sync

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from duckdb import DuckDBPyConnection

SCHEMA_VERSION = 1

COLUMNS: dict[str, str] = {
    "line_id": "BIGINT",
    "segment_no": "BIGINT",
    "name": "VARCHAR",
    "verb": "VARCHAR",
    "happened_at": "TIMESTAMP",  # UTC
    "recorded_at": "TIMESTAMP",  # UTC
    "actor_key": "VARCHAR",
    "community_id": "BIGINT",
    "space_id": "BIGINT",
    "object_type": "VARCHAR",
    "object_id": "BIGINT",
    "root_type": "VARCHAR",
    "root_id": "BIGINT",
    "target_type": "VARCHAR",
    "target_id": "BIGINT",
    "about_actor": "VARCHAR",
    "audience": "VARCHAR",
    "origin": "VARCHAR",
    "batch": "VARCHAR",
    "facts": "VARCHAR",  # JSON
}


@dataclass(frozen=True)
class Written:
    """A file now on disk under its final name, `path` below the lake folder."""

    path: str
    community_id: int
    month: str
    line_count: int
    byte_count: int
    digest: str
    first_segment: int
    last_segment: int


def write_segment(
    folder: Path, rows: Iterable[Mapping[str, Any]], segment_no: int
) -> list[Written]:
    """Write rows (keys: COLUMNS without segment_no; moments ISO in UTC) as one segment.

    Each file is written aside, made to last, and renamed, so a reader never meets half a file; the
    caller lists it in the manifest afterwards.
    """
    return write_lines(folder, ({**row, "segment_no": segment_no} for row in rows))


def write_lines(folder: Path, rows: Iterable[Mapping[str, Any]]) -> list[Written]:
    """The same for rows that know their segments."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix=".writing-") as aside:
        source = Path(aside) / "lines.ndjson"
        with source.open("w", encoding="utf-8") as out:
            for row in rows:
                out.write(json.dumps(row, ensure_ascii=False))
                out.write("\n")
        if not source.stat().st_size:
            return []
        return _partition(folder, Path(aside), _json_source(source))


def compact(folder: Path, paths: Sequence[str]) -> list[Written]:
    """Rewrite files of one community and month as one; rows keep their segment numbers."""
    listed = ", ".join(quoted(str(folder / path)) for path in paths)
    with TemporaryDirectory(dir=folder, prefix=".writing-") as aside:
        return _partition(folder, Path(aside), f"read_parquet([{listed}])")


def salvage(folder: Path, paths: Sequence[str], batches: Sequence[str]) -> list[Written]:
    """Write the lines of these batches, which only the files still hold, once more."""
    if not paths or not batches:
        return []
    listed = ", ".join(quoted(str(folder / path)) for path in paths)
    wanted = ", ".join(map(quoted, batches))
    with TemporaryDirectory(dir=folder, prefix=".writing-") as aside:
        read = f"(SELECT * FROM read_parquet([{listed}]) WHERE batch IN ({wanted}))"  # noqa: S608
        return _partition(folder, Path(aside), read)


def _json_source(source: Path) -> str:
    shape = ", ".join(f"{quoted(name)}: {quoted(kind)}" for name, kind in COLUMNS.items())
    return (
        f"read_json({quoted(str(source))}, format = 'newline_delimited', columns = {{{shape}}},"
        " maximum_object_size = 16777216)"
    )


def _partition(folder: Path, aside: Path, source: str) -> list[Written]:
    columns = ", ".join(f'"{name}"' for name in COLUMNS)
    with engine() as duck:
        duck.execute(
            f"COPY (SELECT {columns}, coalesce(community_id, 0) AS place,"  # noqa: S608
            " strftime(happened_at, '%Y-%m') AS month"
            f" FROM {source} ORDER BY happened_at, line_id)"
            f" TO {quoted(str(aside / 'parts'))}"
            " (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (place, month))"
        )
        return [
            _settle(duck, folder, part) for part in sorted((aside / "parts").rglob("*.parquet"))
        ]


def _settle(duck: DuckDBPyConnection, folder: Path, part: Path) -> Written:
    place = part.parent.parent.name.removeprefix("place=")
    month = part.parent.name.removeprefix("month=")
    first, last, count = _numbers(duck, part)
    name = f"{first:08d}-{last:08d}-{secrets.token_hex(4)}.parquet"
    path = f"v{SCHEMA_VERSION}/community-{place}/{month}/{name}"
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    size, digest = part.stat().st_size, digest_of(part)
    sync(part)
    part.rename(target)
    for above in (target.parent, target.parent.parent, target.parent.parent.parent):
        sync(above)
    return Written(path, int(place), month, count, size, digest, first, last)


def _numbers(duck: DuckDBPyConnection, part: Path) -> tuple[int, int, int]:
    found = duck.execute(
        "SELECT min(segment_no), max(segment_no), count(*) FROM read_parquet(?)", [str(part)]
    ).fetchone()
    assert found is not None  # noqa: S101 - an aggregate always has a row
    return found[0], found[1], found[2]


def first_segment(path: str) -> int:
    """Of a file as it is named here; 0 for one that is named otherwise."""
    return _named(path)[0]


def last_segment(path: str) -> int:
    """Of a file as it is named here; for one that is named otherwise, later than any."""
    return _named(path)[1]


def _named(path: str) -> tuple[int, int]:
    first, _dash, rest = path.rpartition("/")[2].partition("-")
    last = rest.partition("-")[0]
    return (int(first), int(last)) if first.isdigit() and last.isdigit() else (0, 2**62)
