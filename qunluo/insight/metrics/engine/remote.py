"""The same questions asked of Spark Connect, when an address is set; else of DuckDB.

The standing lines are prepared here and handed over as Parquet once per history; the address must see
the folder. Needs the extra `qunluo[spark]`.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from qunluo.insight.metrics.engine import lake
from qunluo.insight.metrics.engine.dialects import spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.insight.metrics.engine.history import History

_address = [""]
_sessions: dict[str, Any] = {}
_handed: set[str] = set()


def ask_at(address: str) -> None:
    """`sc://host:port`, or "" for DuckDB in this process."""
    _address[0] = address
    _handed.clear()


def is_remote() -> bool:
    return bool(_address[0])


def rows(history: History, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """As DuckDB would answer; `{acts}` and so on stand for the history's tables."""
    session = _session()
    _hand_over(session, history)
    asked = spoken(history.named(sql), params)
    return [tuple(map(_plain, row)) for row in session.sql(asked).collect()]


def columns(history: History, sql: str) -> dict[str, Any]:
    """The same as numpy columns."""
    import numpy as np  # noqa: PLC0415 - loaded by then, see lake.engine

    session = _session()
    _hand_over(session, history)
    found = session.sql(spoken(history.named(sql), ()))
    told = list(zip(*found.collect(), strict=True)) or [()] * len(found.columns)
    kinds = {name: kind for name, kind in found.dtypes if kind.startswith("timestamp")}
    return {
        name: np.array(values, dtype="datetime64[us]" if name in kinds else None)
        for name, values in zip(found.columns, told, strict=True)
    }


def _session() -> Any:
    address = _address[0]
    if address not in _sessions:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - an optional part

        session = SparkSession.builder.remote(address).create()
        session.conf.set("spark.sql.session.timeZone", "UTC")
        _sessions[address] = session
    return _sessions[address]


def _hand_over(session: Any, history: History) -> None:
    if history.acts in _handed:
        return
    above = Path(history.source.kept_in) if history.source.kept_in else None
    if above is not None:
        above.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(dir=above, prefix=".writing-remote-"))
    folder.chmod(0o755)
    with lake.engine() as duck:
        for table in history.tables:
            path = folder / f"{table}.parquet"
            duck.execute(f"COPY {table} TO {lake.quoted(str(path))} (FORMAT parquet)")
            session.read.parquet(str(path)).createOrReplaceTempView(table)
    _handed.add(history.acts)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return value
