"""One community's lines as they stand at a watermark, prepared once for many questions."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from dataclasses import asdict, dataclass
from datetime import UTC
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from qunluo.insight.metrics.engine import lake
from qunluo.insight.metrics.engine.periods import Calendar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date, datetime

    from duckdb import DuckDBPyConnection

MOST_KEPT = 6
MOST_FOUND = 24
T = TypeVar("T")


@dataclass(frozen=True)
class Source:
    """Everything that decides what a history holds; equal sources are one history.

    `files`: Parquet paths. `aliases`: (absorbed key, kept key). `forgotten`: undone batches.
    `staff`: keys left out of figures about members. `classes`: (activity name, kind).
    `retractions`: (retracting name, retracted name). `removals`: (removing, restoring) names.
    """

    files: tuple[str, ...]
    watermark: int
    timezone: str
    week_start: int = 0
    space_id: int | None = None
    aliases: tuple[tuple[str, str], ...] = ()
    forgotten: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
    classes: tuple[tuple[str, str], ...] = ()
    retractions: tuple[tuple[str, str], ...] = ()
    removals: tuple[tuple[str, str], ...] = ()

    @cached_property
    def digest(self) -> str:
        told = json.dumps(asdict(self), sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()[:24]


@dataclass(frozen=True)
class Span:
    """From the first to the last moment of lines of one origin, and when they were written down."""

    origin: str
    first: datetime
    last: datetime
    first_recorded: datetime
    last_recorded: datetime


class History:
    """Tables of one source inside the process's DuckDB: `acts` (lines) and `people` (keys).

    `acts`: line_id, moment (UTC), day (local), name, class, person, about, is_staff, space_id,
    object_id, root_id, facts; only lines that stand: neither taken back nor about a removed thing.
    Names of tables are safe to put into SQL: they come from a digest.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.calendar = Calendar(ZoneInfo(source.timezone), source.week_start)
        self.acts = f"acts_{source.digest}"
        self.people = f"people_{source.digest}"
        self.spans: tuple[Span, ...] = ()
        self._kept: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        self._lock = Lock()

    def kept(self, key: tuple[Any, ...], find: Callable[[], T]) -> T:
        """What was found before under this key, or found now; several metrics share it."""
        with self._lock:
            if key in self._kept:
                known: T = self._kept[key]
                return known
        found = find()
        with self._lock:
            self._kept[key] = found
            if len(self._kept) > MOST_FOUND:
                self._kept.popitem(last=False)
        return found

    def rows(self, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Ask; `{acts}` and `{people}` in the text stand for this history's tables."""
        with lake.engine() as duck:
            return duck.execute(sql.format(acts=self.acts, people=self.people), params).fetchall()

    def one(self, sql: str, params: Sequence[Any] = ()) -> tuple[Any, ...]:
        return self.rows(sql, params)[0]

    @property
    def is_empty(self) -> bool:
        return not self.spans

    @cached_property
    def first_day(self) -> date:
        return self.calendar.day_of(min(span.first for span in self.spans))

    @cached_property
    def last_day(self) -> date:
        return self.calendar.day_of(max(span.last for span in self.spans))


_kept: OrderedDict[str, History] = OrderedDict()


def history_of(source: Source) -> History:
    """The history of a source, prepared when nobody asked for it before."""
    with lake.engine() as duck:
        found = _kept.get(source.digest)
        if found is None:
            found = _kept[source.digest] = _prepared(duck, source)
            while len(_kept) > MOST_KEPT:
                _forget(duck, _kept.popitem(last=False)[1])
        _kept.move_to_end(source.digest)
        return found


def forget_all() -> None:
    """Drop every prepared history (tests, purge)."""
    with lake.engine() as duck:
        while _kept:
            _forget(duck, _kept.popitem()[1])


def _forget(duck: DuckDBPyConnection, history: History) -> None:
    duck.execute(f"DROP TABLE IF EXISTS {history.acts}")
    duck.execute(f"DROP TABLE IF EXISTS {history.people}")


def _prepared(duck: DuckDBPyConnection, source: Source) -> History:
    history = History(source)
    _raw(duck, source)
    history.spans = tuple(_spans(duck))
    _days(duck, history)
    _people(duck, history)
    _acts(duck, history)
    for name in ("raw", "days", "chains", "gone"):
        duck.execute(f"DROP TABLE IF EXISTS temp.{name}")
    return history


def _table(
    duck: DuckDBPyConnection, name: str, columns: str, rows: Sequence[Sequence[Any]]
) -> None:
    duck.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({columns})")
    if rows:
        # One text per column: DuckDB looks for pandas anew at every value of a Python list.
        texts = ["\x1f".join(map(str, column)) for column in zip(*rows, strict=True)]
        kinds = [column.rsplit(" ", 1)[1] for column in columns.split(", ")]
        picked = ", ".join(f"unnest(string_split(?, chr(31))::{kind}[])" for kind in kinds)
        duck.execute(f"INSERT INTO {name} SELECT {picked}", texts)


def _raw(duck: DuckDBPyConnection, source: Source) -> None:
    """The lines of the files under the people they belong to now, without undone batches."""
    _table(duck, "aliases", "absorbed VARCHAR, kept VARCHAR", source.aliases)
    _table(duck, "forgotten", "batch VARCHAR", [(batch,) for batch in source.forgotten])
    if not source.files:
        columns = ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in lake.COLUMNS.items())
        files = f"(SELECT {columns} LIMIT 0)"
    else:
        files = f"read_parquet([{', '.join(lake.quoted(path) for path in source.files)}])"
    within = "" if source.space_id is None else f" AND space_id = {int(source.space_id)}"
    duck.execute(
        "CREATE OR REPLACE TEMP TABLE raw AS SELECT line_id, happened_at AS moment, name,"  # noqa: S608
        " coalesce(a.kept, actor_key) AS actor, coalesce(b.kept, about_actor) AS about,"
        " space_id, object_type, object_id, root_id, origin, recorded_at, facts"
        f" FROM {files} l LEFT JOIN aliases a ON a.absorbed = l.actor_key"
        " LEFT JOIN aliases b ON b.absorbed = l.about_actor"
        f" WHERE segment_no <= {int(source.watermark)}"
        f" AND batch NOT IN (SELECT batch FROM forgotten){within}"
    )


