"""Which histories are at hand: in this process, and prepared on disk for the next one."""

from __future__ import annotations

import json
import shutil
from collections import OrderedDict
from dataclasses import asdict, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from qunluo.insight.metrics.engine import lake
from qunluo.insight.metrics.engine.history import months, preparing
from qunluo.insight.metrics.engine.history.answers import Answers
from qunluo.insight.metrics.engine.history.listing import span_of
from qunluo.insight.metrics.engine.history.standing import History

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

    from qunluo.insight.metrics.engine.history.source import Source, Span

MOST_KEPT = 6
MOST_LINES = 4_000_000
"""Of all histories in this process together, unless one alone is larger."""
WORTH_KEEPING = 20_000
"""Fewer lines than this are prepared anew as fast as they are read."""
WORTH_RENEWING = 0.05
KEPT_ON_DISK = 2
TABLES = ("acts", "people", "bots")
SEALED = (*(f"{name}.parquet" for name in TABLES), "spans.json")
SPANS = ("spans",)
VERSION = 3
"""Of the prepared files; raise it when the columns or the rules of preparing change."""

_kept: OrderedDict[str, History] = OrderedDict()


def history_of(source: Source) -> History:
    """The history of a source: at hand, advanced from an older one, or prepared."""
    with lake.engine() as duck:
        found = _kept.get(source.digest)
        if found is None:
            found = _kept[source.digest] = _asleep(source) or _made(duck, source)
            _make_room(duck)
        _kept.move_to_end(source.digest)
        return found


def forget_all() -> None:
    """Drop every history of this process (tests, purge)."""
    with lake.engine() as duck:
        while _kept:
            _forget(duck, _kept.popitem()[1])


def _asleep(source: Source) -> History | None:
    """Spans are known from disk: answers may do, and the tables are made when they do not."""
    told = Answers(source).get(SPANS)
    if told is None:
        return None
    history = History(source)
    history.spans = tuple(map(span_of, told))
    history.wake = partial(_waken, history)
    return history


def _waken(history: History) -> None:
    with lake.engine() as duck:
        made = _made(duck, history.source)
        history.spans, history.is_view, history.months = made.spans, made.is_view, made.months
        if history.source.digest in _kept:
            _kept.move_to_end(history.source.digest)
        _make_room(duck)


def _forget(duck: DuckDBPyConnection, history: History) -> None:
    if history.wake is None:
        kind = "VIEW" if history.is_view else "TABLE"
        for table in history.tables:
            duck.execute(f"DROP {kind} IF EXISTS {table}")


def _make_room(duck: DuckDBPyConnection) -> None:
    while len(_kept) > 1 and (
        len(_kept) > MOST_KEPT or sum(map(_held, _kept.values())) > MOST_LINES
    ):
        _forget(duck, _kept.popitem(last=False)[1])


def _held(history: History) -> int:
    """How many lines of it this process holds."""
    return 0 if history.wake is not None or history.is_view else history.line_count


def _made(duck: DuckDBPyConnection, source: Source) -> History:
    if months.are_worth(source):
        history = History(source)
        months.open_months(duck, history)
        return _told(history)
    if source.space_id is not None:
        return _told(_within(duck, source))
    return _told(_whole(duck, source))


def _told(history: History) -> History:
    """Let other processes know the spans, so that answers on disk are enough for them."""
    if history.line_count >= WORTH_KEEPING:
        told = [asdict(span) for span in history.spans]
        history.answers.put(SPANS, json.loads(json.dumps(told, default=datetime.isoformat)))
    return history


def _whole(duck: DuckDBPyConnection, source: Source) -> History:
    history, old = History(source), _older(duck, source)
    if old is not None and old.source.watermark == source.watermark:
        return old
    if old is None:
        preparing.prepare(duck, history)
    else:
        preparing.advance(duck, history, old)
    if old is not None and old.source.digest not in _kept:
        _forget(duck, old)
    known = max((known for known, _path in _on_disk(source)), default=None)
    if source.kept_in and _is_worth(source, history, known):
        _keep(duck, history)
    return history


