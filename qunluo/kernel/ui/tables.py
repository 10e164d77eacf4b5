"""Tables: their columns, how the address sorts them, and where their pages and exports are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Column:
    """`key` is what the address says (`?sort=-joined`) when the column sorts."""

    key: str
    label: str | StrPromise
    kind: Literal["text", "number"] = "text"
    sorts: bool = False
    definition: str | StrPromise = ""


@dataclass(frozen=True)
class Sorting:
    """By which column, and whether from the largest down."""

    key: str
    descending: bool = False

    @property
    def word(self) -> str:
        return f"-{self.key}" if self.descending else self.key


def sorting_from(asked: str, columns: Sequence[Column], default: Sorting) -> Sorting:
    """`-joined` from an address; anything a column does not offer is the default."""
    key = asked.removeprefix("-")
    if not any(column.key == key and column.sorts for column in columns):
        return default
    return Sorting(key, asked.startswith("-"))


@dataclass(frozen=True)
class Sheet:
    """A table ready to show. `query` is the page's query string as a mapping, kept by its links."""

    columns: tuple[Column, ...]
    rows: tuple[Any, ...]
    label: str | StrPromise
    sorting: Sorting | None = None
    query: tuple[tuple[str, str], ...] = ()
    earlier: str = ""
    later: str = ""
    position: str = ""
    exports: tuple[tuple[str, str], ...] = ()

    def sort_address(self, column: Column) -> str:
        """The page sorted by the column: numbers from the largest first, again to turn round."""
        first_down = column.kind == "number"
        now = self.sorting
        down = not now.descending if now and now.key == column.key else first_down
        return address_with(dict(self.query), sort=Sorting(column.key, down).word)

    def aria_sort(self, column: Column) -> str:
        if self.sorting is None or self.sorting.key != column.key:
            return ""
        return "descending" if self.sorting.descending else "ascending"


def address_with(query: Mapping[str, str], **changes: str | None) -> str:
    """`?…` with some parameters set, or dropped by None; the cursor of paging is dropped."""
    kept = {key: value for key, value in query.items() if key not in {"after", "before", "page"}}
    for key, value in changes.items():
        if value is None:
            kept.pop(key, None)
        else:
            kept[key] = value
    return "?" + urlencode(kept)
