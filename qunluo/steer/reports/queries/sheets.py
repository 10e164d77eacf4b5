"""What a made report looks like to pages and documents: plain values in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime


@dataclass(frozen=True)
class ReportLine:
    """`state`: draft, checked, signed, published, corrected; `edition` counts from 1.

    `outdated`: how many of its figures would be others today, as the last look found.
    """

    id: int
    span: str
    period: str
    starts_on: date
    state: str
    is_complete: bool
    made_at: datetime
    edition: int = 1
    outdated: int = 0

    @property
    def is_open(self) -> bool:
        return self.state in {"draft", "checked"}

    @property
    def is_public(self) -> bool:
        return self.state in {"published", "corrected"}


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
class FindingSheet:
    """A place that fails: its words, what is wrong with them and how to mend it."""

    words: str
    problem: str
    mend: str
    language: str


@dataclass(frozen=True)
class SentenceSheet:
    """`label`: on the first page, what kind of sentence it is; empty elsewhere.

    `standing`: unchecked, holds, outdated or fails, as the last check found it.
    """

    label: str
    position: int
    text: str
    facts: tuple[FactSheet, ...]
    tone: str
    strength: str
    rule: str
    standing: str = "unchecked"
    findings: tuple[FindingSheet, ...] = ()


@dataclass(frozen=True)
class JudgementSheet:
    """A person's own words. `parts`: (text, fact or None); `source` is what the author edits."""

    id: int
    parts: tuple[tuple[str, FactSheet | None], ...]
    source: str
    author: str
    written_at: datetime
    is_own: bool
    standing: str
    findings: tuple[FindingSheet, ...]

    @property
    def text(self) -> str:
        return "".join(text for text, _fact in self.parts)


@dataclass(frozen=True)
class SuggestionSheet:
    """`expected`: the range in words, or what is said where there is none."""

    number: int
    name: str
    play: str
    expected: str
    owner: str
    owner_handle: str
    due_on: date


@dataclass(frozen=True)
class ChangeSheet:
    """A figure that a new edition gives otherwise."""

    name: str
    period: str
    was: str
    now: str


@dataclass(frozen=True)
class Footing:
    """Who stands for the report and which editions belong to it; names are empty where unknown.

    `corrects`, `corrected_by`: ids of the edition before and after.
    """

    author: str = ""
    signer: str = ""
    signed_at: datetime | None = None
    publisher: str = ""
    published_at: datetime | None = None
    digest: str = ""
    corrects: int | None = None
    corrected_by: int | None = None
    correction: str = ""
    changes: tuple[ChangeSheet, ...] = ()


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
    judgements: tuple[JudgementSheet, ...] = ()


@dataclass(frozen=True)
class CheckSheet:
    """`failing`: how many places of the text no fact carries."""

    checked_at: datetime
    fact_count: int
    differing: tuple[str, ...]
    failing: int = 0
    outdated: Mapping[str, float | None] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        return not self.differing and not self.failing


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
    suggestions: tuple[SuggestionSheet, ...] = ()
    footing: Footing = field(default_factory=Footing)
    left_out: tuple[SentenceSheet, ...] = ()
    outdated: Mapping[str, float | None] = field(default_factory=dict)
