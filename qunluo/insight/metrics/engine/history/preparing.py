"""From the lake's lines to those that stand: all at once, or what is new on top of what is known."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from qunluo.insight.metrics.engine import lake
from qunluo.insight.metrics.engine.history.source import Span
from qunluo.insight.metrics.engine.periods import Calendar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from duckdb import DuckDBPyConnection

    from qunluo.insight.metrics.engine.history.source import Source
    from qunluo.insight.metrics.engine.history.standing import History

ASIDE = (
    "raw",
    "days",
    "chains",
    "gone",
    "touched",
    "aliases",
    "forgotten",
    "staff",
    "machines",
    "made",
    "pairs",
    "removals",
    "undone",
    "stirred",
    "persons",
)


def prepare(duck: DuckDBPyConnection, history: History) -> None:
    """Make the tables of a history from all of its lines."""
    source = history.source
    conditions(duck, source)
    _raw(duck, source, f"segment_no <= {int(source.watermark)}", source.files)
    history.spans = spans(duck)
    days(duck, source, history.spans)
    duck.execute(
        f"CREATE OR REPLACE TABLE {history.people} AS"
        f" SELECT row_number() OVER (ORDER BY actor)::INTEGER AS person, {_who()}"
    )
    chains(duck)
    gone(duck)
    for table_name, machines in ((history.acts, False), (history.bots, True)):
        told = standing(history.people, machines=machines)
        duck.execute(f"CREATE OR REPLACE TABLE {table_name} AS {told}")
    clear(duck)


def advance(duck: DuckDBPyConnection, history: History, old: History) -> None:
    """Make the tables of a history from an older one of the same conditions and the lines since.

    A new line can change what an old one counts only by taking it back, giving it again, or
    removing or restoring its object: the lines of those objects are judged anew, all others stand.
    """
    source, since = history.source, int(old.source.watermark)
    conditions(duck, source)
    newer = [path for path in source.files if lake.last_segment(path) > since]
    _raw(duck, source, f"segment_no > {since} AND segment_no <= {int(source.watermark)}", newer)
    history.spans = _joined(old.spans, spans(duck))
    _touched(duck)
    _reread(duck, source, since)
    days(duck, source, history.spans)
    _newcomers(duck, history, old)
    chains(duck)
    gone(duck)
    _go_on(duck, history, old, machines=False)
    _go_on(duck, history, old, machines=True)
    clear(duck)


def _go_on(duck: DuckDBPyConnection, history: History, old: History, *, machines: bool) -> None:
    """What of an older table stands, and what is new."""
    known, made = (old.bots, history.bots) if machines else (old.acts, history.acts)
    since = int(old.source.watermark)
    duck.execute(
        f"CREATE OR REPLACE TABLE {made} AS SELECT o.* FROM {known} o"  # noqa: S608
        " WHERE NOT EXISTS (SELECT 1 FROM touched t WHERE t.object_type = o.object_type"
        " AND t.object_id = o.object_id)"
    )
    duck.execute(
        f"INSERT INTO {made} {standing(history.people, machines=machines)}"  # noqa: S608
        f" AND (r.segment_no > {since} OR EXISTS"
        " (SELECT 1 FROM touched t WHERE t.object_type = r.object_type"
        " AND t.object_id = r.object_id))"
    )


def clear(duck: DuckDBPyConnection) -> None:
    for name in ASIDE:
        duck.execute(f"DROP TABLE IF EXISTS temp.{name}")


def _joined(old: Sequence[Span], new: Sequence[Span]) -> tuple[Span, ...]:
    found = {span.origin: span for span in old}
    for span in new:
        known = found.get(span.origin)
        found[span.origin] = known.joined(span) if known else span
    return tuple(found[origin] for origin in sorted(found))


def table(duck: DuckDBPyConnection, name: str, columns: str, rows: Sequence[Sequence[Any]]) -> None:
    """A temporary table with these rows."""
    duck.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({columns})")
    if rows:
        # One text per column: DuckDB looks for pandas anew at every value of a Python list.
        texts = ["\x1f".join(map(str, column)) for column in zip(*rows, strict=True)]
        kinds = [column.rsplit(" ", 1)[1] for column in columns.split(", ")]
        picked = ", ".join(f"unnest(string_split(?, chr(31))::{kind}[])" for kind in kinds)
        duck.execute(f"INSERT INTO {name} SELECT {picked}", texts)


def conditions(duck: DuckDBPyConnection, source: Source) -> None:
    table(duck, "aliases", "absorbed VARCHAR, kept VARCHAR", source.aliases)
    table(duck, "forgotten", "batch VARCHAR", [(batch,) for batch in source.forgotten])
    table(duck, "staff", "actor VARCHAR", [(key,) for key in source.staff])
    table(duck, "machines", "actor VARCHAR", [(key,) for key in source.bots])
    # A removal takes what was made with it, not what happened to others because of it.
    made = [(name,) for name, kind in source.classes if kind == "contribution"]
    table(duck, "made", "name VARCHAR", made)
    pairs = [(name, told, True) for name, told in source.retractions]
    pairs += [(told, told, False) for told in sorted({told for _name, told in source.retractions})]
    table(duck, "pairs", "name VARCHAR, chain VARCHAR, takes_back BOOLEAN", pairs)
    words = [(name, True) for name, _back in source.removals]
    words += [(back, False) for _name, back in source.removals]
    table(duck, "removals", "name VARCHAR, removes BOOLEAN", words)


def _raw(duck: DuckDBPyConnection, source: Source, which: str, paths: Sequence[str]) -> None:
    duck.execute(f"CREATE OR REPLACE TEMP TABLE raw AS {lines(source, which, paths)}")


def lines(source: Source, which: str, paths: Sequence[str]) -> str:
    """The lines of the files under the people they belong to now, without undone batches."""
    if not paths:
        columns = ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in lake.COLUMNS.items())
        files = f"(SELECT {columns} LIMIT 0)"
    else:
        source.verify(paths)
        files = f"read_parquet([{', '.join(lake.quoted(path) for path in paths)}])"
    return (
        "SELECT line_id, happened_at AS moment, l.name,"  # noqa: S608 - from the manifest
        " coalesce(a.kept, actor_key) AS actor, coalesce(b.kept, about_actor) AS about,"
        " space_id, object_type, object_id, root_id, origin, recorded_at, segment_no, facts"
        f" FROM {files} l LEFT JOIN aliases a ON a.absorbed = l.actor_key"
        " LEFT JOIN aliases b ON b.absorbed = l.about_actor"
        f" WHERE {which} AND batch NOT IN (SELECT batch FROM forgotten)"
    )


def spans(duck: DuckDBPyConnection, raw: str = "raw") -> tuple[Span, ...]:
    """What these lines hold, by origin."""
    found = duck.execute(
        "SELECT origin, min(moment), max(moment), min(recorded_at), max(recorded_at), count(*)"  # noqa: S608
        f" FROM {raw} GROUP BY origin ORDER BY origin"
    ).fetchall()
    return tuple(_span(*row) for row in found)


def _span(origin: str, *told: Any) -> Span:
    first, last, began, ended = (moment.replace(tzinfo=UTC) for moment in told[:4])
    return Span(origin, first, last, began, ended, told[4])


def days(duck: DuckDBPyConnection, source: Source, held: Sequence[Span]) -> None:
    """Where each local day begins, from Python's zones: the only place that knows of them."""
    found: list[tuple[date, Any]] = []
    if held:
        calendar = Calendar(ZoneInfo(source.timezone), source.week_start)
        day = calendar.day_of(min(span.first for span in held))
        end = calendar.moved("day", calendar.day_of(max(span.last for span in held)), 1)
        while day <= end:
            found.append((day, calendar.instant(day).replace(tzinfo=None)))
            day = calendar.moved("day", day, 1)
    table(duck, "days", "day DATE, starts TIMESTAMP", found)


