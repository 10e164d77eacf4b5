"""Shapes for programs: ids are opaque strings, moments RFC 3339."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from ninja import Field, Schema

from qunluo.kernel.refusal import missing

if TYPE_CHECKING:
    from collections.abc import Callable

    from qunluo.kernel.web.paging import Page
    from qunluo.people.members.queries import Person as KnownPerson

Cursor = Annotated[str | None, Field(max_length=400)]
Size = Annotated[int, Field(ge=1, le=100)]


class Walk(Schema):
    """Where in a list, and how much of it."""

    cursor: Cursor = None
    size: Size = 20


class Person(Schema):
    """Under the name used in this community; `id` is null once somebody is erased."""

    id: str | None
    name: str
    handle: str


def person_of(person: KnownPerson) -> dict[str, Any]:
    return {
        "id": str(person.id) if person.id and not person.is_erased else None,
        "name": person.name,
        "handle": person.handle,
    }


def maybe_person(person: KnownPerson | None) -> dict[str, Any] | None:
    return person_of(person) if person else None


def page_as(page: Page[Any], turn: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    return {
        "items": [turn(item) for item in page.items],
        "next_cursor": page.next_cursor,
        "previous_cursor": page.previous_cursor,
    }


def number_of(opaque: str) -> int:
    """An id from an address; what is none of ours is missing."""
    if not (opaque.isascii() and opaque.isdigit() and len(opaque) < 19):
        raise missing()
    return int(opaque)
