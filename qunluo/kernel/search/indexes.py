"""The two kinds of index: SQLite's FTS5 and PostgreSQL's tsvector, over the same terms."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import compress, pairwise
from typing import TYPE_CHECKING, Any, Protocol

from django.db import connection

from qunluo.kernel.text.cjk import LETTER

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
    version: int
    """Of what is stored; whatever was entered by an older one is entered anew (jobs.renew)."""

    def put(self, entries: Iterable[Entry]) -> None: ...

    def drop(self, document_ids: Sequence[int]) -> None: ...

    def match(self, asked: Asked, tag: Sequence[str] = ()) -> Match:
        """What has the phrases; with `tag` (its terms), only what carries the tag."""


class Fts5:
    key = "rowid"
    version = 0

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
    version = 1  # 1: with pairs of signs

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
        carried = [f"'{term}':B" for term in tag]
        # Pairs are looked up in the index; places are only compared where they do not say it all.
        held = " & ".join([*(one for phrase in asked.phrases for one in _held(phrase)), *carried])
        rank = "-ts_rank('{0.1, 0.1, 0.5, 1.0}', t.vector, %s::tsquery, 1)"
        ranked = " & ".join([*(_near(phrase, " & ") for phrase in asked.phrases), *carried])
        if all(map(_is_paired, (*asked.phrases, *asked.without))):
            without = [f"!{one}" for phrase in asked.without for one in _held(phrase)]
            return Match(
                "t.vector @@ %s::tsquery", (" & ".join([held, *without]),), rank, (ranked,)
            )
        near = " & ".join([held, *(_near(phrase) for phrase in asked.phrases)])
        near += "".join(f" & !{_near(phrase)}" for phrase in asked.without)
        inside = [_inside(phrase) for phrase in asked.phrases]
        outside = [_inside(phrase) for phrase in asked.without]
        conditions = ["t.vector @@ %s::tsquery", "t.long_terms IS NOT NULL"]
        conditions += ["t.long_terms LIKE %s"] * len(inside)
        conditions += ["t.long_terms NOT LIKE %s"] * len(outside)
        # A vector forgets places in long texts; those few are read through.
        condition = f"(t.vector @@ %s::tsquery OR ({' AND '.join(conditions)}))"
        return Match(condition, (near, held, *inside, *outside), rank, (ranked,))


def _vector(entry: Entry) -> tuple[str, str | None]:
    """The vector as PostgreSQL reads it, and all terms when it could not hold every place.

    Signs of CJK stand in it alone, with their places, and in pairs, without: a single sign is in so
    many texts that comparing places would read a good part of them.
    """
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
        for first, second in pairwise(part):
            if _is_pair(first, second):
                places.setdefault(first + second, [])
        place += GAP
    vector = " ".join(
        f"'{term}':{','.join(kept)}" if kept else f"'{term}'" for term, kept in places.items()
    )
    whole = " | ".join(" ".join(part) for part in (entry.title, entry.tags, entry.body))
    return vector, f" {whole} " if is_long else None


def _near(phrase: Phrase, joint: str = " <-> ") -> str:
    """The terms side by side, or only all of them."""
    return f"({joint.join(_quoted(phrase))})"


def _held(phrase: Phrase) -> list[str]:
    """What a text must hold for the phrase to stand in it: its pairs, and terms that are in none."""
    quoted = _quoted(phrase)
    pairs = list(zip(phrase.terms, phrase.terms[1:], strict=False))
    is_paired = [_is_pair(*pair) for pair in pairs]
    kept = [f"'{first}{second}'" for first, second in compress(pairs, is_paired)]
    around = zip([False, *is_paired], [*is_paired, False], strict=True)
    return kept + [one for one, inside in zip(quoted, around, strict=True) if not any(inside)]


def _is_paired(phrase: Phrase) -> bool:
    """Whether what it holds says all of it: one term, or two signs side by side."""
    return len(phrase.terms) == 1 or (len(phrase.terms) == 2 and _is_pair(*phrase.terms))


def _is_pair(first: str, second: str) -> bool:
    return LETTER.fullmatch(first) is not None and LETTER.fullmatch(second) is not None


def _quoted(phrase: Phrase) -> list[str]:
    quoted = [f"'{term}'" for term in phrase.terms]
    if phrase.is_prefix:
        quoted[-1] += ":*"
    return quoted


def _inside(phrase: Phrase) -> str:
    return f"% {' '.join(phrase.terms)}{'' if phrase.is_prefix else ' '}%"


def index() -> Index:
    """The index of the database in use."""
    return TsVector() if connection.vendor == "postgresql" else Fts5()
