"""The scratch file: a dump's rows in a local SQLite, so that joins stream and order never matters.

`done` says what earlier runs (or this one before it was killed) already brought in.
"""

from __future__ import annotations

import sqlite3
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from qunluo.reach.porting.engine import rows
from qunluo.reach.porting.engine.reading import BrokenRow, rows_in
from qunluo.reach.porting.engine.refusals import DumpRefused, RowRefused
from qunluo.reach.porting.engine.unpacking import NEEDED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from qunluo.reach.porting.engine.refusals import RefusalFile

SHAPES: dict[str, tuple[str, type[NamedTuple]]] = {
    "Users": ("users", rows.UserRow),
    "Posts": ("posts", rows.PostRow),
    "Comments": ("comments", rows.CommentRow),
    "Votes": ("votes", rows.VoteRow),
    "Badges": ("badges", rows.BadgeRow),
    "PostHistory": ("history", rows.HistoryRow),
    "PostLinks": ("links", rows.LinkRow),
    "Tags": ("tags", rows.TagRow),
}
AT_ONCE = 2_000

Row = tuple[Any, ...]  # as the table's columns stand; the id comes first


class Done(NamedTuple):
    """What stands in the product for one thing outside. `key`: a member's stream name.

    `stood`: it was here before this run began. `told`: the count the source gave (see Link).
    """

    kind: str
    id: int
    object_id: int
    topic_id: int | None = None
    key: str | None = None
    stood: bool = False
    told: int | None = None


class Scratch:
    """Holds at most a few megabytes in memory, whatever the size of the dump."""

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self.base = sqlite3.connect(path, isolation_level=None)
        self.base.row_factory = sqlite3.Row
        self.base.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-24000;"
            "PRAGMA temp_store=FILE; PRAGMA locking_mode=EXCLUSIVE;"
        )
        for table, shape in SHAPES.values():
            columns = ", ".join(map(_column, shape.__annotations__.items()))
            self.base.execute(f"CREATE TABLE {table} ({columns})")
        self.base.execute(
            "CREATE TABLE done (kind TEXT, id INTEGER, object_id INTEGER, topic_id INTEGER,"
            " key TEXT, stood INTEGER, told INTEGER, PRIMARY KEY (kind, id)) WITHOUT ROWID"
        )

    def close(self) -> None:
        self.base.close()

    def stage(
        self, folder: Path, latest: str, refused: RefusalFile, tell: Callable[[str], None]
    ) -> dict[str, int]:
        """Read every file that is there; returns how many rows each one had, used or not.

        `latest`: no row may be later than this moment.
        """
        seen = {}
        for name in SHAPES:
            path = folder / f"{name}.xml"
            if path.is_file():
                tell(name)
                seen[name] = self._stage_file(path, name, latest, refused)
        self._prepare()
        return seen

    def _stage_file(self, path: Path, name: str, latest: str, refused: RefusalFile) -> int:
        table, shape = SHAPES[name]
        marks = ", ".join("?" * len(shape._fields))
        put = f"INSERT OR IGNORE INTO {table} VALUES ({marks})"
        reader = _Reader(path, name, latest, refused)
        parsed = iter(reader)
        highest, kept = -2, 0
        while chunk := list(islice(parsed, AT_ONCE)):
            self.base.execute("BEGIN")
            for row in self._put(put, chunk, highest):
                refused.add(path.name, str(row), "id_repeated", "Id")
                kept -= 1
            self.base.execute("COMMIT")
            kept += len(chunk)
            highest = max(highest, *(row[0] for row in chunk))
        if reader.seen and not kept and path.name in NEEDED:
            raise DumpRefused("nothing_usable", file=path.name, rows=reader.seen)
        return reader.seen

    def _put(self, put: str, chunk: list[Row], highest: int) -> list[int]:
        """Write rows down; returns the ids of those whose id stands already."""
        ids = [row[0] for row in chunk]
        if ids[0] > highest and ids == sorted(set(ids)):  # as dumps are
            self.base.executemany(put, chunk)
            return []
        return [row[0] for row in chunk if not self.base.execute(put, row).rowcount]

    def _prepare(self) -> None:
        self.base.executescript(PREPARE)

    def mark(self, done: Iterable[Done]) -> None:
        """Remember what stands in the product."""
        self.base.execute("BEGIN")
        self.base.executemany("INSERT OR REPLACE INTO done VALUES (?, ?, ?, ?, ?, ?, ?)", done)
        self.base.execute("COMMIT")

    def page(self, query: str, after: int, limit: int) -> list[sqlite3.Row]:
        """One page of a query that says `:after` and `:limit`; each row has an `id` to go on from."""
        return self.base.execute(query, {"after": after, "limit": limit}).fetchall()

    def number(self, query: str) -> int:
        """The single number a query gives; 0 for none."""
        found = self.base.execute(query).fetchone()
        return int(found[0] or 0)


