"""The single exporter: from the stream's markers to segments that the manifest lists."""

from __future__ import annotations

import hashlib
import secrets
import time
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import gethostname
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Max, Q

from qunluo.insight.metrics.engine import lake
from qunluo.insight.metrics.models import Condition, ExportLease, LakeFile, Segment
from qunluo.kernel import clock
from qunluo.kernel.action import writing
from qunluo.kernel.stream import exporting as stream
from qunluo.kernel.stream.forgetting import forgotten_batches
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

LINES_PER_SEGMENT = 20_000
LEASE = timedelta(minutes=5)
QUIET = timedelta(hours=1)
PARTS = ("staff", "bots")
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Overtaken(Exception):  # noqa: N818 - it happens; the next round does the work
    """Somebody else changed what was being written; nothing of it was listed."""


def export_segment(limit: int = LINES_PER_SEGMENT) -> int | None:
    """Move up to `limit` lines into the lake; returns the new watermark.

    Returns None when another exporter is at work, or when there is nothing to say: no line, no
    changed condition, and the last segment is younger than an hour. Killed at any point, it loses
    nothing: a file that the manifest does not list is never read, and its lines stay marked.
    """
    with leased() as is_ours:
        try:
            return _export(limit) if is_ours else None
        except (Overtaken, IntegrityError):
            return None


def drain() -> int:
    """Export until the lake holds everything, up to this moment; returns the watermark."""
    while stream.count_unexported():
        if export_segment() is None:
            time.sleep(0.1)  # another exporter is at work
    with leased() as is_ours:
        if is_ours:
            _export(0, even_if_quiet=True)
    return Segment.objects.aggregate(last=Max("number"))["last"] or 0


def _export(limit: int, *, even_if_quiet: bool = False) -> int | None:
    now = clock.now()
    line_ids = stream.unexported(limit)
    changed = _changed_conditions()
    last = Segment.objects.order_by("-number").first()
    if not (line_ids or changed or even_if_quiet or _is_stale(last, now)):
        return None
    number = (last.number if last else 0) + 1
    written = lake.write_segment(settings.LAKE_FOLDER, stream.plain_lines(line_ids), number)
    is_behind = len(line_ids) == limit and limit > 0
    covers_until = _covered(last, now, is_behind=is_behind)
    with transaction.atomic(), writing("metrics"):
        _list(number, written, line_ids, covers_until)
        _keep_conditions(number, changed)
        # A second writer by mistake has settled some of them, or their batch was forgotten.
        if stream.settle(line_ids) != len(line_ids):
            raise Overtaken
    return number


def _is_stale(last: Segment | None, now: datetime) -> bool:
    return last is not None and now - last.covers_until >= QUIET


def _covered(last: Segment | None, now: datetime, *, is_behind: bool) -> datetime:
    """Up to when everything is there. Never goes back: a demo's set clock may stand earlier."""
    before = last.covers_until if last else NEVER
    return before if is_behind else max(before, now)


def _list(
    number: int, written: Sequence[lake.Written], line_ids: Sequence[int], covers_until: datetime
) -> None:
    """From now on readers see the segment. Leans on its primary key: each number once."""
    Segment.objects.create(
        number=number,
        written_at=datetime.now(UTC),
        covers_until=covers_until,
        line_count=sum(file.line_count for file in written),
        lines=stretches(line_ids),
    )
    enlist(written)


def enlist(written: Sequence[lake.Written]) -> None:
    """List files that are there; raises `Overtaken` when one was swept away meanwhile."""
    folder = Path(settings.LAKE_FOLDER)
    if not all((folder / file.path).exists() for file in written):
        raise Overtaken
    LakeFile.objects.bulk_create(
        [LakeFile(schema_version=lake.SCHEMA_VERSION, **asdict(file)) for file in written]
    )


def stretches(line_ids: Sequence[int]) -> list[list[int]]:
    """Ids in order as pairs of first and last without a gap between them."""
    found: list[list[int]] = []
    for line_id in line_ids:
        if found and found[-1][1] == line_id - 1:
            found[-1][1] = line_id
        else:
            found.append([line_id, line_id])
    return found


def _changed_conditions() -> dict[str, Any]:
    now: dict[str, Any] = {
        "aliases": sorted(map(list, members.aliases().items())),
        "forgotten": sorted(forgotten_batches()),
    }
    if forgotten := sorted(forgotten_batches()):
        now["forgotten"] = forgotten
    kept = _kept()
    now |= _measuring(kept)
    return {name: content for name, content in now.items() if kept.get(name) != content}


def _measuring(kept: dict[str, Any]) -> dict[str, Any]:
    """Calendar, staff and bots of each community; where there are no bots, nothing is said of them.

    An erased member's key leads to nobody, so it is kept where it stood: counts do not move.
    """
    found = {f"community:{rules.id}": rules for rules in communities.rules_of_measuring()}
    before = {name: kept.get(name, {}) for name in found}
    stood = {key for told in before.values() for part in PARTS for key in told.get(part, ())}
    gone = stood - members.member_ids_of(stood).keys()
    told = {}
    for name, rules in found.items():
        ids = {"staff": rules.staff_ids, "bots": rules.bot_ids}
        keys = {
            part: sorted(
                {*members.actor_keys(ids[part]).values()} | (gone & {*before[name].get(part, ())})
            )
            for part in PARTS
        }
        told[name] = {"timezone": rules.timezone, "week_start": rules.week_start, **keys}
        if not keys["bots"]:
            del told[name]["bots"]
    return told


def _kept() -> dict[str, Any]:
    return dict(Condition.objects.order_by("segment_number").values_list("name", "content"))


def _keep_conditions(number: int, changed: dict[str, Any]) -> None:
    Condition.objects.bulk_create(
        [
            Condition(name=name, segment_number=number, content=content)
            for name, content in changed.items()
        ]
    )


@contextmanager
def leased() -> Iterator[bool]:
    """Whether this process holds the export for the block; why the block failed is kept.

    Two locks: the folder's binds the processes of one machine and ends with its holder, the lease
    binds machines that share a database. A lease of this machine whose folder is free was left by
    a process that died. Lease time is the machine's own; a lease that ends later than any could
    was taken before the clock was set back, and counts as over.
    """
    with lake.turn(Path(settings.LAKE_FOLDER)) as is_ours:
        holder = _take() if is_ours else ""
        try:
            yield bool(holder)
        except Overtaken:
            _give_back(holder, "")
            raise
        except Exception as error:
            with suppress(DatabaseError):  # a full disk may hold the database too
                _give_back(holder, f"{type(error).__name__}: {error}"[:200])
            raise
        _give_back(holder, "")


def _take() -> str:
    """The lease's holder, "" when it is another's."""
    machine, now = hashlib.sha256(gethostname().encode()).hexdigest()[:12], datetime.now(UTC)
    holder = f"{machine}-{secrets.token_hex(8)}"
    free = Q(held_until=None) | Q(held_until__lt=now) | Q(held_until__gt=now + LEASE)
    free |= Q(holder__startswith=f"{machine}-")
    with writing("metrics"):
        ExportLease.objects.get_or_create(pk=1)
        taken = ExportLease.objects.filter(free, pk=1).update(holder=holder, held_until=now + LEASE)
    return holder if taken else ""


def _give_back(holder: str, failure: str) -> None:
    if holder:
        failed_at = datetime.now(UTC) if failure else None
        with writing("metrics"):
            ExportLease.objects.filter(pk=1, holder=holder).update(
                held_until=None, failure=failure, failed_at=failed_at
            )
