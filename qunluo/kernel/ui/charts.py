"""What a chart says, apart from how it is drawn: by ECharts on a page, as SVG in a file."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

PALETTE = json.loads((Path(__file__).parent / "palette.json").read_text())
COLOURS = 8
LEAST_PLACES = 6

Kind = Literal[
    "line", "area", "bar", "stacked", "across", "waterfall", "survival", "cohort", "heat"
]


@dataclass(frozen=True)
class Series:
    """One line or one colour of bars; for a cohort or heat map, one row.

    `key` is stable over pages and decides the colour. None is "no data", never 0; in a cohort it
    is "cannot be seen yet". `is_comparison` draws it pale and dashed: an earlier period.
    """

    key: str
    label: str
    values: tuple[float | None, ...]
    is_comparison: bool = False
    size: float | None = None


@dataclass(frozen=True)
class Note:
    """Words at a place along x: an event, a change of definition. `at` counts from 0."""

    at: int
    text: str


@dataclass(frozen=True)
class Chart:
    """A chart of one of the kinds; `labels` run along x (for `across`, down the side).

    `band`: (low, high) at each place, drawn pale behind a line; None or nothing: no band there.
    `is_share`: values are fractions and shown as percentages. `is_so_far`: the last place is not
    over yet; it is drawn open and never compared. `waterfall` takes one series of changes whose
    first and last values are totals.
    """

    kind: Kind
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    digits: int = 0
    is_share: bool = False
    is_so_far: bool = False
    notes: tuple[Note, ...] = ()
    band: tuple[tuple[float, float] | None, ...] = ()
    height: Literal["small", "normal", "tall"] = "normal"
    size_label: str = ""
    corner: str = ""

    @property
    def is_drawn(self) -> bool:
        """Cohorts and heat maps are tables already and need no drawing."""
        return self.kind not in {"cohort", "heat"}

    @property
    def is_empty(self) -> bool:
        return all(value is None for one in self.series for value in one.values)

    def from_first(self, least: int = LEAST_PLACES) -> Chart:
        """Without the empty places before the first value, but never fewer than `least` places."""
        first = min(
            (at for one in self.series for at, value in enumerate(one.values) if value is not None),
            default=0,
        )
        gone = max(0, min(first, len(self.labels) - least))
        return replace(
            self,
            labels=self.labels[gone:],
            series=tuple(replace(one, values=one.values[gone:]) for one in self.series),
            notes=tuple(replace(note, at=note.at - gone) for note in self.notes if note.at >= gone),
            band=self.band[gone:],
        )

    def colours(self) -> tuple[int, ...]:
        """A place in the palette for each series: by its key, else the first that is free."""
        known = [PALETTE["keys"].get(one.key) for one in self.series]
        taken = {place for place in known if place is not None}
        free = (place for place in range(COLOURS) if place not in taken)
        return tuple(p if p is not None else next(free, i % COLOURS) for i, p in enumerate(known))

    def to_json(self) -> str:
        """For the browser's drawing."""
        colours = self.colours()
        return json.dumps(
            {
                "kind": self.kind,
                "labels": self.labels,
                "unit": self.unit,
                "digits": self.digits,
                "share": self.is_share,
                "soFar": self.is_so_far,
                "band": self.band,
                "notes": [{"at": note.at, "text": note.text} for note in self.notes],
                "series": [
                    {
                        "label": str(one.label),
                        "values": one.values,
                        "colour": colour,
                        "comparison": one.is_comparison,
                    }
                    for one, colour in zip(self.series, colours, strict=True)
                ],
            },
            ensure_ascii=False,
            default=str,
        )

    def heat(self, value: float | None) -> str:
        """How dark a cell is: `0` to `9` between nothing and the largest cell, `unseen` for None."""
        if value is None:
            return "unseen"
        seen = [v for one in self.series for v in one.values if v is not None]
        top = max(seen, default=0.0)
        return str(min(9, int(value / top * 9.999))) if top > 0 and value > 0 else "0"
