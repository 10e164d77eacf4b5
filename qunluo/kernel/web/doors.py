"""Pages are closed unless they say otherwise; these marks say so, the middlewares obey them.

Without a mark a page needs a signed-in member, and below `/c/<community>/` one of that community.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Door = Literal["anyone", "listed", "visitors", "members", "signed_in"]
V = TypeVar("V", bound="Callable[..., Any]")


def _marked(door: Door) -> Callable[[V], V]:
    def mark(view: V) -> V:
        view.door = door  # type: ignore[attr-defined]
        return view

    return mark


open_to_anyone: Callable[[V], V] = _marked("anyone")
"""Installation pages anyone may open: sign-in, front page, health."""

open_when_listed: Callable[[V], V] = _marked("listed")
"""A community's card: open to all unless the community is private (then members only, else 404)."""

open_to_visitors: Callable[[V], V] = _marked("visitors")
"""Content: visitors read it in public communities, members elsewhere."""

open_to_signed_in: Callable[[V], V] = _marked("signed_in")
"""Below /c/: for signed-in people who need not be members yet, such as joining; private: 404
unless they hold an invitation (the view asks)."""


def door_of(view: Any) -> Door:
    """The mark of a view; unmarked ones are for members."""
    door: Door = getattr(view, "door", "members")
    return door