def _spans(duck: DuckDBPyConnection) -> Iterator[Span]:
    found = duck.execute(
        "SELECT origin, min(moment), max(moment), min(recorded_at), max(recorded_at)"
        " FROM raw GROUP BY origin ORDER BY origin"
    ).fetchall()
    for origin, *moments in found:
        yield Span(origin, *(moment.replace(tzinfo=UTC) for moment in moments))


def _days(duck: DuckDBPyConnection, history: History) -> None:
    """Where each local day begins, from Python's zones: the only place that knows of them."""
    days = []
    if not history.is_empty:
        calendar = history.calendar
        day, end = history.first_day, calendar.moved("day", history.last_day, 1)
        while day <= end:
            days.append((day, calendar.instant(day).replace(tzinfo=None)))
            day = calendar.moved("day", day, 1)
    _table(duck, "days", "day DATE, starts TIMESTAMP", days)


def _people(duck: DuckDBPyConnection, history: History) -> None:
    _table(duck, "staff", "actor VARCHAR", [(key,) for key in history.source.staff])
    duck.execute(
        f"CREATE OR REPLACE TABLE {history.people} AS"  # noqa: S608 - a digest
        " SELECT row_number() OVER (ORDER BY actor)::INTEGER AS person, actor,"
        " actor IN (SELECT actor FROM staff) AS is_staff FROM"
        " (SELECT actor FROM raw UNION SELECT about FROM raw) WHERE actor IS NOT NULL"
    )


def _acts(duck: DuckDBPyConnection, history: History) -> None:
    source = history.source
    _table(duck, "classes", "name VARCHAR, class VARCHAR", source.classes)
    _chains(duck, source)
    _gone(duck, source)
    duck.execute(
        f"CREATE OR REPLACE TABLE {history.acts} AS"  # noqa: S608 - a digest
        " SELECT r.line_id, r.moment, d.day, r.name, coalesce(c.class, 'system') AS class,"
        " p.person, q.person AS about, coalesce(p.is_staff, false) AS is_staff, r.space_id,"
        " r.object_id, r.root_id, r.facts FROM raw r"
        " ASOF JOIN days d ON r.moment >= d.starts"
        " LEFT JOIN classes c ON c.name = r.name"
        f" LEFT JOIN {history.people} p ON p.actor = r.actor"
        f" LEFT JOIN {history.people} q ON q.actor = r.about"
        " WHERE r.line_id NOT IN (SELECT line_id FROM chains WHERE is_void)"
        " AND NOT (coalesce(c.class, '') = 'contribution' AND EXISTS (SELECT 1 FROM gone g"
        " WHERE g.object_type = r.object_type AND g.object_id = r.object_id))"
    )


def _chains(duck: DuckDBPyConnection, source: Source) -> None:
    """A line that is followed, for the same person and object, by its retraction is void.

    A retraction itself never counts.
    """
    pairs = [(name, told, True) for name, told in source.retractions]
    pairs += [(told, told, False) for told in sorted({told for _name, told in source.retractions})]
    _table(duck, "pairs", "name VARCHAR, chain VARCHAR, takes_back BOOLEAN", pairs)
    duck.execute(
        "CREATE OR REPLACE TEMP TABLE chains AS SELECT line_id, takes_back OR coalesce("
        "lead(takes_back) OVER (PARTITION BY chain, actor, object_type, object_id,"
        " facts ->> '$.sign' ORDER BY moment, line_id), false) AS is_void"
        " FROM raw JOIN pairs USING (name)"
    )


def _gone(duck: DuckDBPyConnection, source: Source) -> None:
    """Objects whose last word is that they were removed; an opening takes its topic with it."""
    words = [(name, True) for name, _back in source.removals]
    words += [(back, False) for _name, back in source.removals]
    _table(duck, "removals", "name VARCHAR, removes BOOLEAN", words)
    duck.execute(
        "CREATE OR REPLACE TEMP TABLE gone AS WITH last AS ("
        "SELECT object_type, object_id, arg_max(removes, (moment, line_id)) AS removes,"
        " arg_max(facts ->> '$.post_kind', (moment, line_id)) AS post_kind,"
        " arg_max(root_id, (moment, line_id)) AS root_id"
        " FROM raw JOIN removals USING (name) GROUP BY ALL)"
        " SELECT object_type, object_id FROM last WHERE removes"
        " UNION SELECT 'forum.topic', root_id FROM last WHERE removes AND post_kind = 'opening'"
    )
