"""The edit history of imported posts, and the wording they have after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count

from qunluo.kernel.action import action
from qunluo.kernel.bulk import insert_many
from qunluo.kernel.stream.record import record_many
from qunluo.talk.forum.actions.importing.posting import Author, Body, Place, ids_of_tags, told
from qunluo.talk.forum.actions.wording import slug_of
from qunluo.talk.forum.activities import PostEdited
from qunluo.talk.forum.models import Post, Revision, Topic, TopicTag

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer


@dataclass(frozen=True)
class ImportedRevision:
    """One state of a post. Number 1 is what it first said and is not told as an edit."""

    post_id: int
    topic_id: int
    number: int
    by: Author
    author_key: str | None
    made_at: datetime
    title: str
    tags: tuple[str, ...]
    source: str
    reason: str


@dataclass(frozen=True)
class Wording:
    """How a post reads after its imported edits; `title` and `tags` for openings only."""

    post_id: int
    topic_id: int
    body: Body
    edited_at: datetime
    revision_count: int
    title: str = ""
    tags: tuple[str, ...] = ()


@action
def add_revisions(_actor: Viewer, place: Place, revisions: Sequence[ImportedRevision]) -> list[int]:
    """Keep the states and tell the edits; returns the ids, in order. At most 1,000 at once."""
    ids = insert_many(Revision, COLUMNS, [_row(revision) for revision in revisions])
    record_many(
        [
            (_edited(place, revision), revision.made_at)
            for revision in revisions
            if revision.number > 1
        ]
    )
    return ids


COLUMNS = (
    "post_id",
    "number",
    "editor_id",
    "editor_name",
    "made_at",
    "title",
    "tags",
    "body_source",
    "reason",
)


def _row(revision: ImportedRevision) -> tuple[Any, ...]:
    return (
        revision.post_id,
        revision.number,
        revision.by.member_id,
        revision.by.name,
        revision.made_at,
        revision.title,
        list(revision.tags),
        revision.source,
        revision.reason,
    )


def _edited(place: Place, revision: ImportedRevision) -> PostEdited:
    key = revision.by.actor_key
    is_own = key is not None and key == revision.author_key
    return PostEdited(
        **told(place, revision.post_id, revision.topic_id, key),
        about_actor=None if is_own else revision.author_key,
        is_own=is_own,
    )


@action
def change_wordings(_actor: Viewer, place: Place, wordings: Sequence[Wording]) -> None:
    """Set how posts read now; the edits that led there have been told."""
    rows = {row.pk: row for row in Post.objects.filter(pk__in=[w.post_id for w in wordings])}
    for wording in wordings:
        row = rows[wording.post_id]
        row.source_format = wording.body.format
        row.body_source, row.body_html = wording.body.source, wording.body.html
        row.edited_at, row.revision_count = wording.edited_at, wording.revision_count
    Post.objects.bulk_update(
        rows.values(),
        ["source_format", "body_source", "body_html", "edited_at", "revision_count"],
        batch_size=200,
    )
    for wording in wordings:
        if wording.title:
            _retitle(place, wording)


def _retitle(place: Place, wording: Wording) -> None:
    Topic.objects.filter(pk=wording.topic_id).update(
        title=wording.title, slug=slug_of(wording.title)
    )
    wanted = ids_of_tags(place.community_id, wording.tags).values()
    held = TopicTag.objects.filter(topic=wording.topic_id)
    held.exclude(tag__in=wanted).delete()
    TopicTag.objects.bulk_create(
        [TopicTag(topic_id=wording.topic_id, tag_id=tag_id) for tag_id in wanted],
        ignore_conflicts=True,
    )


def revision_counts(post_ids: Sequence[int]) -> dict[int, int]:
    """How many states of each post are kept; more than an import knows means edited here."""
    rows = Revision.objects.filter(post__in=post_ids).order_by().values_list("post")
    return dict(rows.annotate(kept=Count("pk")))
