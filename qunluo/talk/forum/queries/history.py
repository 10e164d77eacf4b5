"""How a post came to read as it does: its states and what changed between them, word by word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.kernel import text
from qunluo.kernel.refusal import missing
from qunluo.kernel.text import Change, differences
from qunluo.people.members import queries as members
from qunluo.talk.forum import rules
from qunluo.talk.forum.queries.finding import post_address, post_for, topic_address
from qunluo.talk.forum.queries.people import byline, people_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person
    from qunluo.talk.forum.models import Revision

STATES_SHOWN = 20


@dataclass(frozen=True)
class State:
    """One state of a post; `changes` against the one before, empty for the first."""

    number: int
    editor: Person
    made_at: datetime
    reason: str
    title: str
    tags: tuple[str, ...]
    title_changes: tuple[Change, ...]
    changes: tuple[Change, ...]
    is_first: bool


@dataclass(frozen=True)
class PostHistory:
    """Newest first."""

    post_id: int
    topic_id: int
    topic_title: str
    topic_address: str
    post_address: str
    states: tuple[State, ...]


def post_history(viewer: Viewer, post_id: int) -> PostHistory:
    """A post's last twenty states; five queries. A removed post's only for those who may restore.

    Refuses with `missing`.
    """
    post = post_for(viewer, post_id)
    topic = post.topic
    if (post.removed_at or topic.removed_at) and not rules.may_restore(viewer, post, topic):
        raise missing()
    rows = list(post.revisions.order_by("-number")[: STATES_SHOWN + 1])[::-1]
    people = people_of(topic.community_id, {row.editor_id for row in rows})
    words = _words_of(rows)
    states = [
        _state(row, before, people, words) for before, row in zip([None, *rows], rows, strict=False)
    ]
    return PostHistory(
        post_id=post.pk,
        topic_id=topic.pk,
        topic_title=topic.title,
        topic_address=topic_address(viewer.community_slug, topic.pk, topic.slug),
        post_address=post_address(viewer.community_slug, post.pk),
        states=tuple(states[::-1][:STATES_SHOWN]),
    )


def _state(
    row: Revision, before: Revision | None, people: dict[int, Person], words: Mapping[int, str]
) -> State:
    return State(
        number=row.number,
        editor=byline(people, row.editor_id, row.editor_name),
        made_at=row.made_at,
        reason=row.reason,
        title=row.title,
        tags=tuple(str(tag) for tag in row.tags),
        title_changes=tuple(differences(before.title, row.title)) if before else (),
        changes=tuple(differences(words[before.pk], words[row.pk])) if before else (),
        is_first=before is None,
    )


def _words_of(rows: Sequence[Revision]) -> dict[int, str]:
    """Each state's words as people typed them: names instead of ids."""
    mentioned = {key for row in rows for key in text.ids_in(row.body_source)}
    handles = {key: one.handle for key, one in members.persons(mentioned).items()}
    return {
        row.pk: text.plain(row.body_source)
        if row.source_format == "html"
        else text.for_editing(row.body_source, handles)
        for row in rows
    }
