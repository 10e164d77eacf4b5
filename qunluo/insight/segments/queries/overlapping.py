"""How two or more segments overlap: who is in exactly which of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from qunluo.insight.segments.engine.holding import holding, shared
from qunluo.insight.segments.queries.knowing import known_of
from qunluo.insight.segments.queries.sheets import Count, count_for, own, rule_of
from qunluo.insight.segments.queries.wording import read_rule
from qunluo.kernel.refusal import Invalid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.kernel.viewer import Viewer

MOST = 5


@dataclass(frozen=True)
class Row:
    """In exactly these (by their places) and in no other; `share` of the largest row, 0 to 100."""

    inside: tuple[bool, ...]
    count: Count
    share: int


@dataclass(frozen=True)
class Overlap:
    """`sizes`: how many are in each at all. `rows`: the largest first; they add up to `together`."""

    ids: tuple[int, ...]
    names: tuple[str, ...]
    sizes: tuple[Count, ...]
    rows: tuple[Row, ...]
    together: Count


def overlap(viewer: Viewer, segment_ids: Sequence[int]) -> Overlap:
    """Of two to five segments. Refuses with `not_permitted`, `missing`, `segments.too_many`."""
    wanted = list(dict.fromkeys(segment_ids))
    if not 2 <= len(wanted) <= MOST:
        raise Invalid("segments.too_many", _("Choose two to %(most)s segments.") % {"most": MOST})
    rows = [own(viewer, one) for one in wanted]
    known = known_of(viewer)
    sets = [holding(read_rule(rule_of(one)), known) for one in rows]
    found = sorted(shared(sets).items(), key=lambda pair: (-pair[1], pair[0]))
    largest = max((n for _which, n in found), default=1)
    counts = [(which, count_for(viewer, n)) for which, n in found]
    return Overlap(
        tuple(wanted),
        tuple(one.name for one in rows),
        tuple(count_for(viewer, len(one)) for one in sets),
        tuple(
            Row(
                tuple(n in which for n in range(len(rows))),
                count,
                round(100 * (count.number or 0) / largest),
            )
            for which, count in counts
        ),
        count_for(viewer, len(frozenset().union(*sets))),
    )
