"""One short mark of a whole community: equal for two communities that hold the same things.

Each domain says what it holds by natural keys (outside ids, handles, moments, texts), never by row
ids, so that an import run twice, or killed and run again, can be compared with an undisturbed one.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Row = tuple[object, ...]


@dataclass(frozen=True)
class DigestPart:
    """`mark` does not depend on the order of rows; `rows` is how many there were."""

    name: str
    rows: int
    mark: str


_parts: dict[str, Callable[[int], Iterable[Row]]] = {}


def digest_part(
    name: str,
) -> Callable[[Callable[[int], Iterable[Row]]], Callable[[int], Iterable[Row]]]:
    """Register what a domain holds: a function from a community's id to tuples of plain values.

    Put it in the domain's providers.py; `name` is like `forum.posts`. The rows may come in any
    order and one at a time: their marks are added up.
    """

    def register(rows: Callable[[int], Iterable[Row]]) -> Callable[[int], Iterable[Row]]:
        _parts[name] = rows
        return rows

    return register


def digest_of(community_id: int) -> tuple[str, list[DigestPart]]:
    """The mark of everything the community holds, and of each part."""
    parts = [_part(name, _parts[name](community_id)) for name in sorted(_parts)]
    told = json.dumps([[part.name, part.rows, part.mark] for part in parts])
    return hashlib.sha256(told.encode()).hexdigest(), parts


def _part(name: str, rows: Iterable[Row]) -> DigestPart:
    # A sum of hashes keeps duplicates apart and needs no sorting of a large table.
    total, count = 0, 0
    for row in rows:
        # Sorted, because PostgreSQL keeps the keys of an object in an order of its own.
        told = json.dumps(row, ensure_ascii=False, default=_plain, sort_keys=True)
        total += int.from_bytes(hashlib.sha256(told.encode()).digest(), "big")
        count += 1
    return DigestPart(name, count, f"{total % 2**256:064x}")


def _plain(value: object) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
