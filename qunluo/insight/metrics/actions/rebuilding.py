"""The lake made anew from the stream: the same lines under the same segments, in fresh files."""

from __future__ import annotations

import shutil
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from qunluo.insight.metrics.actions.exporting import Overtaken, enlist, leased, stretches
from qunluo.insight.metrics.actions.tending import retire
from qunluo.insight.metrics.engine import history, lake
from qunluo.insight.metrics.models import LakeFile, Segment
from qunluo.insight.metrics.queries.sources import seal_of
from qunluo.kernel.action import writing
from qunluo.kernel.stream import exporting as stream
from qunluo.kernel.stream.forgetting import forgotten_batches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from typing import Any

LINES_PER_PIECE = 200_000


@dataclass(frozen=True)
class Rebuilt:
    """`unsaved`: damaged files whose lines of undone imports, gone from the stream, are lost."""

    lines: int
    files: int
    unsaved: int


def rebuild_lake(progress: Callable[[int], None] = lambda _lines: None) -> Rebuilt | None:
    """Write every line of the stream that a segment holds once more; None: a writer is at work.

    Watermarks stay: each line goes to the segment it was in. Readers see the old files until the
    new ones are all there. Lines of undone imports are taken over from the old files, as far as
    these can be read: the stream has them no longer, and only older watermarks ask for them.
    """
    with leased() as is_ours:
        if not is_ours:
            return None
        try:
            return _rebuild(progress)
        except Overtaken:
            return None


def _rebuild(progress: Callable[[int], None]) -> Rebuilt:
    last = Segment.objects.aggregate(last=Max("number"))["last"]
    old = list(LakeFile.objects.filter(retired_at=None))
    places = _Places()
    written: list[lake.Written] = []
    for piece in _pieces():
        written += lake.write_lines(Path(settings.LAKE_FOLDER), places.put(piece))
        progress(sum(file.line_count for file in written))
    whole = [file for file in old if lake.state_of(seal_of(file), anew=True) == "whole"]
    forgotten = sorted(forgotten_batches())
    written += lake.salvage(Path(settings.LAKE_FOLDER), [file.path for file in whole], forgotten)
    with transaction.atomic(), writing("metrics"):
        if Segment.objects.aggregate(last=Max("number"))["last"] != last:
            raise Overtaken
        enlist(written)
        retire([file.pk for file in old])
        places.keep()
    _drop_prepared()
    unsaved = len(old) - len(whole) if forgotten else 0
    return Rebuilt(sum(file.line_count for file in written), len(written), unsaved)


def _pieces() -> Iterator[list[tuple[int, datetime]]]:
    last = 0
    while found := stream.settled_after(last, LINES_PER_PIECE):
        yield found
        last = found[-1][0]


class _Places:
    """Which segment each line is in; segments that did not write it down are told by time."""

    def __init__(self) -> None:
        self._known: list[tuple[int, int, int]] = []
        self._silent: list[tuple[datetime, int]] = []
        self._found: dict[int, list[int]] = {}
        for number, written_at, lines in Segment.objects.values_list(
            "number", "written_at", "lines"
        ):
            if lines is None:
                self._silent.append((written_at, number))
            self._known += [(first, last, number) for first, last in lines or ()]
        self._known.sort()
        self._silent.sort()
        self._starts = [first for first, _last, _number in self._known]

    def put(self, piece: list[tuple[int, datetime]]) -> Iterator[dict[str, Any]]:
        homes = {line_id: self._home(line_id, at) for line_id, at in piece}
        for row in stream.plain_lines([line_id for line_id, _at in piece]):
            home = homes[row["line_id"]]
            if home is not None:
                yield {**row, "segment_no": home}

    def _home(self, line_id: int, recorded_at: datetime) -> int | None:
        at = bisect_right(self._starts, line_id) - 1
        if at >= 0 and line_id <= self._known[at][1]:
            return self._known[at][2]
        for written_at, number in self._silent:
            if written_at >= recorded_at:
                self._found.setdefault(number, []).append(line_id)
                return number
        return None

    def keep(self) -> None:
        """Write down what was only guessed, so that the next time it is the same."""
        for number, line_ids in self._found.items():
            Segment.objects.filter(number=number).update(lines=stretches(line_ids))


def _drop_prepared() -> None:
    shutil.rmtree(Path(settings.LAKE_FOLDER) / "prepared", ignore_errors=True)
    history.forget_all()
