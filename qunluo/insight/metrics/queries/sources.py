"""From the manifest to a history: which files, under which conditions, at which watermark."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from qunluo.insight.metrics.engine import lake
from qunluo.insight.metrics.engine.coverage import coverage_of
from qunluo.insight.metrics.engine.history import History, Source, history_of
from qunluo.insight.metrics.engine.history.answers import ready_marks
from qunluo.insight.metrics.engine.history.months import WORTH_MONTHS
from qunluo.insight.metrics.engine.periods import Calendar
from qunluo.insight.metrics.models import Condition, LakeFile, Segment
from qunluo.kernel.refusal import Missing, Refusal
from qunluo.kernel.stream.activity import activity_types
from qunluo.kernel.stream.kinds import KINDS, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from qunluo.insight.metrics.engine import lake
from qunluo.insight.metrics.engine.coverage import Coverage

_fixed: ContextVar[Watermark | None] = ContextVar("shown_watermark", default=None)
SHOWN_LATE = timedelta(minutes=15)
LATE_OF_MANY = timedelta(days=1)
NOT_YET: dict[str, Any] = {"timezone": "Asia/Shanghai", "week_start": 0, "staff": []}
REMOVALS = (("forum.post_removed", "forum.post_restored"),)


@dataclass(frozen=True)
class Watermark:
    """A segment's number, and the moment up to which it holds everything. 0: nothing yet."""

    number: int
    covers_until: datetime | None


def watermark(community_id: int | None = None, until_segment: int | None = None) -> Watermark:
    """The newest watermark, or an earlier one by number; refuses with `metrics.no_such_watermark`.

    All communities share one numbering; the community may be given for clearness.
    """
    found = Segment.objects.order_by("-number")
    if until_segment is not None:
        found = found.filter(number=until_segment)
    row = found.first()
    if row is not None:
        return Watermark(row.number, row.covers_until)
    if until_segment:
        raise Missing("metrics.no_such_watermark", _("There is no such watermark."))
    return Watermark(0, None)


def shown_watermark(community_id: int) -> Watermark:
    """What a dashboard shows: the newest, or for a large community the newest that is ready.

    Its usual questions are answered by the worker a little after each export (`ready_board`); for
    so long pages show the watermark before, at most `SHOWN_LATE` old (a day where the lines are too
    many to be read while somebody waits), and say what it covers.
    """
    if (fixed := _fixed.get()) is not None:
        return fixed
    newest = watermark(community_id)
    marks = ready_marks(str(prepared_folder(community_id)))
    if newest.covers_until is None or not marks:
        return newest
    late = LATE_OF_MANY if _lines_of(community_id) >= WORTH_MONTHS else SHOWN_LATE
    for number, base in marks:
        row = Segment.objects.filter(number=number).first()
        if row is None or number > newest.number or row.covers_until < newest.covers_until - late:
            continue
        # Of other conditions than those of its watermark it would be another history's answer.
        if source_of(community_id, number).base == base:
            return Watermark(row.number, row.covers_until)
    return newest


def _lines_of(community_id: int) -> int:
    held = LakeFile.objects.filter(community_id=community_id, retired_at=None)
    return held.aggregate(lines=Sum("line_count"))["lines"] or 0


@contextmanager
def reading_at(mark: Watermark) -> Iterator[None]:
    """Dashboards asked within the block show this watermark."""
    token = _fixed.set(mark)
    try:
        yield
    finally:
        _fixed.reset(token)


def source_of(community_id: int, number: int, space_id: int | None = None) -> Source:
    """What the community's history is made from; two queries."""
    listed = LakeFile.objects.filter(
        community_id=community_id, first_segment__lte=number, retired_at=None
    )
    held = list(listed)
    seals = sorted(map(seal_of, held), key=lambda seal: seal.path)
    kept = conditions(number, "aliases", "forgotten", f"community:{community_id}")
    rules = kept.get(f"community:{community_id}", NOT_YET)
    return Source(
        files=tuple(str(seal.path) for seal in seals),
        seals=tuple((seal.byte_count, seal.digest) for seal in seals),
        watermark=number,
        timezone=rules["timezone"],
        week_start=rules["week_start"],
        space_id=space_id,
        aliases=tuple((old, new) for old, new in kept.get("aliases", [])),
        forgotten=tuple(kept.get("forgotten", [])),
        staff=tuple(rules["staff"]),
        bots=tuple(rules.get("bots", ())),
        classes=tuple(sorted(KINDS.items())),
        retractions=retractions(),
        removals=REMOVALS,
        kept_in=str(prepared_folder(community_id)),
        lines=sum(file.line_count for file in held),
    )


def seal_of(file: LakeFile) -> lake.Seal:
    return lake.Seal(Path(settings.LAKE_FOLDER) / file.path, file.byte_count, file.digest)


def prepared_folder(community_id: int) -> Path:
    """Where histories of the community are kept ready for the next process."""
    return Path(settings.LAKE_FOLDER) / "prepared" / f"community-{community_id}"


def retractions() -> tuple[tuple[str, str], ...]:
    """(retracting name, retracted name) of what people do; staff's care is judged by its state."""
    return tuple(
        sorted(
            (name, told.retracts)
            for name, told in activity_types.items()
            if told.retracts and kind_of(told.retracts) != "care"
        )
    )


def conditions(number: int, *names: str) -> dict[str, Any]:
    """The newest of each at or below the watermark."""
    rows = Condition.objects.filter(name__in=names, segment_number__lte=number)
    return dict(rows.order_by("segment_number").values_list("name", "content"))


def calendar_of(community_id: int, number: int | None = None) -> Calendar:
    """The community's calendar at a watermark (default: the newest)."""
    at = watermark(community_id).number if number is None else number
    name = f"community:{community_id}"
    rules = conditions(at, name).get(name, NOT_YET)
    return Calendar(ZoneInfo(rules["timezone"]), rules["week_start"])


class Unreadable(Refusal):
    """What the figures rest on is damaged; only whoever runs the machine can mend it."""

    status = 503


def history_at(community_id: int, mark: Watermark, space_id: int | None = None) -> History:
    """The history at a watermark; refuses with `metrics.lake_damaged`."""
    source = source_of(community_id, mark.number, space_id)
    try:
        return history_of(source)
    except lake.Damaged:
        # Tidied away between the list and the reading: then the list is another one now.
        fresh = source_of(community_id, mark.number, space_id)
        if fresh.files == source.files:
            raise _damaged() from None
    try:
        return history_of(fresh)
    except lake.Damaged:
        raise _damaged() from None


def _damaged() -> Unreadable:
    return Unreadable(
        "metrics.lake_damaged",
        _(
            "The records behind these figures are damaged, so none are shown."
            " Ask whoever runs this installation to run: qunluo doctor"
        ),
    )


def coverage_for(community_id: int, mark: Watermark) -> Coverage | None:
    """What the records of the whole community cover; None while there are none."""
    whole = history_at(community_id, mark)
    if mark.covers_until is None or whole.is_empty:
        return None
    return coverage_of(whole.spans, mark.covers_until)
