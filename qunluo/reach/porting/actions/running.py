"""Write a staged dump into the community: step by step, chunk by chunk, each in one transaction."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.db.models import F

from qunluo.kernel.action import action
from qunluo.kernel.bulk import insert_many
from qunluo.kernel.jobs.progress import report_progress
from qunluo.kernel.stream.origin import telling
from qunluo.reach.porting.actions import steps
from qunluo.reach.porting.actions.editing import edited
from qunluo.reach.porting.actions.steps import Step
from qunluo.reach.porting.engine import asking
from qunluo.reach.porting.models import Link, Run

if TYPE_CHECKING:
    from collections.abc import Callable

    from qunluo.kernel.viewer import Viewer
    from qunluo.reach.porting.actions.steps import Errand
    from qunluo.reach.porting.engine.staging import Done

STEPS = (
    Step("people", "members.member", asking.USERS, steps.people),
    Step("badges", "points.badge_award", asking.BADGES, steps.badges, is_leant_on=False),
    Step("questions", "forum.post", asking.QUESTIONS, steps.asked),
    Step("answers", "forum.post", asking.ANSWERS, steps.answered),
    Step("comments", "forum.post", asking.COMMENTS, steps.commented, is_leant_on=False),
    Step("votes", "questions.vote", asking.VOTES, steps.voted, is_leant_on=False),
    Step("acceptances", "forum.post", asking.ACCEPTANCES, steps.accepted),
    Step("favourites", "forum.follow", asking.FAVOURITES, steps.favoured),
    Step("edits", "forum.revision", asking.EDITED, edited),
    Step("closings", "forum.topic", asking.CLOSINGS, steps.closed),
    Step("removals", "forum.post", asking.REMOVALS, steps.removed),
    Step("links", "forum.topic_link", asking.LINKS, steps.linked),
)

BEFORE_ALL = -1_000  # ids of the network's own users are below zero
MOST_ROWS, FEWEST_ROWS = 1_000, 250  # below that, what each transaction costs anyway prevails
LONG, SHORT = 0.2, 0.1  # seconds of one transaction; ground 12 allows 0.25


class Pace:
    """How many rows the next chunk takes, from how long the last one took."""

    def __init__(self) -> None:
        self.rows = FEWEST_ROWS

    def took(self, seconds: float) -> None:
        if seconds > LONG:
            self.rows = max(FEWEST_ROWS, int(self.rows * LONG / seconds * 0.8))
        elif seconds < SHORT:
            self.rows = min(MOST_ROWS, self.rows * 2)


def write_all(errand: Errand, tell: Callable[[str], None]) -> int:
    """Bring in what is not here yet; returns how many things were made now."""
    made = 0
    total = errand.scratch.number(asking.TOTAL)
    with telling("import", batch=errand.place.batch):
        for step in STEPS:
            tell(step.name)
            made += _take(errand, step, made, total)
    return made


def _take(errand: Errand, step: Step, before: int, total: int) -> int:
    pace, after, made = Pace(), BEFORE_ALL, 0
    while rows := errand.scratch.page(step.query, after, pace.rows):
        writing = step.prepare(errand, rows)
        begun = time.monotonic()
        done = write_chunk(errand.actor, errand.run_id, writing, step=step)
        pace.took(time.monotonic() - begun)
        if step.is_leant_on:
            errand.scratch.mark(done)
        after = rows[-1]["id"]
        made += len(done)
        report_progress(min(before + made, total - 1), total, step.name)
    return made


LINK_COLUMNS = (
    "source",
    "kind",
    "external_id",
    "object_type",
    "object_id",
    "topic_id",
    "told",
    "batch",
)


@action
def write_chunk(
    _actor: Viewer, run_id: int, writing: Callable[[], list[Done]], *, step: Step
) -> list[Done]:
    """Write one chunk with its links, so that either both stand or neither does."""
    done = writing()
    run = Run.objects.get(pk=run_id)
    insert_many(
        Link,
        LINK_COLUMNS,
        [
            (
                run.source,
                one.kind,
                str(one.id),
                step.object_type,
                one.object_id,
                one.topic_id,
                one.told,
                run.batch,
            )
            for one in done
        ],
    )
    # Counted with the rows themselves, so that a run that was killed knows what it made before.
    made = run.counts.setdefault("made", {})
    made[step.name] = made.get(step.name, 0) + len(done)
    Run.objects.filter(pk=run_id).update(
        phase=step.name, done=F("done") + len(done), counts=run.counts
    )
    return done
