"""The states a post went through, from its history rows: title, tags and text after each edit."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from qunluo.reach.porting.engine.rows import tags_in

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

TITLE, BODY, TAGS = {1, 4, 7}, {2, 5, 8}, {3, 6, 9}


class State(NamedTuple):
    """`id` is the first history row's; number 1 is what the post first said, never an edit."""

    id: int
    number: int
    created: str
    title: str
    tags: tuple[str, ...]
    source: str
    reason: str
    member: int | None
    actor: str | None
    name: str
    is_known: bool


def states(rows: Iterable[sqlite3.Row]) -> Iterator[State]:
    """The rows of one post in order of time, joined by revision; see asking.STATES."""
    title, tags, source = "", "", ""
    number = 0
    for _id, group in groupby(rows, key=lambda row: row["id"]):
        entries = list(group)
        first = entries[0]
        number = number + 1 if number or not first["is_edit"] else 2
        for entry in entries:
            if entry["type"] in TITLE:
                title = entry["text"]
            elif entry["type"] in TAGS:
                tags = entry["text"]
            else:
                source = entry["text"]
        yield State(
            id=first["id"],
            number=number,
            created=first["created"],
            title=title[:300],
            tags=tags_in(tags),
            source=source,
            reason=next((entry["comment"] for entry in entries if entry["comment"]), ""),
            member=first["member"],
            actor=first["actor"],
            name=first["name"] or "",
            is_known=bool(first["is_known"]),
        )
