"""Asking the index, as one viewer in one community."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection
from markupsafe import Markup

from qunluo.kernel import places
from qunluo.kernel.objects import ObjectCard, ObjectText, kinds
from qunluo.kernel.search.analyser import terms
from qunluo.kernel.search.asking import Asked, asked
from qunluo.kernel.search.excerpts import excerpt, marked
from qunluo.kernel.search.indexes import index
from qunluo.kernel.search.models import Document
from qunluo.kernel.search.naming import label_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from django_stubs_ext import StrPromise

    from qunluo.kernel.places import Place
    from qunluo.kernel.viewer import Viewer

MOST = 100
COUNTED = 1000


@dataclass(frozen=True)
class Hit:
    """Something found; `heading` and `excerpt` carry `<mark>` around the words; `label` says what
    kind of thing it is.
    """

    object_type: str
    object_id: int
    title: str
    heading: Markup
    address: str
    excerpt: Markup
    happened_at: datetime
    space_id: int | None
    author_key: str | None
    label: StrPromise | str = ""


@dataclass(frozen=True)
class Narrowing:
    """What to look among. `kinds`: object types such as `forum.post`, or one sort of a type such as
    `forum.topic:question`; `authors`: actor keys (empty: nobody); `since`: not older than this.
    """

    kinds: Collection[str] | None = None
    space_id: int | None = None
    tag: str = ""
    authors: Collection[str] | None = None
    since: datetime | None = None


EVERYTHING = Narrowing()


@dataclass(frozen=True)
class Results:
    """One page of hits. `found` counts up to 1,000; `is_more` says that a next page exists."""

    query: str
    hits: tuple[Hit, ...]
    found: int
    is_more: bool


def find(
    viewer: Viewer,
    query: str,
    *,
    kinds: Collection[str] | None = None,
    space_id: int | None = None,
    limit: int = 20,
) -> list[Hit]:
    """The best hits for a viewer standing in a community; nothing they may not see.

    `kinds` are object types such as `forum.topic`. Four queries and two for each type found.
    """
    return list(search(viewer, query, Narrowing(kinds, space_id), limit=limit).hits)


def search(
    viewer: Viewer,
    query: str,
    among: Narrowing = EVERYTHING,
    *,
    limit: int = 20,
    page: int = 1,
) -> Results:
    """One page of hits, best first, and how many there are."""
    wanted = asked(query)
    here = places.place(viewer, viewer.community_id) if viewer.community_id else None
    if not wanted or here is None:
        return Results(wanted.text, (), 0, False)
    limit = max(1, min(limit, MOST))
    sought = _Search(wanted, here, among)
    rows = sought.rows(limit + 1, (max(1, page) - 1) * limit)
    hits = _hits(here.viewer, rows[:limit], wanted, among.tag)
    return Results(wanted.text, tuple(hits), sought.count(), len(rows) > limit)


class _Search:
    """The SQL of one question: what matches, and what this viewer may find."""

    def __init__(self, wanted: Asked, here: Place, among: Narrowing) -> None:
        self._match = index().match(wanted, terms(among.tag))
        self._conditions = ["d.community_id = %s"]
        self._values: list[Any] = [here.community_id]
        audiences = ("public", "members", "space") if here.viewer.is_member else ("public",)
        self._is_in("d.audience", audiences)
        self._in_spaces(here.space_ids)
        if among.kinds is not None:
            self._is_of(among.kinds)
        if among.space_id is not None:
            self._is_in("d.space_id", [among.space_id])
        if among.authors is not None:
            self._is_in("d.author_key", among.authors)
        if among.since is not None:
            self._conditions.append("d.happened_at >= %s")
            self._values.append(adapted(among.since))

    def rows(self, limit: int, offset: int) -> list[int]:
        sql = (
            f"SELECT d.id {self._from()} WHERE {self._where()}"
            f" ORDER BY {self._match.rank}, d.happened_at DESC LIMIT %s OFFSET %s"
        )
        values = [*self._given(), *self._match.rank_values, limit, offset]
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return [row[0] for row in cursor.fetchall()]

    def count(self) -> int:
        matching = f"SELECT 1 {self._from()} WHERE {self._where()} LIMIT {COUNTED}"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({matching}) AS found", self._given())  # noqa: S608
            return int(cursor.fetchone()[0])

    def _from(self) -> str:
        if connection.vendor == "sqlite":
            # CROSS keeps the order: from the few that match to their documents, never the reverse.
            return "FROM search_terms CROSS JOIN search_document d ON d.id = search_terms.rowid"
        return f"FROM search_terms t JOIN search_document d ON d.id = t.{index().key}"

    def _where(self) -> str:
        return " AND ".join([self._match.condition, *self._conditions])

    def _given(self) -> list[Any]:
        return [*self._match.condition_values, *self._values]

    def _is_in(self, column: str, values: Collection[Any]) -> None:
        self._conditions.append(f"{column} IN ({_places(values)})")
        self._values += list(values)

    def _is_of(self, kinds: Collection[str]) -> None:
        """Each kind is a type, or a type and a sort of it."""
        either = []
        for object_type, _colon, sort in (kind.partition(":") for kind in kinds):
            either.append("(d.object_type = %s AND d.sort = %s)" if sort else "d.object_type = %s")
            self._values += [object_type, sort] if sort else [object_type]
        self._conditions.append(f"({' OR '.join(either)})" if either else "1 = 0")

    def _in_spaces(self, space_ids: Collection[int]) -> None:
        self._conditions.append(f"(d.space_id IS NULL OR d.space_id IN ({_places(space_ids)}))")
        self._values += list(space_ids)


def _places(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values)) or "NULL"


def adapted(moment: datetime) -> Any:
    """A moment as this database compares it in SQL written by hand."""
    return connection.ops.adapt_datetimefield_value(moment)


def _hits(viewer: Viewer, document_ids: list[int], wanted: Asked, tag: str) -> Iterable[Hit]:
    """Titles and texts as they are now, from the domains; they have the last word on who sees."""
    documents = Document.objects.in_bulk(document_ids)
    rows = [documents[pk] for pk in document_ids if pk in documents]
    ids: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        ids[row.object_type].append(row.object_id)
    cards: dict[tuple[str, int], ObjectCard] = {}
    texts: dict[tuple[str, int], ObjectText] = {}
    for object_type, wanted_ids in ids.items():
        if kind := kinds.get(object_type):
            seen = kind.cards(viewer, wanted_ids)
            cards |= {(object_type, pk): card for pk, card in seen.items()}
            texts |= {(object_type, text.object_id): text for text in kind.texts(list(seen))}
    for row in rows:
        key = (row.object_type, row.object_id)
        # Terms of two tags may stand side by side; the domain knows the tags themselves.
        if key in cards and key in texts and (not tag or tag in texts[key].tags):
            yield _hit(row, cards[key], texts[key], wanted)


def _hit(row: Document, card: ObjectCard, text: ObjectText, wanted: Asked) -> Hit:
    return Hit(
        object_type=row.object_type,
        object_id=row.object_id,
        title=card.title,
        heading=marked(card.title, wanted),
        address=card.address,
        excerpt=excerpt(text.body, wanted),
        happened_at=row.happened_at,
        space_id=row.space_id,
        author_key=row.author_key,
        label=label_of(row.object_type, row.sort),
    )
