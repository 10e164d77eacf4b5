"""The two kinds of index: SQLite's FTS5 and PostgreSQL's tsvector, over the same terms."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qunluo.kernel.search.asking import Asked, Phrase

# PostgreSQL keeps 256 places of a term and none after 16,383.
MOST_PLACES, LAST_PLACE = 255, 16_383
GAP = 10


@dataclass(frozen=True)
class Entry:
    """The terms of one document; title and tags weigh more than the body."""

    document_id: int
    title: Sequence[str]
    tags: Sequence[str]
    body: Sequence[str]


@dataclass(frozen=True)
class Match:
    """SQL around `search_terms AS t`: a condition and a rank (less is better), with parameters."""

    condition: str
    condition_values: tuple[Any, ...]
    rank: str
    rank_values: tuple[Any, ...] = ()


class Index(Protocol):
    key: str
    """The column of `search_terms` that holds the document's id."""

    def put(self, entries: Iterable[Entry]) -> None: ...

    def drop(self, document_ids: Sequence[int]) -> None: ...

    def match(self, asked: Asked, tag: Sequence[str] = ()) -> Match:
        """What has the phrases; with `tag` (its terms), only what carries the tag."""


class Fts5:
    key = "rowid"

    def put(self, entries: Iterable[Entry]) -> None:
        rows: list[tuple[int, str, str, str]] = [
            (
                entry.document_id,
                " ".join(entry.title),
                " ".join(entry.tags),
                " ".join(entry.body),
            )
            for entry in entries
        ]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT OR REPLACE INTO search_terms (rowid, title, tags, body)"
                " VALUES (%s, %s, %s, %s)",
                rows,
            )

    def drop(self, document_ids: Sequence[int]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "DELETE FROM search_terms WHERE rowid = %s", [(pk,) for pk in document_ids]
            )

    def match(self, asked: Asked, tag: Sequence[str] = ()) -> Match:
        wanted = " AND ".join(self._phrase(phrase) for phrase in asked.phrases)
        if tag:
            wanted += f' AND tags : "{" ".join(tag)}"'
        unwanted = "".join(f" NOT {self._phrase(phrase)}" for phrase in asked.without)
        query = f"({wanted}){unwanted}"
        return Match("search_terms MATCH %s", (query,), "bm25(search_terms, 8.0, 4.0, 1.0)")

    def _phrase(self, phrase: Phrase) -> str:
        return f'"{" ".join(phrase.terms)}"{" *" if phrase.is_prefix else ""}'


class TsVector:
    key = "document_id"

    def put(self, entries: Iterable[Entry]) -> None:
        rows = [(entry.document_id, *_vector(entry)) for entry in entries]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_terms (document_id, vector, long_terms)"
                " VALUES (%s, %s::tsvector, %s) ON CONFLICT (document_id)"
                " DO UPDATE SET vector = excluded.vector, long_terms = excluded.long_terms",
                rows,
            )

    def drop(self, document_ids: Sequence[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM search_terms WHERE document_id = ANY(%s)", [list(document_ids)]
            )

    def match(self, asked: Asked, tag: Sequence[str] = ()) -> Match:
        carried = "".join(f" & '{term}':B" for term in tag)
        near = _query(asked, " <-> ") + carried
        far = _query(asked, " & ") + carried
        inside = [_inside(phrase) for phrase in asked.phrases]
        outside = [_inside(phrase) for phrase in asked.without]
        conditions = ["t.vector @@ %s::tsquery", "t.long_terms IS NOT NULL"]
        conditions += ["t.long_terms LIKE %s"] * len(inside)
        conditions += ["t.long_terms NOT LIKE %s"] * len(outside)
        # A vector forgets places in long texts; those few are read through.
        condition = f"(t.vector @@ %s::tsquery OR ({' AND '.join(conditions)}))"
        values = (near, far, *inside, *outside)
        rank = "-ts_rank('{0.1, 0.1, 0.5, 1.0}', t.vector, %s::tsquery, 1)"
        return Match(condition, values, rank, (far,))


def _vector(entry: Entry) -> tuple[str, str | None]:
    """The vector as PostgreSQL reads it, and all terms when it could not hold every place."""
    places: dict[str, list[str]] = defaultdict(list)
    place, is_long = 0, False
    for weight, part in (("A", entry.title), ("B", entry.tags), ("", entry.body)):
        for term in part:
            place += 1
            kept = places[term]
            if place <= LAST_PLACE and len(kept) < MOST_PLACES:
                kept.append(f"{place}{weight}")
            else:
                is_long = True
        place += GAP
    vector = " ".join(
        f"'{term}':{','.join(kept)}" if kept else f"'{term}'" for term, kept in places.items()
    )
    whole = " | ".join(" ".join(part) for part in (entry.title, entry.tags, entry.body))
    return vector, f" {whole} " if is_long else None


def _query(asked: Asked, joint: str) -> str:
    """A tsquery; with ` & ` instead of neighbourhood only the wanted terms are asked for."""
    wanted = [_near(phrase, joint) for phrase in asked.phrases]
    unwanted = [f"!{_near(phrase, joint)}" for phrase in asked.without] if "<->" in joint else []
    return " & ".join([*wanted, *unwanted])


def _near(phrase: Phrase, joint: str) -> str:
    quoted = [f"'{term}'" for term in phrase.terms]
    if phrase.is_prefix:
        quoted[-1] += ":*"
    return f"({joint.join(quoted)})"


def _inside(phrase: Phrase) -> str:
    return f"% {' '.join(phrase.terms)}{'' if phrase.is_prefix else ' '}%"


def index() -> Index:
    """The index of the database in use."""
    return TsVector() if connection.vendor == "postgresql" else Fts5()
