"""One community's lines as they stand at a watermark, prepared once for many questions."""

from __future__ import annotations

from collections import OrderedDict
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from qunluo.insight.metrics.engine import lake, remote
from qunluo.insight.metrics.engine.history import months
from qunluo.insight.metrics.engine.history.answers import Answers
from qunluo.insight.metrics.engine.periods import Calendar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from duckdb import DuckDBPyConnection

    from qunluo.insight.metrics.engine.history.source import Source, Span

MOST_FOUND = 64
WORTH_ANSWERING = 20_000
"""Of fewer lines than this, answers are not kept on disk."""
T = TypeVar("T")
Array = Any
"""A numpy array; numpy is loaded with the first dashboard only."""


class History:
    """Tables of one source inside the process's DuckDB: `acts` (lines), `people` (keys), `bots`.

    `acts`: line_id, moment (UTC), day (local), name, person, about, is_staff, space_id,
    object_type, object_id, root_id, facts; only lines that stand: neither taken back nor about a
    removed thing; `bots` holds the lines of bots, which `acts` does not. Names of tables are safe to
    put into SQL: they come from a digest. `wake`: makes the tables with the first question that no
    answer on disk knows; None: they are there. `is_view`: the lines are read from files where they
    lie; `months`: month (of moments in UTC) -> its file's name, which changes whenever a line of it does.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.calendar = Calendar(ZoneInfo(source.timezone), source.week_start)
        self.acts = f"acts_{source.digest}"
        self.people = f"people_{source.digest}"
        self.bots = f"bots_{source.digest}"
        self.spans: tuple[Span, ...] = ()
        self.answers = Answers(source)
        self.wake: Callable[[], None] | None = None
        self.is_view = False
        self.months: dict[str, str] = {}
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

    def answered(self, key: tuple[object, ...], find: Callable[[], T]) -> T:
        """What this or another process found before under this key, or found now: plain values.

        Small histories are asked anew as fast as they are read.
        """
        if not self.is_large:
            return self.kept(key, find)
        whole = (self.source.space_id, *key)

        def look() -> T:
            known: T | None = self.answers.get(whole)
            if known is None:
                known = find()
                self.answers.put(whole, known)
            return known

        return self.kept(key, look)

    def awake(self) -> None:
        """Make the tables, when so far only answers were asked for."""
        if self.wake is not None:
            with lake.engine():
                wake, self.wake = self.wake, None
                if wake is not None:
                    wake()

    def rows(self, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Ask; `{acts}`, `{people}` and `{bots}` in the text stand for this history's tables."""
        self.awake()
        if remote.is_remote():
            return remote.rows(self, sql, params)
        with lake.engine() as duck:
            return self._read(duck, lambda: duck.execute(self.named(sql), params).fetchall())

    def columns(self, sql: str) -> dict[str, Array]:
        """Ask for columns instead of rows: moments as datetime64 in UTC, NaT for none."""
        self.awake()
        if remote.is_remote():
            return remote.columns(self, sql)
        with lake.engine() as duck:
            found = self._read(duck, lambda: duck.execute(self.named(sql)).fetchnumpy())
        return {name: _plain(column) for name, column in found.items()}

    @property
    def tables(self) -> tuple[str, str, str]:
        return self.acts, self.people, self.bots

    def named(self, sql: str) -> str:
        """The text with this history's tables in their places."""
        return sql.format(acts=self.acts, people=self.people, bots=self.bots)

    def _read(self, duck: DuckDBPyConnection, ask: Callable[[], T]) -> T:
        """Ask again when a file was tidied away since the views were made."""
        import duckdb  # noqa: PLC0415 - loaded already, see lake.engine

        try:
            return ask()
        except duckdb.IOException:
            if not self.is_view:
                raise
        months.open_months(duck, self)
        return ask()

    def one(self, sql: str, params: Sequence[Any] = ()) -> tuple[Any, ...]:
        return self.rows(sql, params)[0]

    @property
    def line_count(self) -> int:
        return sum(span.lines for span in self.spans)

    @property
    def is_large(self) -> bool:
        """Whether answers to it are kept on disk."""
        return self.line_count >= WORTH_ANSWERING

    @property
    def is_empty(self) -> bool:
        return not self.spans

    @cached_property
    def first_day(self) -> date:
        return self.calendar.day_of(min(span.first for span in self.spans))

    @cached_property
    def last_day(self) -> date:
        return self.calendar.day_of(max(span.last for span in self.spans))


def _plain(column: Array) -> Array:
    import numpy as np  # noqa: PLC0415 - loaded by then, see lake.engine

    is_moment = column.dtype.kind == "M"
    return (
        column.filled(np.datetime64("NaT")) if is_moment and hasattr(column, "filled") else column
    )
