"""What the kinds of things that can be found are called on the search page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

KINDS: dict[str, StrPromise] = {}


def name_kind(object_type: str, label: StrPromise) -> None:
    """Let members filter by a kind of object; the order of calls is the order on the page."""
    KINDS[object_type] = label