def _who() -> str:
    return (
        "actor, actor IN (SELECT actor FROM staff) AS is_staff,"
        " actor IN (SELECT actor FROM machines) AS is_bot FROM"
        " (SELECT actor FROM raw UNION SELECT about FROM raw) WHERE actor IS NOT NULL"
    )


def _newcomers(duck: DuckDBPyConnection, history: History, old: History) -> None:
    """Numbers stay with the people who have one; new people get the next ones."""
    duck.execute(
        f"CREATE OR REPLACE TABLE {history.people} AS SELECT * FROM {old.people} UNION ALL"  # noqa: S608
        f" SELECT (SELECT coalesce(max(person), 0) FROM {old.people})"
        f" + row_number() OVER (ORDER BY actor)::INTEGER, {_who()}"
        f" AND actor NOT IN (SELECT actor FROM {old.people})"
    )


def _touched(duck: DuckDBPyConnection) -> None:
    """The objects whose lines may count otherwise because of what is in `raw`."""
    duck.execute(
        "CREATE OR REPLACE TEMP TABLE touched AS"
        " SELECT DISTINCT object_type, object_id FROM raw"
        " WHERE name IN (SELECT name FROM pairs UNION SELECT name FROM removals)"
        " UNION SELECT DISTINCT 'forum.topic', root_id FROM raw"
        " WHERE name IN (SELECT name FROM removals) AND root_id IS NOT NULL"
    )


