"""Writing to the index and to the list of what was asked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from qunluo.kernel import clock, preferences
from qunluo.kernel.action import action
from qunluo.kernel.search.activities import AskedInVain
from qunluo.kernel.search.indexes import Entry, index
from qunluo.kernel.search.models import Document, Question
from qunluo.kernel.search.rules import KEPT_DAYS
from qunluo.kernel.stream.record import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qunluo.kernel.objects import ObjectText
    from qunluo.kernel.search.indexing import Analysed

CHANGING = (
    "sort",
    "community_id",
    "space_id",
    "root_type",
    "root_id",
    "author_key",
    "audience",
    "happened_at",
    "indexed_at",
    "version",
)


@action
def put(object_type: str, analysed: Sequence[Analysed]) -> None:
    """Enter or renew a chunk of one type's objects, at most a few hundred."""
    ids = [entry.text.object_id for entry in analysed]
    known = Document.objects.filter(object_type=object_type, object_id__in=ids)
    present = {row.object_id: row for row in known}
    fresh: list[Document] = []
    renewed: list[Document] = []
    for entry in analysed:
        row = present.get(entry.text.object_id)
        (fresh if row is None else renewed).append(_row(row, entry.text, entry.root))
    Document.objects.bulk_update(renewed, CHANGING, batch_size=100)
    made = Document.objects.bulk_create(fresh)
    keys = {row.object_id: row.pk for row in [*renewed, *made]}
    index().put(
        Entry(keys[entry.text.object_id], entry.title, entry.tags, entry.body) for entry in analysed
    )


def _row(row: Document | None, text: ObjectText, root: tuple[str, int] | None) -> Document:
    row = row or Document(object_type=text.object_type, object_id=text.object_id)
    row.community_id = text.community_id
    row.space_id = text.space_id
    row.sort = text.sort
    if root is not None:
        row.root_type, row.root_id = root
    row.author_key = text.author_key
    row.audience = text.audience
    row.happened_at = text.happened_at
    row.indexed_at = clock.now()
    row.version = index().version
    return row


@action
def drop(object_type: str, object_ids: Iterable[int]) -> int:
    """Take objects out of the index; returns how many were in it."""
    return _drop(Document.objects.filter(object_type=object_type, object_id__in=list(object_ids)))


@action
def drop_stale(community_id: int, before: Any, *, limit: int = 500) -> int:
    """Take out a chunk of what a rebuilding since `before` has not met again."""
    stale = Document.objects.filter(community_id=community_id, indexed_at__lt=before)
    return _drop(stale.filter(pk__in=list(stale.values_list("pk", flat=True)[:limit])))


def _drop(found: Any) -> int:
    keys = list(found.values_list("pk", flat=True))
    if keys:
        index().drop(keys)
        Document.objects.filter(pk__in=keys).delete()
    return len(keys)


@action
def keep_questions(told: Iterable[Mapping[str, Any]]) -> None:
    """Write down what was asked; the same message twice counts once (`ask_id`).

    What was asked in vain is told, without the words and without who asked.
    """
    kept = ("community_id", "text", "found", "asked_at")
    for one in told:
        row, is_new = Question.objects.get_or_create(
            ask_id=one["ask_id"], defaults={name: one[name] for name in kept}
        )
        if is_new and not row.found:
            record(
                AskedInVain(object_id=row.pk, community_id=row.community_id, actor_key=None),
                happened_at=row.asked_at,
            )


@action
def forget_old_questions() -> int:
    """What was asked is kept as long as the preference says; returns how many went."""
    before = clock.now() - timedelta(days=preferences.get(None, KEPT_DAYS))
    gone, _by_model = Question.objects.filter(asked_at__lt=before).delete()
    return gone
