"""What is on paper, apart from how it is set."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One sentence and the marks of its facts, such as `[F3]`."""

    text: str
    marks: str
    tone: str = "plain"
    label: str = ""


@dataclass(frozen=True)
class Figure:
    """A drawn chart as SVG."""

    caption: str
    svg: str


@dataclass(frozen=True)
class Tile:
    """A figure set large on the first page."""

    name: str
    figure: str
    note: str
    marks: str


@dataclass(frozen=True)
class Grid:
    """A table: the first column is names, `tones` colour the last one. `is_text`: words, no figures."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    tones: tuple[str, ...]
    is_text: bool = False


@dataclass(frozen=True)
class Chapter:
    """`part` is printed above the title when it is set: a new part begins here."""

    part: str
    title: str
    lines: tuple[Line, ...]
    figures: tuple[Figure, ...]
    grid: Grid | None = None


@dataclass(frozen=True)
class Annex:
    """A table with a heading: the facts, the definitions, the rule. `widths` are shares."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True)
class Paper:
    """The whole document. `language`: zh-hans or en; `meta`: lines under the title.

    `first` is the chapter of the first page, before the contents.
    """

    title: str
    kind: str
    subtitle: str
    meta: tuple[str, ...]
    tiles: tuple[Tile, ...]
    first: Chapter
    contents: str
    chapters: tuple[Chapter, ...]
    annexes: tuple[Annex, ...]
    footer: str
    language: str
