"""Two reports side by side, sentence by sentence, and the figures that differ."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from qunluo.kernel.text import differences
from qunluo.steer.reports.engine.outline import SECTIONS
from qunluo.steer.reports.queries.showing import line_of, readable, report_for, report_sheet
from qunluo.steer.reports.queries.wording import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qunluo.kernel.text import Change
    from qunluo.kernel.viewer import Viewer
    from qunluo.steer.reports.queries.sheets import FactSheet, ReportLine, ReportSheet

MOST_CHOICES = 24


@dataclass(frozen=True)
class SentencePair:
    """`kind`: same, changed, added, gone. `changes`: from the earlier text to the later one."""

    kind: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class SectionPair:
    """A section with how many of its sentences differ."""

    key: str
    title: str
    pairs: tuple[SentencePair, ...]

    @property
    def differing(self) -> int:
        return sum(pair.kind != "same" for pair in self.pairs)


@dataclass(frozen=True)
class FigurePair:
    """A figure that differs; `was` or `now` is empty where one of the two does not hold it."""

    name: str
    period: str
    was: str
    now: str
    is_definition: bool


@dataclass(frozen=True)
class Comparison:
    """`earlier` and `later` of two reports; `choices` are those it may be compared with."""

    earlier: ReportLine | None
    later: ReportLine
    sections: tuple[SectionPair, ...]
    figures: tuple[FigurePair, ...]
    choices: tuple[ReportLine, ...]

    @property
    def differing(self) -> int:
        return sum(section.differing for section in self.sections)


def comparison(viewer: Viewer, report_id: int, other_id: int | None = None) -> Comparison:
    """A report beside another of its kind; without a choice beside the one it stems from, or the
    one of the period before. Refuses `missing`.
    """
    row = report_for(viewer, report_id)
    others = readable(viewer).filter(span=row.span).exclude(pk=row.pk)
    rows = list(others.order_by("-starts_on", "-pk")[:MOST_CHOICES])
    if other_id is not None:
        other = report_for(viewer, other_id).pk
    else:
        known = {one.pk for one in rows}
        kin = next((one for one in (row.corrects_id, row.replaces_id) if one in known), None)
        before = next((one.pk for one in rows if one.starts_on < row.starts_on), None)
        other = kin or before or 0
    choices = tuple(line_of(one) for one in rows)
    later = report_sheet(viewer, row.pk)
    if not other:
        return Comparison(None, later.line, (), (), choices)
    earlier = report_sheet(viewer, other)
    return Comparison(
        earlier=earlier.line,
        later=later.line,
        sections=tuple(_sections(earlier, later)),
        figures=tuple(_figures(earlier, later)),
        choices=choices,
    )


def _sections(earlier: ReportSheet, later: ReportSheet) -> Iterator[SectionPair]:
    old, new = _said(earlier), _said(later)
    for section in SECTIONS:
        pairs = tuple(_pairs(old[section.key], new[section.key]))
        if pairs:
            yield SectionPair(section.key, in_words(section.title), pairs)


def _said(sheet: ReportSheet) -> dict[str, list[tuple[str, str]]]:
    """Per section (what a sentence is about, its text), in order."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for section in sheet.sections:
        for said in section.sentences:
            about = said.facts[0].key if said.facts else ""
            found[section.key].append((f"{said.rule.partition('.')[0]} {about}", said.text))
        for number, one in enumerate(section.judgements):
            told = gettext("Judgement by %(name)s") % {"name": one.author}
            found[section.key].append((f"judgement {one.author} {number}", f"{told}: {one.text}"))
    for asked in sheet.suggestions:
        owner = asked.owner or gettext("nobody yet")
        told = f"{asked.play} {asked.name}: {asked.expected} · {owner} · {asked.due_on.isoformat()}"
        found["improvements"].append((f"suggestion {asked.play}", told))
    return found


def _pairs(
    old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]
) -> Iterator[SentencePair]:
    """The later text's order; what is gone stands where its forerunner is."""
    waiting: dict[str, list[str]] = defaultdict(list)
    for about, text in old:
        waiting[about].append(text)
    for about, text in new:
        was = waiting[about].pop(0) if waiting[about] else None
        if was == text:
            yield SentencePair("same", tuple(differences(text, text)))
        elif was is None:
            yield SentencePair("added", tuple(differences("", text)))
        else:
            yield SentencePair("changed", tuple(differences(was, text)))
    for texts in waiting.values():
        for text in texts:
            yield SentencePair("gone", tuple(differences(text, "")))


def _figures(earlier: ReportSheet, later: ReportSheet) -> Iterator[FigurePair]:
    """Figures of the same metric, period and part that came out otherwise, added or gone."""
    old = {_asked(fact): fact for fact in earlier.facts}
    new = {_asked(fact): fact for fact in later.facts}
    for asked, fact in new.items():
        was = old.pop(asked, None)
        if was is None or was.value != fact.value or was.version != fact.version:
            is_definition = was is not None and was.version != fact.version
            yield _figure(fact, "" if was is None else was.figure, fact.figure, is_definition)
    for fact in old.values():
        yield _figure(fact, fact.figure, "", is_definition=False)


def _asked(fact: FactSheet) -> tuple[str, str, str]:
    return (fact.key.partition(".")[0], fact.name, fact.period)


def _figure(fact: FactSheet, was: str, now: str, is_definition: bool) -> FigurePair:
    return FigurePair(fact.name, fact.period, was, now, is_definition)
