"""Words read while they are being written: what in them no fact carries, where, and how to mend it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from qunluo.kernel import text
from qunluo.people.communities import queries as communities
from qunluo.steer.reports.engine.checking import check_prose, parts_of
from qunluo.steer.reports.queries.labels import fact_name
from qunluo.steer.reports.queries.proofing import names_here
from qunluo.steer.reports.queries.showing import facts_of, report_for
from qunluo.steer.reports.queries.wording import figure, mend_of, problem_of
from qunluo.steer.reports.rules import MAKE

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.steer.reports.engine.checking import Finding

AROUND = 14
LONGEST = 4000


@dataclass(frozen=True)
class Spot:
    """A place that fails, with the words around it. `kind` as of a finding."""

    kind: str
    before: str
    words: str
    after: str
    problem: str
    mend: str


@dataclass(frozen=True)
class Told:
    """A figure that the words point to, as readers will see it."""

    number: int
    name: str
    figure: str


@dataclass(frozen=True)
class Reading:
    """`preview`: the words as readers will see them, figures set in."""

    spots: tuple[Spot, ...]
    figures: tuple[Told, ...]
    preview: str

    @property
    def holds(self) -> bool:
        return not self.spots


def reading_of(viewer: Viewer, report_id: int, body: str) -> Reading:
    """Read words that are not kept yet; writes nothing. Refuses `not_permitted`, `missing`."""
    viewer.require(MAKE)
    report = report_for(viewer, report_id)
    told = body.replace("\r\n", "\n")[:LONGEST]
    ids = communities.ids_by_handle(viewer.community_id or 0, text.handles_in(told))
    kept = text.keep(told, ids)
    facts = list(facts_of(report))
    found = check_prose(kept, facts, list(names_here(viewer)))
    numbers = [number for _text, number in parts_of(kept) if number]
    known = [number for number in dict.fromkeys(numbers) if number <= len(facts)]
    handles = {member_id: f"@{handle}" for handle, member_id in ids.items()}
    shown = "".join(
        piece if number is None or number > len(facts)
        else figure(facts[number - 1], facts[number - 1].value)
        for piece, number in parts_of(kept)
    )  # fmt: skip
    return Reading(
        spots=tuple(_spot(kept, one, handles) for one in found),
        figures=tuple(
            Told(n, fact_name(facts[n - 1]), figure(facts[n - 1], facts[n - 1].value))
            for n in known
        ),
        preview=_named(shown, handles) if told.strip() else "",
    )


def _spot(kept: str, one: Finding, handles: dict[int, str]) -> Spot:
    before, after = kept[max(0, one.start - AROUND) : one.start], kept[one.end : one.end + AROUND]
    return Spot(
        kind=one.kind,
        before=_named(before, handles),
        words=_named(one.words, handles),
        after=_named(after, handles),
        problem=problem_of(one.kind),
        mend=mend_of(asdict(one)),
    )


def _named(words: str, handles: dict[int, str]) -> str:
    """Marks of people as they were typed."""
    for member_id, handle in handles.items():
        words = words.replace(f"@[{member_id}]", handle)
    return words
