"""The filters of the search page and the API, from what was typed to what is looked among."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.search.naming import PEOPLE
from qunluo.kernel.search.ports import people
from qunluo.kernel.search.queries import Narrowing

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer

PERIODS = {"day": 1, "week": 7, "month": 31, "year": 366}
LONGEST = 80


@dataclass(frozen=True)
class Chosen:
    """The filters as typed: `kind` as in `naming.KINDS`, `space` an id, `author` a name or handle,
    `within` one of PERIODS; empty or 0 chooses nothing.
    """

    kind: str = ""
    space: int = 0
    tag: str = ""
    author: str = ""
    within: str = ""

    def __bool__(self) -> bool:
        return any((self.kind, self.space, self.tag, self.author, self.within))

    @property
    def wants_people_only(self) -> bool:
        return self.kind == PEOPLE

    def among(self, viewer: Viewer) -> Narrowing:
        """What to look among; one or two queries when an author is named."""
        days = PERIODS.get(self.within)
        name = self.author.strip().removeprefix("@")[:LONGEST]
        return Narrowing(
            kinds=[self.kind] if self.kind else None,
            space_id=self.space or None,
            tag=self.tag.strip().removeprefix("#").lower()[:LONGEST],
            authors=people().authors(viewer, name) if name else None,
            since=clock.now() - timedelta(days=days) if days else None,
        )
