"""What a study shows: charts, tables, and how it is counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from qunluo.insight.metrics.engine.certainty import MIN_N
from qunluo.insight.metrics.engine.outside import left_out
from qunluo.insight.metrics.queries.sources import history_at, watermark
from qunluo.insight.metrics.rules import FEWEST, is_too_small
from qunluo.kernel.refusal import missing
from qunluo.kernel.ui import display

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.engine.periods import Period
    from qunluo.kernel.ui.charts import Chart
    from qunluo.kernel.viewer import Viewer

Cell = str | float | None


@dataclass(frozen=True)
class Picture:
    """`key` is stable: the file's name and the address of its export."""

    key: str
    title: str
    chart: Chart
    lead: str = ""


@dataclass(frozen=True)
class Table:
    """`links`: an address per row for its first cell, or "". Cells are ready to read.

    `cells`: per row the key of what stands behind it (`studies.rows`), or "".
    """

    key: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    links: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    empty: str = ""
    lead: str = ""


@dataclass(frozen=True)
class Dot:
    """Somebody on the map; places and sizes in the drawing's own units.

    `label_y`: where the name stands without lying on another one; None: there is no room for it.
    """

    name: str
    x: float
    y: float
    size: float
    rank: int
    label_y: float | None = None


@dataclass(frozen=True)
class Map:
    """A drawing of who deals with whom. `ties`: (x, y, x, y, width), the strongest of each.

    `pairs`: every tie among them as (one, other, strength), for a file.
    """

    dots: tuple[Dot, ...]
    ties: tuple[tuple[float, float, float, float, float], ...]
    pairs: tuple[tuple[str, str, float], ...] = ()
    width: int = 800
    height: int = 480


@dataclass(frozen=True)
class Field:
    """One choice of a study's form; without `choices` it is written. `value` is what holds."""

    name: str
    label: str
    value: str
    choices: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True)
class Study:
    """`rules`: how it is counted, as (what, how). `figures`: (name, figure, note)."""

    lead: str
    fields: tuple[Field, ...] = ()
    figures: tuple[tuple[str, str, str], ...] = ()
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Table, ...] = ()
    rules: tuple[tuple[str, str], ...] = ()
    map: Map | None = None
    veil: str = ""


@dataclass(frozen=True)
class StudyAsk:
    """Who asks of which period and space, with which choices."""

    viewer: Viewer
    period: Period
    space_id: int | None = None
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def community_id(self) -> int:
        if self.viewer.community_id is None:
            raise missing()
        return self.viewer.community_id

    def history(self) -> History:
        return history_at(self.community_id, watermark(), self.space_id)

    def choice(self, name: str, choices: Sequence[tuple[str, str]], default: str = "") -> str:
        """A choice as it was made; anything else counts as not said."""
        known = {key for key, _label in choices}
        told = self.chosen.get(name, "")
        return told if told in known else (default or choices[0][0])

    def number(self, name: str, default: int, most: int) -> int:
        told = self.chosen.get(name, "")
        return min(most, max(1, int(told))) if told.isdigit() and len(told) < 6 else default


def count_text(viewer: Viewer, count: int) -> str:
    """A number of people; one to four only for those who may see single people's figures."""
    if is_too_small(viewer, count):
        return _("fewer than %(count)s") % {"count": FEWEST}
    return display.number(count)


def rate_text(viewer: Viewer, part: int, whole: int) -> str:
    """A share with its counts; counts alone below twenty, nothing of groups too small to show."""
    if not whole:
        return "–"
    if is_too_small(viewer, whole):
        return count_text(viewer, whole)
    counts = f"{display.number(part)} / {display.number(whole)}"
    return counts if whole < MIN_N else f"{display.share(part / whole)} ({counts})"


def excluded_rule(ask: StudyAsk) -> tuple[str, str]:
    """How many owners, administrators and bots the study leaves out of its period."""
    found = left_out(ask.history(), (), [ask.period])[0]
    told = _(
        "Members; %(staff)s owners and administrators and %(bots)s bots who were there are left out."
    )
    return _("Who counts"), told % {"staff": found.staff, "bots": found.bots}
