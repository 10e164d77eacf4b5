"""What the kinds of things that can be found are called on the search page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

PEOPLE = "people"
KINDS: dict[str, StrPromise] = {}


def name_kind(kind: str, label: StrPromise) -> None:
    """Let members filter by a type of object, or by one sort of it such as `forum.topic:question`;
    the order of calls is the order on the page."""
    KINDS[kind] = label


def kinds_to_choose() -> dict[str, StrPromise]:
    """All kinds, people last: they are found by name, not by what they wrote."""
    return KINDS | {PEOPLE: _("Members")}


def label_of(object_type: str, sort: str) -> StrPromise | str:
    return KINDS.get(f"{object_type}:{sort}") or KINDS.get(object_type) or ""
