"""Small pieces that domains hang on pages they do not own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.utils.safestring import SafeString
    from django_stubs_ext import StrPromise


Section = Literal["today", "order", "results", "setting"]


@dataclass(frozen=True)
class MenuItem:
    """`key` marks the current page; `icon` is a name of the icon set; `count` shows waiting work.

    `section` is the operators' rail's: daily work, good order, what comes out, how it is set up.
    """

    key: str
    label: str | StrPromise
    address: str
    icon: str = ""
    count: int | None = None
    section: Section = "today"


@dataclass(frozen=True)
class Panel:
    """A piece of a page, rendered by the domain it belongs to before the page is (templates ask
    the database nothing). Places: `community.card_panels`, `member.panels`, `organisation.panels`.
    """

    key: str
    title: str | StrPromise
    html: SafeString
    address: str = ""


@dataclass(frozen=True)
class SpaceNote:
    """What goes on in one space (`community.space_notes`): how much, and when last (or None)."""

    space_id: int
    text: str
    last_at: datetime | None = None


@dataclass(frozen=True)
class Tile:
    """Waiting work on the workbench (`work.tiles`); `address` opens the list that made the number.

    `note` says more, such as the age of the oldest; `tone` is one of the notices'.
    """

    key: str
    label: str | StrPromise
    value: int | str
    address: str
    icon: str = ""
    note: str | StrPromise = ""
    tone: str = ""


@dataclass(frozen=True)
class Deed:
    """A button on somebody's page (`member.deeds`): a link, or with `is_post` a form of its own.

    `kind` is one of the buttons'.
    """

    key: str
    label: str | StrPromise
    address: str
    icon: str = ""
    is_post: bool = False
    name: str = ""
    value: str = ""
    kind: str = "plain"


_fillers: dict[str, list[tuple[int, str, Callable[..., Any]]]] = {}


def slot(place: str, *, order: int = 100) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a filler; it returns one piece, several in a list, or None for this viewer."""

    def register(filler: Callable[..., Any]) -> Callable[..., Any]:
        entries = _fillers.setdefault(place, [])
        name = f"{filler.__module__}.{filler.__name__}"
        entries[:] = [entry for entry in entries if entry[1] != name]
        entries.append((order, name, filler))
        entries.sort(key=lambda entry: entry[:2])
        return filler

    return register


def fill(place: str, *about: Any) -> list[Any]:
    """All pieces for a place, in order, leaving out those that do not apply."""
    pieces: list[Any] = []
    for _order, _name, filler in _fillers.get(place, []):
        piece = filler(*about)
        if isinstance(piece, list):
            pieces.extend(piece)
        elif piece is not None:
            pieces.append(piece)
    return pieces
