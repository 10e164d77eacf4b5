"""What decides which lines a history holds, and from when to when they reach."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True)
class Source:
    """Everything that decides what a history holds; equal sources are one history.

    `files`: Parquet paths. `aliases`: (absorbed key, kept key). `forgotten`: undone batches.
    `staff`: keys left out of figures about members. `classes`: (activity name, kind).
    `retractions`: (retracting name, retracted name). `removals`: (removing, restoring) names.
    `kept_in`: the folder of this community's prepared histories; "": nothing is kept on disk.
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
    kept_in: str = ""

    @cached_property
    def base(self) -> str:
        """The conditions apart from watermark and space: with them, later lines only add to it.

        Files are not part of it where the folder names the community: compaction changes them
        without changing any line.
        """
        told = asdict(self)
        for name in ("watermark", "space_id", "files" if self.kept_in else "kept_in"):
            told.pop(name)
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:24]

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
