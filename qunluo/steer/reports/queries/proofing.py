"""The proof of a report: facts measured again, and its text in both languages read word by word."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext

from qunluo.insight.metrics import queries as metrics
from qunluo.people.communities import queries as communities
from qunluo.steer.reports.engine.checking import Finding, check_claim, check_prose
from qunluo.steer.reports.engine.checking.claims import Claim
from qunluo.steer.reports.engine.facts import FactTable
from qunluo.steer.reports.queries.comparing import measured_again
from qunluo.steer.reports.queries.desk import judgements_of_the_gone
from qunluo.steer.reports.queries.naming import no_longer_named
from qunluo.steer.reports.queries.showing import fact_of, sentence_of
from qunluo.steer.reports.queries.wording import sentence_text, slot_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qunluo.kernel.viewer import Viewer
    from qunluo.steer.reports.engine.facts import Fact
    from qunluo.steer.reports.engine.sentences import Sentence
    from qunluo.steer.reports.models import Report

LANGUAGES = ("zh-hans", "en")
NAMING = "communities.grant_roles"


@dataclass(frozen=True)
class Place:
    """A finding and where it is: a sentence by its position, or a judgement by its id."""

    finding: Finding
    language: str
    position: int | None = None
    judgement: int | None = None

    def kept(self) -> dict[str, object]:
        told = {"language": self.language, "position": self.position, "judgement": self.judgement}
        return {**asdict(self.finding), **told}


@dataclass(frozen=True)
class Proof:
    """`texts`: per sentence its text in each language. `outdated`: keys with today's value."""

    fact_count: int
    differing: tuple[str, ...]
    outdated: Mapping[str, float | None]
    findings: tuple[Place, ...]
    texts: Mapping[int, Mapping[str, str]]

    @property
    def holds(self) -> bool:
        return not self.differing and not self.findings


def proof_of(viewer: Viewer, report: Report) -> Proof:
    """Measure, compare and read everything; writes nothing."""
    facts = [fact_of(row) for row in report.facts.order_by("number")]
    differing = tuple(fact.key for fact in facts if measured_again(viewer, fact) != fact)
    rows = list(report.sentences.order_by("position"))
    kept = {row.position: row.finished for row in rows if row.finished}
    texts, findings = _read(
        {row.position: sentence_of(row) for row in rows if row.left_out_by_id is None},
        FactTable({fact.key: fact for fact in facts}),
        {} if report.state == "draft" else kept,
    )
    findings += _judgements(viewer, report, facts)
    for row in rows:
        texts.setdefault(row.position, {})
    outdated = outdated_in(viewer, report)
    return Proof(len(facts), differing, outdated, tuple(findings), texts)


def newest_segment(report: Report) -> int:
    """Up to where the lake is known now."""
    return metrics.watermark(report.community_id).number


def has_moving_parts(report: Report) -> bool:
    """Whether it holds what changes without a record: goals, and judgements that may name people."""
    return (
        report.facts.filter(key__endswith=".goal").exists()
        or report.facts.filter(key__startswith="supporters.person_").exists()
        or report.facts.filter(key__startswith="assumed.").exists()
        or report.judgements.filter(body__contains="@[").exists()
    )


def outdated_in(viewer: Viewer, report: Report) -> dict[str, float | None]:
    """What would be otherwise today, by its key; judgements that name somebody gone as well."""
    facts = [fact_of(row) for row in report.facts.order_by("number")]
    gone = {f"judgement.{pk}": None for pk in judgements_of_the_gone(report)}
    table = FactTable({fact.key: fact for fact in facts})
    unnamed = dict.fromkeys(no_longer_named(report.community_id, table))
    return {**_outdated(viewer, report, facts), **gone, **unnamed}


def _outdated(viewer: Viewer, report: Report, facts: list[Fact]) -> dict[str, float | None]:
    """What the newest watermark says otherwise: late records, never a silent change."""
    newest = newest_segment(report)
    if newest == report.watermark:  # nothing was recorded since; goals may have been set anew
        facts = [fact for fact in facts if fact.params.get("function") in {"goal", "assumed"}]
    today = ((fact, measured_again(viewer, fact, newest)) for fact in facts)
    return {fact.key: now.value for fact, now in today if now.value != fact.value}


def _read(
    sentences: Mapping[int, Sentence],
    table: FactTable,
    kept: Mapping[int, Mapping[str, str]],
) -> tuple[dict[int, dict[str, str]], list[Place]]:
    texts: dict[int, dict[str, str]] = {position: {} for position in sentences}
    findings: list[Place] = []
    for language in LANGUAGES:
        with translation.override(language):
            for position, sentence in sentences.items():
                text = kept.get(position, {}).get(language) or sentence_text(sentence, table)
                texts[position][language] = text
                found = read_claim(text, sentence, table)
                findings += [Place(one, language, position=position) for one in found]
    return texts, findings


def read_claim(text: str, sentence: Sentence, table: FactTable) -> list[Finding]:
    """What in a finished sentence no fact carries, in the active language."""
    said = {name: slot_text(slot, table) for name, slot in sentence.slots.items()}
    return check_claim(text, gettext(sentence.template), said, Claim(sentence, table))


def _judgements(viewer: Viewer, report: Report, facts: list[Fact]) -> list[Place]:
    rows = list(report.judgements.order_by("pk"))
    if not rows:
        return []
    names = list(names_here(viewer))
    return [
        Place(finding, "", judgement=row.pk)
        for row in rows
        for finding in check_prose(row.body, facts, names)
    ]


def names_here(viewer: Viewer) -> Iterator[str]:
    """Whom and which place a free text might name."""
    eyes = replace(viewer, permissions=viewer.permissions | {NAMING})
    for _id, label in communities.member_names(eyes):
        yield label.rpartition(" @")[0]
    for space in communities.place(viewer).spaces:
        yield space.name