def _column(field: tuple[str, object]) -> str:
    # The type matters: without it SQLite cannot use an index for comparing with a key.
    name, shape = field
    if name == "id":
        return "id INTEGER PRIMARY KEY"
    said = getattr(shape, "__forward_arg__", str(shape))
    return f"{name} {'INTEGER' if said.startswith('int') else 'TEXT'}"


class _Reader:
    """Parsed rows of one file; what cannot be used goes to the refusal file."""

    def __init__(self, path: Path, name: str, latest: str, refused: RefusalFile) -> None:
        self.path, self.latest, self.refused = path, latest, refused
        self.parse = rows.PARSERS[name]
        self.seen = 0

    def __iter__(self) -> Iterator[Row]:
        parse, latest = self.parse, self.latest
        for block in rows_in(self.path, self._broken):
            for attributes in block:
                self.seen += 1
                try:
                    yield parse(attributes, latest)
                except RowRefused as no:
                    row = attributes.get("Id", f"no. {self.seen}")[:40]
                    self.refused.add(self.path.name, row, no.code, no.field)

    def _broken(self, row: BrokenRow) -> None:
        self.seen += 1
        place = row.id or f"line {row.line}"
        self.refused.add(self.path.name, place, row.code, f"line {row.line}" if row.id else "")


# Numbers within a thread follow time: the opening is 1, answers and comments share the rest.
PREPARE = """
CREATE INDEX posts_parent ON posts (parent);
CREATE INDEX history_post ON history (post, created, id);
CREATE INDEX history_guid ON history (guid, post);
CREATE TABLE numbers AS
SELECT kind, id, 1 + row_number() OVER (PARTITION BY topic ORDER BY created, kind DESC, id) AS number
FROM (
  SELECT 'reply' AS kind, p.id, p.parent AS topic, p.created
  FROM posts p JOIN posts q ON q.id = p.parent AND q.type = 1 WHERE p.type = 2
  UNION ALL
  SELECT 'comment', c.id, CASE p.type WHEN 1 THEN p.id ELSE p.parent END, c.created
  FROM comments c JOIN posts p ON p.id = c.post
  WHERE p.type = 1 OR (p.type = 2 AND EXISTS (
    SELECT 1 FROM posts q WHERE q.id = p.parent AND q.type = 1))
);
CREATE UNIQUE INDEX numbers_of ON numbers (kind, id);
CREATE TABLE edits AS
SELECT CAST(min(h.id) AS INTEGER) AS id, h.post, h.guid, min(h.created) AS created,
       max(h.type > 3) AS is_edit
FROM history h JOIN posts p ON p.id = h.post AND p.type IN (1, 2)
WHERE h.type BETWEEN 1 AND 9 GROUP BY h.guid, h.post;
CREATE UNIQUE INDEX edits_id ON edits (id);
CREATE INDEX edits_post ON edits (post, created, id);
CREATE INDEX votes_favourite ON votes (post, user) WHERE type = 5;
CREATE INDEX links_pair ON links (post, related);
CREATE TABLE turns AS
SELECT h.id, row_number() OVER (ORDER BY h.created, h.id) AS place,
  coalesce((SELECT e.type FROM history e WHERE e.post = h.post AND e.type IN (10, 11)
    AND (e.created, e.id) <= (h.created, h.id)
    ORDER BY e.created DESC, e.id DESC LIMIT 1) = 10, 0)
  OR coalesce((SELECT e.type FROM history e WHERE e.post = h.post AND e.type IN (14, 15)
    AND (e.created, e.id) <= (h.created, h.id)
    ORDER BY e.created DESC, e.id DESC LIMIT 1) = 14, 0) AS is_closed
FROM history h JOIN posts p ON p.id = h.post AND p.type IN (1, 2)
WHERE h.type BETWEEN 10 AND 15;
CREATE UNIQUE INDEX turns_id ON turns (id);
CREATE UNIQUE INDEX turns_place ON turns (place);
"""
