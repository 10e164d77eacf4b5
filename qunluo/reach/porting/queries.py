"""Reads about imports."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from django.db.models import Count

from qunluo.kernel.refusal import one_or_missing
from qunluo.kernel.stream.kinds import names_of
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.members import queries as members
from qunluo.reach.porting.engine.staging import Done
from qunluo.reach.porting.models import Link, Run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

AT_ONCE = 1_000


@dataclass(frozen=True)
class RunCard:
    """One import as it stands; `made` per step, `left_out` per rule, `seen` rows per file."""

    id: int
    batch: str
    source: str
    state: str
    archive_name: str
    started_at: datetime
    finished_at: datetime | None
    phase: str
    done: int
    total: int
    seen: Mapping[str, int]
    made: Mapping[str, int]
    left_out: Mapping[str, int]
    refused: int
    watermark: datetime | None
    problem: str


def live_on(batch: str) -> dict[str, int]:
    """What people did here in the threads of an import, by activity; looking and following apart."""
    topics = Link.objects.filter(batch=batch, kind="post").values("topic_id")
    lines = StreamLine.objects.filter(
        origin="live",
        root_type="forum.topic",
        root_id__in=topics,
        name__in=names_of("contribution", "reaction"),
    )
    return dict(lines.order_by().values_list("name").annotate(many=Count("pk")))


def run_card(run_id: int) -> RunCard:
    """One run, for whoever may ask about it; refuses with `missing`."""
    return _card(one_or_missing(Run.objects.filter(pk=run_id)))


def _card(run: Run) -> RunCard:
    return RunCard(
        id=run.pk,
        batch=run.batch,
        source=run.source,
        state=run.state,
        archive_name=run.archive_name,
        started_at=run.started_at,
        finished_at=run.finished_at,
        phase=run.phase,
        done=run.done,
        total=run.total,
        seen=run.counts.get("seen", {}),
        made=run.counts.get("made", {}),
        left_out=run.counts.get("left_out", {}),
        refused=run.refused_count,
        watermark=run.watermark,
        problem=run.problem,
    )


def stood_before(source: str) -> Iterator[list[Done]]:
    """What earlier runs brought in, a thousand at a time."""
    links = Link.objects.filter(source=source).values_list(
        "kind", "external_id", "object_id", "topic_id"
    )
    rows = links.iterator(chunk_size=AT_ONCE)
    while chunk := list(islice(rows, AT_ONCE)):
        keys = members.actor_keys([row[2] for row in chunk if row[0] == "user"])
        yield [
            Done(
                kind,
                int(external_id),
                object_id,
                topic_id,
                keys.get(object_id) if kind == "user" else None,
                stood=True,
            )
            for kind, external_id, object_id, topic_id in chunk
        ]
