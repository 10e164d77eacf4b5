"""What is the matter with the lake: the manifest against the disk, the stream and the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext as _

from qunluo.insight.metrics.engine import lake
from qunluo.insight.metrics.models import ExportLease, LakeFile, Segment
from qunluo.insight.metrics.queries.sources import seal_of
from qunluo.kernel.stream import exporting as stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django_stubs_ext import StrOrPromise

LATE = timedelta(minutes=5)
MOST_NAMED = 20


@dataclass(frozen=True)
class LakeFinding:
    """`state`: well, note (a trace of something that ended well) or ill (needs a hand)."""

    state: str
    told: str


def lake_findings() -> Iterator[LakeFinding]:
    """Everything there is to say; reads every listed file once in full."""
    damaged = list(_damaged())
    if not damaged:
        yield LakeFinding("well", _holds())
    yield from damaged
    yield from _counted_twice()
    yield from _traces()
    yield from _waiting()
    yield from _clock()


def _holds() -> str:
    standing = LakeFile.objects.filter(retired_at=None)
    told = standing.aggregate(lines=Sum("line_count"), size=Sum("byte_count"))
    last = Segment.objects.order_by("-number").values_list("number", flat=True).first()
    return _("%(files)d files with %(lines)d lines, %(size)d MB, up to segment %(last)d") % {
        "files": standing.count(),
        "lines": told["lines"] or 0,
        "size": (told["size"] or 0) // 1_000_000,
        "last": last or 0,
    }


def _damaged() -> Iterator[LakeFinding]:
    found = 0
    for file in LakeFile.objects.filter(retired_at=None).order_by("path").iterator():
        state = lake.state_of(seal_of(file), anew=True)
        if state == "whole":
            continue
        found += 1
        if found <= MOST_NAMED:
            yield LakeFinding("ill", f"{file.path}: {_state(state)}")
    if found:
        told = _(
            "%(count)d files are damaged; make them anew from the database: qunluo lake rebuild"
        )
        yield LakeFinding("ill", told % {"count": found})


def _state(state: str) -> StrOrPromise:
    return {
        "missing": _("it is not there"),
        "cut": _("its length is not what was written"),
        "changed": _("its bytes are not what was written"),
    }[state]


def _counted_twice() -> Iterator[LakeFinding]:
    """Lines that two segments claim; nothing in the house lets that happen."""
    known = Segment.objects.exclude(lines=None).values_list("number", "lines")
    stretches = sorted(
        (first, last, number) for number, lines in known for first, last in lines or ()
    )
    twice = 0
    until = 0
    for first, last, _number in stretches:
        twice += max(0, min(until, last) - first + 1)
        until = max(until, last)
    if twice:
        told = _("%(count)d lines are in two segments; run: qunluo lake rebuild")
        yield LakeFinding("ill", told % {"count": twice})


def unlisted(folder: Path) -> Iterator[Path]:
    """What lies in the lake's folder and no manifest knows: left by writers that were stopped."""
    known = set(LakeFile.objects.values_list("path", flat=True))
    for path in folder.glob("v*/**/*.parquet"):
        if path.relative_to(folder).as_posix() not in known:
            yield path
    yield from folder.glob(".writing-*")
    yield from folder.glob("prepared/*/.writing-*")
    yield from folder.glob(".spill-*")


def _traces() -> Iterator[LakeFinding]:
    count = sum(1 for _path in unlisted(Path(settings.LAKE_FOLDER)))
    if count:
        told = _(
            "%(count)d files belong to no segment: a writer was stopped, or is at work."
            " Nothing is lost by it; nobody reads them, and the nightly sweep removes them."
        )
        yield LakeFinding("note", told % {"count": count})


def _waiting() -> Iterator[LakeFinding]:
    lease = ExportLease.objects.filter(pk=1).first()
    since = stream.waiting_since()
    is_late = since is not None and datetime.now(UTC) - since > LATE
    if is_late:
        told = _("%(count)d lines wait for the lake; figures do not show them yet.")
        state = "ill" if lease and lease.failure else "note"
        yield LakeFinding(state, told % {"count": stream.count_unexported()})
    if lease and lease.failure:
        told = _("The last try to write failed: %(failure)s. Nothing is lost; it is tried again.")
        yield LakeFinding("ill", told % {"failure": lease.failure})


def _clock() -> Iterator[LakeFinding]:
    last = Segment.objects.order_by("-written_at").values_list("written_at", flat=True).first()
    if last is None or last <= datetime.now(UTC) + timedelta(seconds=5):
        return
    told = _(
        "The machine's clock stands %(minutes)d minutes before the newest segment: it was set back."
        " Nothing is lost; what happens until then counts as late."
    )
    minutes = (last - datetime.now(UTC)).total_seconds() // 60 + 1
    yield LakeFinding("note", told % {"minutes": minutes})
