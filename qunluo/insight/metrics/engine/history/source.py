"""What decides which lines a history holds, and from when to when they reach."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine import lake

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(frozen=True)
class Source:
    """Everything that decides what a history holds; equal sources are one history.

    `files`: Parquet paths; `seals`: their (bytes, SHA-256), or nothing to check. `aliases`: (absorbed key, kept key). `forgotten`: undone batches.
    `staff`: keys left out of figures about members; `bots`: of all figures. `classes`: (activity name, kind).
    `retractions`: (retracting name, retracted name). `removals`: (removing, restoring) names.
    `kept_in`: the folder of this community's prepared histories; "": nothing is kept on disk.
    `lines`: about how many lines the files hold; many are read where they lie, not held in memory.
    """

    files: tuple[str, ...]
    watermark: int
    timezone: str
    week_start: int = 0
    space_id: int | None = None
    aliases: tuple[tuple[str, str], ...] = ()
    forgotten: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
    bots: tuple[str, ...] = ()
    classes: tuple[tuple[str, str], ...] = ()
    retractions: tuple[tuple[str, str], ...] = ()
    removals: tuple[tuple[str, str], ...] = ()
    kept_in: str = ""
    seals: tuple[tuple[int, str], ...] = ()
    lines: int = 0

    @cached_property
    def base(self) -> str:
        """The conditions apart from watermark and space: with them, later lines only add to it.

        Files are not part of it where the folder names the community: compaction changes them
        without changing any line.
        """
        told = asdict(self)
        for name in (
            "watermark",
            "seals",
            "lines",
            "space_id",
            "files" if self.kept_in else "kept_in",
        ):
            told.pop(name)
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:24]

    def verify(self, paths: Sequence[str]) -> None:
        """Raises `Damaged` when one of these files is not what was sealed."""
        known = dict(zip(self.files, self.seals, strict=False))
        lake.verify(lake.Seal(Path(path), *known[path]) for path in paths if path in known)

    @cached_property
    def digest(self) -> str:
        told = f"{self.base} {self.watermark} {self.space_id}"
        return hashlib.sha256(told.encode()).hexdigest()[:24]


@dataclass(frozen=True)
class Span:
    """Lines of one origin: from which to which moment, when they were written down, how many."""

    origin: str
    first: datetime
    last: datetime
    first_recorded: datetime
    last_recorded: datetime
    lines: int = 1

    def joined(self, other: Span) -> Span:
        return Span(
            self.origin,
            min(self.first, other.first),
            max(self.last, other.last),
            min(self.first_recorded, other.first_recorded),
            max(self.last_recorded, other.last_recorded),
            self.lines + other.lines,
        )
