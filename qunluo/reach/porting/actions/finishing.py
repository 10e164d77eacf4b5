"""End a run: counts are taken anew, the community is shown, what was left out is written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.stream.record import record
from qunluo.people.communities.actions import importing as communities
from qunluo.reach.porting import rules
from qunluo.reach.porting.activities import ImportFinished
from qunluo.reach.porting.models import Run
from qunluo.talk.forum.actions import importing as forum
from qunluo.talk.questions.actions import importing as questions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer
    from qunluo.reach.porting.actions.steps import Errand
    from qunluo.reach.porting.engine.refusals import DumpRefused

AT_ONCE = 500
POSTS = (
    "SELECT id, object_id AS post, topic_id AS topic FROM done"
    " WHERE kind = 'post' AND id > :after ORDER BY id LIMIT :limit"
)


@action
def fail_run(_actor: Viewer, run_id: int, why: DumpRefused) -> None:
    """The dump cannot be used; nothing was written from it."""
    Run.objects.filter(pk=run_id).update(
        state="failed", problem=why.code, problem_about=why.about, finished_at=clock.now()
    )


def settle(errand: Errand) -> None:
    """Scores, replies, answers and tags, counted from the rows that stand now."""
    actor, after = errand.actor, -1
    while rows := errand.scratch.page(POSTS, after, AT_ONCE):
        topics = sorted({row["topic"] for row in rows})
        questions.recount_scores(actor, [row["post"] for row in rows])
        forum.recount_topics(actor, topics)
        questions.recount_answers(actor, topics)
        after = rows[-1]["id"]
    forum.recount_tags(actor, errand.place.community_id)


@dataclass(frozen=True)
class Reading:
    """What became of a dump's rows: `seen` per file, `left_out` per rule, and how many refused."""

    seen: Mapping[str, int]
    left_out: Mapping[str, int]
    refused: int


@action
def finish_run(
    actor: Viewer, run_id: int, reading: Reading, *, founded_at: datetime | None
) -> None:
    """Show the community and tell that the import ended."""
    run = Run.objects.select_for_update().get(pk=run_id)
    run.state, run.phase = "finished", ""
    made = {step: run.counts.get("made", {}).get(step, 0) for step in rules.STEPS}
    run.counts = {"seen": reading.seen, "made": made, "left_out": reading.left_out}
    run.refused_count = reading.refused
    run.finished_at, run.done = clock.now(), run.total
    run.save(
        update_fields=[
            "state",
            "phase",
            "counts",
            "refused_count",
            "finished_at",
            "done",
        ]
    )
    if run.community_id is None:
        raise RuntimeError("a run that wrote has a community")
    communities.settle_import(actor, run.community_id, state="open", founded_at=founded_at)
    record(
        ImportFinished(
            object_id=run.pk,
            community_id=run.community_id,
            actor_key=actor.actor_key,
            audience="staff",
            batch=run.batch,
            made=sum(made.values()),
            refused=reading.refused,
        )
    )