def _reread(duck: DuckDBPyConnection, source: Source, since: int) -> None:
    """Add the older lines of the touched objects to `raw`, and all that tell of removals."""
    wanted = (
        f"segment_no <= {since} AND (l.name IN (SELECT name FROM removals) OR"  # noqa: S608
        " (object_type, object_id) IN (SELECT (object_type, object_id) FROM touched))"
    )
    paths = [path for path in source.files if lake.first_segment(path) <= since]
    duck.execute(f"INSERT INTO raw {lines(source, wanted, paths)}")


def standing(people: str, raw: str = "raw", *, machines: bool | None = False) -> str:
    """The lines that count, or (`machines`) those of bots, which do not; None: both, with `is_bot`."""
    whose = {True: "p.is_bot", False: "p.is_bot IS NOT TRUE", None: "true"}[machines]
    marked = ", coalesce(p.is_bot, false) AS is_bot" if machines is None else ""
    return (
        "SELECT r.line_id, r.moment, d.day, r.name, p.person,"  # noqa: S608
        " CASE WHEN q.is_bot THEN NULL ELSE q.person END AS about,"
        " coalesce(p.is_staff, false) AS is_staff, r.space_id, r.object_type, r.object_id,"
        f" r.root_id, r.facts{marked} FROM {raw} r ASOF JOIN days d ON r.moment >= d.starts"
        f" LEFT JOIN {people} p ON p.actor = r.actor"
        f" LEFT JOIN {people} q ON q.actor = r.about"
        f" WHERE {whose} AND r.line_id NOT IN (SELECT line_id FROM chains WHERE is_void)"
        " AND NOT (r.name IN (SELECT name FROM made) AND EXISTS (SELECT 1 FROM gone g"
        " WHERE g.object_type = r.object_type AND g.object_id = r.object_id))"
    )


def chains(duck: DuckDBPyConnection) -> None:
    """A line that is followed, for the same person and object, by its retraction is void.

    A retraction itself never counts.
    """
    duck.execute(
        "CREATE OR REPLACE TEMP TABLE chains AS SELECT line_id, takes_back OR coalesce("
        "lead(takes_back) OVER (PARTITION BY chain, actor, object_type, object_id,"
        " facts ->> '$.sign' ORDER BY moment, line_id), false) AS is_void"
        " FROM raw JOIN pairs USING (name)"
    )


def gone(duck: DuckDBPyConnection) -> None:
    """Objects whose last word is that they were removed; an opening takes its topic with it."""
    duck.execute(
        "CREATE OR REPLACE TEMP TABLE gone AS WITH last AS ("
        "SELECT object_type, object_id, arg_max(removes, (moment, line_id)) AS removes,"
        " arg_max(facts ->> '$.post_kind', (moment, line_id)) AS post_kind,"
        " arg_max(root_id, (moment, line_id)) AS root_id"
        " FROM raw JOIN removals USING (name) GROUP BY ALL)"
        " SELECT object_type, object_id FROM last WHERE removes"
        " UNION SELECT 'forum.topic', root_id FROM last WHERE removes AND post_kind = 'opening'"
    )
