"""What lies on disk of a large history: which file of standing lines each month has, at a watermark."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qunluo.insight.metrics.engine import lake
from qunluo.insight.metrics.engine.history.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qunluo.insight.metrics.engine.history.source import Source

VERSION = 1
"""Of the files of months; raise it when their columns or the rules of preparing change."""
MOST_LISTS = 6
GRACE = 1800
"""Seconds for which a file that no list names is left to those who still read it."""


@dataclass(frozen=True)
class Sealed:
    """A file of the folder, its length and SHA-256."""

    name: str
    byte_count: int
    digest: str

    def seal(self, folder: Path) -> lake.Seal:
        return lake.Seal(folder / self.name, self.byte_count, self.digest)


@dataclass(frozen=True)
class Month:
    """The lines of one month (of moments in UTC) that stand; `spans`: of all its lines."""

    file: Sealed
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Listing:
    """Everything that decided what the files hold, and the files. `following`: the next person's number.

    `fixed`: a digest of the conditions that concern every line; the others can be compared.
    """

    watermark: int
    fixed: str
    aliases: tuple[tuple[str, str], ...] = ()
    forgotten: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
    bots: tuple[str, ...] = ()
    months: dict[str, Month] = field(default_factory=dict)
    people: Sealed | None = None
    following: int = 1

    @property
    def spans(self) -> tuple[Span, ...]:
        """Of all months together, by origin."""
        found: dict[str, Span] = {}
        for month in self.months.values():
            for span in month.spans:
                known = found.get(span.origin)
                found[span.origin] = known.joined(span) if known else span
        return tuple(found[origin] for origin in sorted(found))

    @property
    def files(self) -> list[Sealed]:
        held = [self.months[name].file for name in sorted(self.months)]
        return [*held, self.people] if self.people else held


def fixed_of(source: Source) -> str:
    """Of the conditions under which every line has to be looked at again when they change."""
    told = (VERSION, source.timezone, source.classes, source.retractions, source.removals)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def folder_of(source: Source) -> Path:
    return Path(source.kept_in) / f"months-v{VERSION}"


def listed(source: Source) -> Listing | None:
    """What was settled for just this source; None: nothing, or it is torn."""
    return _read(folder_of(source) / _name(source))


def nearest(source: Source) -> Listing | None:
    """The list whose watermark lies nearest and whose fixed conditions are these; None: none."""
    known = filter(None, map(_read, folder_of(source).glob("list-*.json")))
    fitting = [one for one in known if one.fixed == fixed_of(source)]
    return min(fitting, key=lambda one: abs(one.watermark - source.watermark), default=None)


def keep(source: Source, found: Listing) -> None:
    """Write the list down and tidy away what no list names any longer."""
    folder = folder_of(source)
    aside = folder / f".{_name(source)}-{os.getpid()}"
    aside.write_text(json.dumps(asdict(found), default=datetime.isoformat))
    lake.sync(aside)
    aside.replace(folder / _name(source))
    _tidy(folder)


def _name(source: Source) -> str:
    return f"list-{source.watermark}-{source.base}.json"


def _tidy(folder: Path) -> None:
    lists = sorted(folder.glob("list-*.json"), key=_age, reverse=True)
    for path in lists[MOST_LISTS:]:
        path.unlink(missing_ok=True)
    kept = filter(None, map(_read, lists[:MOST_LISTS]))
    named = {file.name for one in kept for file in one.files}
    for path in (*folder.glob("*.parquet"), *folder.glob(".list-*"), *folder.glob(".writing-*")):
        if path.name not in named and time.time() - _age(path) > GRACE:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(
                missing_ok=True
            )


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _read(path: Path) -> Listing | None:
    try:
        told = json.loads(path.read_text())
        months = {
            name: Month(Sealed(**own["file"]), tuple(map(span_of, own["spans"])))
            for name, own in told.pop("months").items()
        }
        people = told.pop("people")
        pairs = tuple((old, new) for old, new in told.pop("aliases"))
        told |= {name: tuple(told[name]) for name in ("forgotten", "staff", "bots")}
        return Listing(**told, aliases=pairs, months=months, people=_sealed(people))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _sealed(told: dict[str, Any] | None) -> Sealed | None:
    return Sealed(**told) if told else None


def span_of(told: dict[str, Any]) -> Span:
    """A span from its plain values."""
    moments = {
        one.name: datetime.fromisoformat(told[one.name])
        for one in fields(Span)
        if one.name not in {"origin", "lines"}
    }
    return Span(origin=told["origin"], lines=told["lines"], **moments)


def are_whole(folder: Path, files: Iterable[Sealed]) -> bool:
    """Whether every file is there as it was sealed."""
    try:
        lake.verify(file.seal(folder) for file in files)
    except lake.Damaged:
        return False
    return True