def _within(duck: DuckDBPyConnection, source: Source) -> History:
    """The part of a whole history that happened in one space."""
    whole = history_of(replace(source, space_id=None))
    if whole.wake is not None:
        whole.rows("SELECT 1 FROM {acts} LIMIT 1")
    history = History(source)
    history.spans = whole.spans
    for made, known in ((history.acts, whole.acts), (history.bots, whole.bots)):
        duck.execute(
            f"CREATE OR REPLACE TABLE {made} AS SELECT * FROM {known}"  # noqa: S608
            f" WHERE space_id = {int(source.space_id or 0)}"
        )
    duck.execute(f"CREATE OR REPLACE TABLE {history.people} AS SELECT * FROM {whole.people}")  # noqa: S608
    return history


def _older(duck: DuckDBPyConnection, source: Source) -> History | None:
    """The newest history of the same conditions at or below the watermark: here, else on disk."""
    here = [
        one
        for one in _kept.values()
        if one.wake is None
        and not one.is_view
        and one.source.digest != source.digest  # it is being woken
        and one.source.base == source.base
        and one.source.space_id is None
        and one.source.watermark <= source.watermark
    ]
    best = max(here, key=lambda one: one.source.watermark, default=None)
    for watermark, path in sorted(_on_disk(source), reverse=True):
        if watermark > source.watermark or (best and watermark <= best.source.watermark):
            continue
        found = _read(duck, replace(source, watermark=watermark), path)
        if found is not None:
            return found
    return best


def _on_disk(source: Source) -> Iterator[tuple[int, Path]]:
    if source.kept_in:
        for path in Path(source.kept_in).glob(f"v{VERSION}-{source.base}-*"):
            yield int(path.name.rpartition("-")[2]), path


def _is_worth(source: Source, history: History, known: int | None) -> bool:
    if history.line_count < WORTH_KEEPING:
        return False
    if known is None or known > source.watermark:
        return known is None
    before = _spans(Path(source.kept_in) / f"v{VERSION}-{source.base}-{known}")
    grown = history.line_count - sum(span.lines for span in before)
    return grown > history.line_count * WORTH_RENEWING


def _keep(duck: DuckDBPyConnection, history: History) -> None:
    """Write aside, then rename: a reader meets a whole folder or none."""
    source = history.source
    folder = Path(source.kept_in)
    folder.mkdir(parents=True, exist_ok=True)
    aside = Path(mkdtemp(dir=folder, prefix=".writing-"))
    for name in TABLES:
        target = lake.quoted(str(aside / f"{name}.parquet"))
        table = getattr(history, name)
        duck.execute(f"COPY {table} TO {target} (FORMAT parquet, COMPRESSION zstd)")
    told = json.dumps([asdict(span) for span in history.spans], default=datetime.isoformat)
    (aside / "spans.json").write_text(told)
    (aside / "seals.json").write_text(json.dumps({name: _seal(aside / name) for name in SEALED}))
    target_folder = folder / f"v{VERSION}-{source.base}-{source.watermark}"
    try:
        aside.rename(target_folder)
    except OSError:  # another process was faster
        shutil.rmtree(aside, ignore_errors=True)
    _tidy(folder)


def _seal(path: Path) -> list[Any]:
    return [path.stat().st_size, lake.digest_of(path)]


def _is_whole(path: Path) -> bool:
    try:
        told = json.loads((path / "seals.json").read_text())
        lake.verify(lake.Seal(path / name, *told[name]) for name in SEALED)
    except (OSError, ValueError, lake.Damaged):
        return False
    return True


def _tidy(folder: Path) -> None:
    known = sorted(folder.glob("v*-*-*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in known[KEPT_ON_DISK:]:
        shutil.rmtree(path, ignore_errors=True)


def _spans(path: Path) -> tuple[Span, ...]:
    try:
        told = json.loads((path / "spans.json").read_text())
    except OSError:
        return ()
    return tuple(map(span_of, told))


def _read(duck: DuckDBPyConnection, source: Source, path: Path) -> History | None:
    """A history from disk; None when it is damaged or tidied away meanwhile."""
    import duckdb  # noqa: PLC0415 - loaded already, see lake.engine

    if not _is_whole(path):
        return None
    history = History(source)
    history.spans = _spans(path)
    try:
        for name in TABLES:
            file = lake.quoted(str(path / f"{name}.parquet"))
            table = getattr(history, name)
            duck.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM read_parquet({file})")  # noqa: S608
    except duckdb.Error:
        _forget(duck, history)
        return None
    return history if history.spans else None
