"""What communities need from above: further ways to narrow the directory of members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django_stubs_ext import StrPromise

    from qunluo.kernel.viewer import Viewer


class Narrowing(Protocol):
    """One more filter of the directory; `name` is its word in the address."""

    name: str
    label: StrPromise

    def choices(self, viewer: Viewer) -> Sequence[tuple[str, str]]:
        """(word, label) of what may be chosen; one query at most."""

    def narrow(self, viewer: Viewer, chosen: str) -> QuerySet[Any, Any]:
        """Ids of the members that fit, of those the viewer may know it of; asked as a subquery."""


narrowings: dict[str, Narrowing] = {}


def narrows_directory(narrowing: Narrowing) -> None:
    """Register at start-up, in the domain's providers.py."""
    narrowings[narrowing.name] = narrowing
