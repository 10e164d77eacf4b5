"""How a post came to read as it does: its states and what changed between them, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from qunluo.kernel import text
from qunluo.kernel.refusal import missing
from qunluo.talk.forum import rules
from qunluo.talk.forum.queries.finding import post_address, post_for, topic_address
from qunluo.talk.forum.queries.people import byline, people_of

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person
    from qunluo.talk.forum.models import Revision

# A Chinese character is a word by itself; Latin words, numbers and spaces stay whole.
WORD = re.compile(r"[^\W_\u2e80-\ua4cf\uf900-\ufaff]+|\s+|.", re.DOTALL)
MOST_WORDS = 4_000  # beyond this two states are compared line by line
STATES_SHOWN = 20


@dataclass(frozen=True)
class Change:
    """A stretch of text. `kind`: same, added, removed."""

    kind: str
    text: str


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
    """A post's last twenty states; four queries. A removed post's only for those who may restore.

    Refuses with `missing`.
    """
    post = post_for(viewer, post_id)
    topic = post.topic
    if (post.removed_at or topic.removed_at) and not rules.may_restore(viewer, post, topic):
        raise missing()
    rows = list(post.revisions.order_by("-number")[: STATES_SHOWN + 1])[::-1]
    people = people_of(topic.community_id, {row.editor_id for row in rows})
    states = [_state(row, before, people) for before, row in zip([None, *rows], rows, strict=False)]
    return PostHistory(
        post_id=post.pk,
        topic_id=topic.pk,
        topic_title=topic.title,
        topic_address=topic_address(viewer.community_slug, topic.pk, topic.slug),
        post_address=post_address(viewer.community_slug, post.pk),
        states=tuple(states[::-1][:STATES_SHOWN]),
    )


def _state(row: Revision, before: Revision | None, people: dict[int, Person]) -> State:
    return State(
        number=row.number,
        editor=byline(people, row.editor_id, row.editor_name),
        made_at=row.made_at,
        reason=row.reason,
        title=row.title,
        tags=tuple(str(tag) for tag in row.tags),
        title_changes=tuple(differences(before.title, row.title)) if before else (),
        changes=tuple(differences(_words_of(before), _words_of(row))) if before else (),
        is_first=before is None,
    )


def _words_of(row: Revision) -> str:
    return text.plain(row.body_source) if row.source_format == "html" else row.body_source


def differences(before: str, after: str) -> list[Change]:
    """What became what, by words; a Chinese character counts as a word."""
    old, new = WORD.findall(before), WORD.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    changes: list[Change] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            changes.append(Change("same", "".join(old[a:b])))
            continue
        if b > a:
            changes.append(Change("removed", "".join(old[a:b])))
        if d > c:
            changes.append(Change("added", "".join(new[c:d])))
    return changes
