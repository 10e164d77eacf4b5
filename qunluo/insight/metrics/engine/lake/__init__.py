"""The lake: lines as Parquet files that are written aside, sealed, and then only read."""

from qunluo.insight.metrics.engine.lake.duck import engine, quoted, spill_into
from qunluo.insight.metrics.engine.lake.seals import (
    Damaged,
    Seal,
    digest_of,
    state_of,
    sync,
    turn,
    verify,
)
from qunluo.insight.metrics.engine.lake.segments import (
    COLUMNS,
    SCHEMA_VERSION,
    Written,
    compact,
    first_segment,
    last_segment,
    salvage,
    write_lines,
    write_segment,
)

__all__ = [
    "COLUMNS",
    "SCHEMA_VERSION",
    "Damaged",
    "Seal",
    "Written",
    "compact",
    "digest_of",
    "engine",
    "first_segment",
    "last_segment",
    "quoted",
    "salvage",
    "spill_into",
    "state_of",
    "sync",
    "turn",
    "verify",
    "write_lines",
    "write_segment",
]
