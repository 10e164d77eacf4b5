"""The map of a network: who stands where, whose name has room, which ties are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from qunluo.insight.metrics.engine import circles
from qunluo.insight.metrics.queries.studies.sheet import Dot, Map
from qunluo.kernel.ui.drawing.canvas import Canvas, width_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qunluo.insight.metrics.engine.influence import Ties

    Spots = Mapping[int, tuple[float, float]]
    Boxes = list[tuple[float, float, float, float]]

SIZES = (30, 80, 250)
HEIGHTS = ((40, 480), (100, 640), (10**6, 820))
MARGIN, WIDTH = 44, 920
DRAWN_EACH = 3
LETTER, LINE = 13, 17
MOST_NAMES = 60
DOT, RULE, NAME = "#1b8a6b", "#d5dad7", "#1d2b26"


def sizes() -> tuple[tuple[str, str], ...]:
    """How many of the highest rank may be drawn."""
    return tuple((str(n), _("the %(count)s of the highest rank") % {"count": n}) for n in SIZES)


def map_of(graph: Ties[int], shown: Sequence[int], named: Mapping[int, str]) -> Map:
    """Those given, in the order of their rank, and the ties among them."""
    chosen = set(shown)
    part = {one: {o: w for o, w in graph[one].items() if o in chosen} for one in shown}
    height = next(tall for most, tall in HEIGHTS if len(shown) <= most)
    spots = {
        one: (MARGIN + x * (WIDTH - 2 * MARGIN), MARGIN + y * (height - 2 * MARGIN))
        for one, (x, y) in circles.placed(part).items()
    }
    pairs = [(one, other, weight) for one, out in part.items() for other, weight in out.items()]
    return Map(
        _dots(shown, spots, named),
        _lines(pairs, spots),
        tuple((named[one], named[other], round(weight, 2)) for one, other, weight in pairs),
        WIDTH,
        height,
    )


def _lines(
    pairs: Sequence[tuple[int, int, float]], spots: Spots
) -> tuple[tuple[float, float, float, float, float], ...]:
    """Of each person the strongest ties only: of two hundred all would be a tangle."""
    own: dict[int, list[tuple[float, int, int]]] = {}
    for one, other, weight in pairs:
        for end in (one, other):
            own.setdefault(end, []).append((weight, one, other))
    kept = {tie for ties in own.values() for tie in sorted(ties, reverse=True)[:DRAWN_EACH]}
    heaviest = max((weight for weight, _one, _other in kept), default=1.0)
    found = []
    for weight, one, other in sorted(kept):
        (x, y), (to_x, to_y) = spots[one], spots[other]
        wide = round(0.5 + 3.5 * weight / heaviest, 1)
        found.append((round(x, 1), round(y, 1), round(to_x, 1), round(to_y, 1), wide))
    return tuple(found)


def _dots(shown: Sequence[int], spots: Spots, named: Mapping[int, str]) -> tuple[Dot, ...]:
    count = len(shown)
    radius = {one: round(4 + 10 * (1 - n / max(1, count)) ** 2, 1) for n, one in enumerate(shown)}
    taken: Boxes = [
        (spots[one][0] - radius[one], spots[one][1] - radius[one], 2 * radius[one], 2 * radius[one])
        for one in shown[:MOST_NAMES]
    ]
    dots = []
    for n, one in enumerate(shown):
        x, y = spots[one]
        label = _room(named[one], x, y, radius[one], taken) if n < MOST_NAMES else None
        dots.append(Dot(named[one], round(x, 1), round(y, 1), radius[one], n + 1, label))
    return tuple(dots)


def _room(name: str, x: float, y: float, radius: float, taken: Boxes) -> float | None:
    """The foot of a name above or below its dot, where no other name or large dot is."""
    wide = width_of(name, LETTER)
    left = x - wide / 2
    if left < 0 or left + wide > WIDTH:
        return None
    for foot in (y - radius - 4, y + radius + LINE - 3):
        box = (left, foot - LETTER, wide, float(LINE))
        if not any(_meet(box, other) for other in taken):
            taken.append(box)
            return round(foot, 1)
    return None


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    apart_x = one[0] + one[2] <= other[0] or other[0] + other[2] <= one[0]
    return not (apart_x or one[1] + one[3] <= other[1] or other[1] + other[3] <= one[1])


def drawn(told: Map) -> str:
    """The map as SVG for a file."""
    canvas = Canvas(told.width, told.height)
    for x, y, to_x, to_y, wide in told.ties:
        canvas.line(x, y, to_x, to_y, colour=RULE, thick=wide)
    for dot in told.dots:
        canvas.disc(dot.x, dot.y, dot.size, DOT)
    for dot in told.dots:
        if dot.label_y is not None:
            canvas.text(dot.x, dot.label_y, dot.name, anchor="middle", colour=NAME)
    return canvas.svg()


def pairs_table(told: Map) -> tuple[list[str], list[list[str | float | None]]]:
    """Heads and rows of every tie."""
    heads = [_("Member"), _("Tied to"), _("Strength")]
    return heads, [[one, other, weight] for one, other, weight in told.pairs]
