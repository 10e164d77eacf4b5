"""What a made report looks like to pages and documents: plain values in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True)
class ReportLine:
    id: int
    span: str
    period: str
    starts_on: date
    state: str
    is_complete: bool
    made_at: datetime


@dataclass(frozen=True)
class FactSheet:
    """One row of the annex. `number` is printed as F1, F2 …; `figure` is the value in words."""

    number: int
    key: str
    metric: str
    name: str
    definition: str
    formula: str
    version: int
    period: str
    figure: str
    value: float | None
    numerator: float | None
    denominator: float | None
    n: int | None
    low: float | None
    high: float | None
    status: str
    reason: str
    watermark: int
    query_hash: str


@dataclass(frozen=True)
class SentenceSheet:
    """`label`: on the first page, what kind of sentence it is; empty elsewhere."""

    label: str
    position: int
    text: str
    facts: tuple[FactSheet, ...]
    tone: str
    strength: str
    rule: str


@dataclass(frozen=True)
class ChartSheet:
    """Labels are periods in words; each series is (metric, name, values)."""

    key: str
    title: str
    kind: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, str, tuple[float | None, ...]], ...]
    is_share: bool
    is_so_far: bool


@dataclass(frozen=True)
class SectionSheet:
    """`part` is set on the first section of each of the six parts."""

    key: str
    part: str
    title: str
    sentences: tuple[SentenceSheet, ...]
    charts: tuple[ChartSheet, ...]


@dataclass(frozen=True)
class CheckSheet:
    checked_at: datetime
    fact_count: int
    differing: tuple[str, ...]


@dataclass(frozen=True)
class Tile:
    """A leading figure, set large; `note` sets it beside the period before."""

    name: str
    figure: str
    note: str
    facts: tuple[FactSheet, ...]


@dataclass(frozen=True)
class KeyRow:
    """One figure over three periods. `verdict`: what may be said of its change, in words.

    `tone`: highlight, shortcoming or plain.
    """

    name: str
    now: FactSheet
    before: FactSheet | None
    year_ago: FactSheet | None
    verdict: str
    tone: str


@dataclass(frozen=True)
class KeyTable:
    """All figures at once; `columns`: the periods' names. Nothing is set beside a part period."""

    columns: tuple[str, ...]
    rows: tuple[KeyRow, ...]


@dataclass(frozen=True)
class ReportSheet:
    line: ReportLine
    community: str
    timezone: str
    watermark: int
    source: str
    tiles: tuple[Tile, ...]
    table: KeyTable
    sections: tuple[SectionSheet, ...]
    facts: tuple[FactSheet, ...]
    check: CheckSheet | None
