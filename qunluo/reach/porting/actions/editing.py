"""The edit history: states of posts, and the wording of posts that stood here before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.reach.porting.actions.steps import Errand, body
from qunluo.reach.porting.engine import asking, rules
from qunluo.reach.porting.engine.rows import tags_in
from qunluo.reach.porting.engine.staging import Done
from qunluo.reach.porting.engine.states import State, states
from qunluo.talk.forum.actions import importing as forum

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence


def edited(errand: Errand, rows: Sequence[sqlite3.Row]) -> Callable[[], list[Done]]:
    """New states of a page of posts. A post that was edited here since keeps what it says here."""
    counts = forum.revision_counts([row["post"] for row in rows if row["stood"]])
    new: list[tuple[State, forum.ImportedRevision]] = []
    wordings = []
    for row in rows:
        told = list(states(_of_post(errand, row["id"])))
        if counts.get(row["post"], 0) != sum(state.is_known for state in told) and row["stood"]:
            continue
        new += [(state, _revision(row, state)) for state in told if not state.is_known]
        if row["stood"]:
            wordings.append(_wording(errand, row))

    def write() -> list[Done]:
        ids = forum.add_revisions(errand.actor, errand.place, [entry for _state, entry in new])
        if wordings:
            forum.change_wordings(errand.actor, errand.place, wordings)
        return [Done("edit", state.id, made) for (state, _), made in zip(new, ids, strict=True)]

    return write


def _of_post(errand: Errand, post: int) -> list[sqlite3.Row]:
    return errand.scratch.base.execute(asking.STATES, {"post": post}).fetchall()


def _revision(row: sqlite3.Row, state: State) -> forum.ImportedRevision:
    is_opening = row["type"] == 1
    return forum.ImportedRevision(
        post_id=row["post"],
        topic_id=row["topic"],
        number=state.number,
        by=forum.Author(state.member, state.actor, "" if state.member else state.name),
        author_key=row["author"],
        made_at=rules.moment(state.created),
        title=state.title if is_opening else "",
        tags=state.tags if is_opening else (),
        source=state.source,
        reason=state.reason,
    )


def _wording(errand: Errand, row: sqlite3.Row) -> forum.Wording:
    """As a first import would word it, so that a killed one ends the same."""
    is_opening = row["type"] == 1
    return forum.Wording(
        post_id=row["post"],
        topic_id=row["topic"],
        body=body(errand, row["markdown"], row["body"]),
        edited_at=rules.moment(row["edited"]),
        revision_count=row["edit_count"],
        title=row["title"] if is_opening else "",
        tags=tags_in(row["tags"]) if is_opening else (),
    )
