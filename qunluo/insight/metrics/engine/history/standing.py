"""One community's lines as they stand at a watermark, prepared once for many questions."""

from __future__ import annotations

from collections import OrderedDict
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from qunluo.insight.metrics.engine import lake
from qunluo.insight.metrics.engine.periods import Calendar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from qunluo.insight.metrics.engine.history.source import Source, Span

MOST_FOUND = 64
T = TypeVar("T")
Array = Any
"""A numpy array; numpy is loaded with the first dashboard only."""


class History:
    """Tables of one source inside the process's DuckDB: `acts` (lines) and `people` (keys).

    `acts`: line_id, moment (UTC), day (local), name, person, about, is_staff, space_id,
    object_type, object_id, root_id, facts; only lines that stand: neither taken back nor about a
    removed thing. Names of tables are safe to put into SQL: they come from a digest.
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

    def columns(self, sql: str) -> dict[str, Array]:
        """Ask for columns instead of rows: moments as datetime64 in UTC, NaT for none."""
        with lake.engine() as duck:
            found = duck.execute(sql.format(acts=self.acts, people=self.people)).fetchnumpy()
        return {name: _plain(column) for name, column in found.items()}

    def one(self, sql: str, params: Sequence[Any] = ()) -> tuple[Any, ...]:
        return self.rows(sql, params)[0]

    @property
    def line_count(self) -> int:
        return sum(span.lines for span in self.spans)

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
