"""Reads about imports."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import jobs
from qunluo.kernel.refusal import Forbidden, Missing, missing, one_or_missing
from qunluo.kernel.stream.kinds import names_of
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.reach.porting import rules
from qunluo.reach.porting.engine.staging import Done
from qunluo.reach.porting.models import Link, Order, Run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer

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


@dataclass(frozen=True)
class OrderCard:
    """What somebody asked for and how far it is. `state`: waiting, running, done, refused, failed.

    `phase` is the name of the step under way, `words` the refusal in the asker's language.
    """

    id: int
    kind: str
    slug: str
    archive_name: str
    asked_at: datetime
    state: str
    done: int
    total: int
    phase: str
    problem: str
    words: str
    run_id: int | None

    @property
    def is_open(self) -> bool:
        return self.state in {"waiting", "running"}


def state_of(order: Order) -> str:
    """Where an order stands, by its own record and its job's; one query while it has not ended."""
    return _order(order).state


def order_for(viewer: Viewer, order_id: int) -> OrderCard:
    """An order, for who asked it, staff, and whoever may import there; else `missing`."""
    order = one_or_missing(Order.objects.filter(pk=order_id))
    if viewer.is_staff or (order.asked_by_id is not None and order.asked_by_id == viewer.member_id):
        return _order(order)
    try:
        here = communities.entrance(viewer, order.slug).viewer
    except Missing:
        raise missing() from None
    if not here.may(rules.IMPORT):
        raise missing()
    return _order(order)


def latest_order(viewer: Viewer) -> OrderCard | None:
    """The community's newest order, unless it went well. Refuses with `not_permitted`."""
    require_may_import(viewer)
    order = Order.objects.filter(slug=viewer.community_slug).order_by("-pk").first()
    if order is None:
        return None
    card = _order(order)
    return None if card.state == "done" else card


def runs_for(viewer: Viewer, *, limit: int = 50) -> list[RunCard]:
    """The newest imports of the viewer's community. Refuses with `not_permitted`."""
    require_may_import(viewer)
    runs = Run.objects.filter(community=viewer.community_id).order_by("-pk")[:limit]
    return [_card(run) for run in runs]


def run_for(viewer: Viewer, run_id: int) -> RunCard:
    """One import of the viewer's community. Refuses with `not_permitted`, `missing`."""
    require_may_import(viewer)
    runs = Run.objects.filter(pk=run_id, community=viewer.community_id)
    return _card(one_or_missing(runs))


def require_may_import(viewer: Viewer) -> None:
    """Staff may in every community they can enter, others by their role; else `not_permitted`."""
    viewer.require_member_id()
    if not viewer.is_staff and not viewer.may(rules.IMPORT):
        raise Forbidden("not_permitted", _("Your role does not allow this."))


def link_counts(run_id: int) -> dict[str, int]:
    """How many things of each kind an import brought in that still stand."""
    links = Link.objects.filter(batch__in=Run.objects.filter(pk=run_id).values("batch"))
    rows = links.order_by("kind").values_list("kind").annotate(many=Count("pk"))
    return dict(rows)


def slug_of_run(run_id: int) -> str:
    """The slug of the community an import went into; refuses with `missing`."""
    run = one_or_missing(Run.objects.filter(pk=run_id).select_related("community"))
    if run.community is None:
        raise missing()
    return run.community.slug


def _order(order: Order) -> OrderCard:
    job = jobs.status(order.job_id) if order.ended_at is None else None
    if job is None:
        state = "refused" if order.problem else "done"
    else:
        state = "failed" if job.is_over else job.state
    return OrderCard(
        id=order.pk,
        kind=order.kind,
        slug=order.slug,
        archive_name=order.archive_name,
        asked_at=order.asked_at,
        state=state,
        done=job.done if job else 0,
        total=job.total if job else 0,
        phase=job.note if job else "",
        problem=order.problem,
        words=order.problem_words,
        run_id=order.run_id,
    )


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
        "kind", "external_id", "object_id", "topic_id", "told"
    )
    rows = links.iterator(chunk_size=AT_ONCE)
    while chunk := list(islice(rows, AT_ONCE)):
        people = [row[2] for row in chunk if row[0] == "user"]
        keys, kept = members.actor_keys(people), members.kept_for(people)
        yield [
            Done("user", int(external_id), *_whom(object_id, keys, kept), stood=True)
            if kind == "user"
            else Done(kind, int(external_id), object_id, topic_id, stood=True, told=told)
            for kind, external_id, object_id, topic_id, told in chunk
        ]


def _whom(
    member_id: int, keys: Mapping[int, str], kept: Mapping[int, tuple[int, str | None]]
) -> tuple[int, None, str | None]:
    """Who this person is by now: whoever claimed the placeholder, else the placeholder."""
    now_id, key = kept.get(member_id, (member_id, keys.get(member_id)))
    return now_id, None, key
