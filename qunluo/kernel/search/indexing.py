"""Keeping the index: ask the owner of each kind of object for its texts, and enter the terms.

Analysis happens before the transaction, chunks are small: SQLite has one writer (ground 18).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.objects import kinds
from qunluo.kernel.search import actions
from qunluo.kernel.search.analyser import terms
from qunluo.kernel.search.indexes import index as current
from qunluo.kernel.search.models import Document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qunluo.kernel.objects import ObjectText

CHUNK = 100
MOST_BODY = 200_000
Root = tuple[str, int]


@dataclass(frozen=True)
class Analysed:
    text: ObjectText
    root: Root | None
    title: list[str]
    tags: list[str]
    body: list[str]


def index(object_type: str, ids: Iterable[int], *, roots: Mapping[int, Root] | None = None) -> int:
    """Enter objects anew, or take them out when they are gone or hidden; returns how many texts.

    Repeatable. `roots` says to which thread an object belongs, where that is known.
    """
    kind = kinds.get(object_type)
    if kind is None:
        return 0
    done, waiting = 0, iter(dict.fromkeys(ids))
    while chunk := list(islice(waiting, CHUNK)):
        analysed = [
            _analysed(text, (roots or {}).get(text.object_id))
            for text in kind.texts(chunk)
            if text.audience != "hidden"
        ]
        actions.put(object_type, analysed)
        actions.drop(object_type, set(chunk) - {entry.text.object_id for entry in analysed})
        done += len(analysed)
    return done


def index_threads(threads: Iterable[Root]) -> None:
    """Enter anew what belongs to threads that were moved, hidden or opened to others."""
    for root_type, root_id in threads:
        members: dict[str, list[int]] = defaultdict(list)
        found = Document.objects.filter(root_type=root_type, root_id=root_id)
        for object_type, object_id in found.values_list("object_type", "object_id"):
            members[object_type].append(object_id)
        for object_type, ids in members.items():
            index(object_type, ids)


def rebuild(community_id: int) -> int:
    """Enter everything of a community anew and take out what is gone; returns how many texts.

    The search goes on answering meanwhile.
    """
    began = clock.now()
    done = sum(index(name, _all_ids(name, community_id)) for name in list(kinds))
    while actions.drop_stale(community_id, began):
        pass
    return done


def renew(limit: int = 1_000) -> int:
    """Enter anew what an older index entered; returns how many texts were looked at.

    Until then PostgreSQL finds such a text by single words, but not by two signs side by side.
    """
    old = Document.objects.filter(version__lt=current().version).order_by("-pk")
    waiting: dict[str, list[int]] = defaultdict(list)
    for object_type, object_id in old.values_list("object_type", "object_id")[:limit]:
        waiting[object_type].append(object_id)
    for object_type, ids in waiting.items():
        if object_type in kinds:
            index(object_type, ids)
        else:
            actions.drop(object_type, ids)
    return sum(map(len, waiting.values()))


def _all_ids(object_type: str, community_id: int) -> Iterator[int]:
    return kinds[object_type].all_ids(community_id)


def _analysed(text: ObjectText, root: Root | None) -> Analysed:
    tags = [term for tag in text.tags for term in terms(tag)]
    body = terms(text.body[:MOST_BODY])
    return Analysed(text, root, terms(text.title), tags, body)
