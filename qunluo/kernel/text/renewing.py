"""Which kinds keep rendered HTML, and how theirs is brought to the present renderer."""

from __future__ import annotations

from typing import Protocol


class Renderings(Protocol):
    """Registered in a domain's providers.py by a kind that keeps HTML beside its source."""

    object_type: str

    def behind(self, after: int) -> int:
        """How many rows above the id `after` another version rendered."""

    def render_again(self, after: int, most: int) -> int | None:
        """Render up to `most` of those rows anew, by id; the last one's id, None when none is left.

        HTML that was made elsewhere is cleaned again, not rendered.
        """


renderings: dict[str, Renderings] = {}


def keeps_rendered(kind: Renderings) -> None:
    """Register at start-up."""
    renderings[kind.object_type] = kind
