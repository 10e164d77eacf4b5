"""What people do with a report, for showing: judgements, suggestions, checks, signatures, editions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from qunluo.insight.metrics import queries as metrics
from qunluo.people.communities import queries as communities
from qunluo.steer.reports.engine.checking import parts_of
from qunluo.steer.reports.models import Report
from qunluo.steer.reports.queries.sheets import (
    ChangeSheet,
    CheckSheet,
    FactSheet,
    FindingSheet,
    Footing,
    JudgementSheet,
    SuggestionSheet,
)
from qunluo.steer.reports.queries.wording import figure, mend_of, problem_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person
    from qunluo.steer.reports.engine.facts import FactTable

MENTION = re.compile(r"@\[([0-9]+)\]")


@dataclass(frozen=True)
class Told:
    """A report's row with what its parts are shown from."""

    row: Report
    table: FactTable
    sheets: Mapping[str, FactSheet]
    check: CheckSheet | None
    findings: tuple[dict[str, Any], ...]
    named: Mapping[int, str] = field(default_factory=dict)

    def with_names(self, text: str) -> str:
        """Names for the marks of people who agreed to be named, and are still here."""
        someone = gettext("a member")
        return MENTION.sub(lambda match: self.named.get(int(match[1]), someone), text)

    def findings_at(self, where: str, place: int) -> tuple[FindingSheet, ...]:
        """What the last check found at a sentence (`position`) or a judgement (`judgement`)."""
        return tuple(
            FindingSheet(one["words"], problem_of(one["kind"]), mend_of(one), one["language"])
            for one in self.findings
            if one[where] == place
        )

    def standing(self, keys: Iterable[str], found: tuple[FindingSheet, ...]) -> str:
        """How a claim on these facts stands by the last check."""
        late = any(key in (self.row.outdated or {}) for key in keys)
        if self.check is None:
            return "outdated" if late else "unchecked"
        if found or any(key in self.check.differing for key in keys):
            return "fails"
        return "outdated" if late else "holds"


def last_check(row: Report) -> tuple[CheckSheet | None, tuple[dict[str, Any], ...]]:
    """The newest check and what it found; findings of an edited report are no longer its own."""
    last = row.checks.order_by("-pk").first()
    if last is None:
        return None, ()
    found = tuple(last.findings or ())
    sheet = CheckSheet(
        last.checked_at, last.fact_count, tuple(last.differing), len(found), row.outdated or {}
    )
    return sheet, found


def judgements_of(viewer: Viewer, told: Told) -> dict[str, list[JudgementSheet]]:
    """People's own words by section; one query more for their names."""
    rows = list(told.row.judgements.order_by("pk"))
    mentioned = {int(one) for row in rows for one in MENTION.findall(row.body)}
    people = communities.persons(
        told.row.community_id, {*mentioned, *(row.author_id for row in rows)}
    )
    by_number = {sheet.number: sheet for sheet in told.sheets.values()}
    found: dict[str, list[JudgementSheet]] = {}
    for row in rows:
        gone = any(_is_gone(people.get(int(one))) for one in MENTION.findall(row.body))
        findings = told.findings_at("judgement", row.pk)
        facts = [by_number[n] for _text, n in parts_of(row.body) if n in by_number]
        standing = told.standing([fact.key for fact in facts], findings)
        sheet = JudgementSheet(
            id=row.pk,
            parts=tuple(
                _part(text, number, by_number, people) for text, number in parts_of(row.body)
            ),
            source=MENTION.sub(lambda m: f"@{_handle(people.get(int(m[1])))}", row.body),
            author=_name(people.get(row.author_id or 0)),
            written_at=row.written_at,
            is_own=row.author_id is not None and row.author_id == viewer.member_id,
            standing="outdated" if gone and standing != "fails" else standing,
            findings=findings,
        )
        found.setdefault(row.section, []).append(sheet)
    return found


def judgements_of_the_gone(row: Report) -> list[int]:
    """The judgements that name somebody who has left for good; two queries."""
    rows = list(row.judgements.filter(body__contains="@[").order_by("pk"))
    named = {one.pk: {int(found) for found in MENTION.findall(one.body)} for one in rows}
    people = communities.persons(row.community_id, set().union(*named.values()))
    return [pk for pk, ids in named.items() if any(_is_gone(people.get(one)) for one in ids)]


def _part(
    text: str,
    number: int | None,
    facts: Mapping[int, FactSheet],
    people: Mapping[int, Person],
) -> tuple[str, FactSheet | None]:
    if number is None:
        return MENTION.sub(lambda match: _name(people.get(int(match[1]))), text), None
    fact = facts.get(number)
    return (fact.figure, fact) if fact is not None else (text, None)


def _is_gone(person: Person | None) -> bool:
    return person is None or person.is_erased


def _name(person: Person | None) -> str:
    if person is None or person.is_erased:
        return gettext("somebody who has left")
    return person.name


def _handle(person: Person | None) -> str:
    return person.handle if person is not None and not person.is_erased else "–"


def suggestions_of(viewer: Viewer, told: Told) -> tuple[SuggestionSheet, ...]:
    rows = list(told.row.suggestions.order_by("number"))
    people = communities.persons(told.row.community_id, [row.owner_id for row in rows])
    found = []
    for row in rows:
        fact = told.table.get(f"{row.use}.now")
        expected = gettext("a better figure than now")
        if fact is not None and row.low is not None and row.high is not None:
            ends = {"low": figure(fact, row.low), "high": figure(fact, row.high)}
            expected = gettext("%(low)s to %(high)s") % ends
        owner = people.get(row.owner_id or 0)
        found.append(
            SuggestionSheet(
                number=row.number,
                name=metrics.definition(row.metric).name,
                play=gettext(row.play),
                expected=expected,
                owner=_name(owner) if row.owner_id else "",
                owner_handle=owner.handle if owner is not None and not owner.is_erased else "",
                due_on=row.due_on,
            )
        )
    return tuple(found)


def footing_of(viewer: Viewer, told: Told) -> Footing:
    """Who made, signed and published it, and the editions before and after."""
    row = told.row
    ids = (row.made_by_id, row.signed_by_id, row.published_by_id)
    people = communities.persons(row.community_id, ids)
    made, signed, published = (_name(people.get(one)) if one else "" for one in ids)
    later = Report.objects.filter(corrects=row.pk, state__in=["published", "corrected"])
    return Footing(
        author=made,
        signer=signed,
        signed_at=row.signed_at,
        publisher=published,
        published_at=row.published_at,
        digest=row.digest,
        corrects=row.corrects_id,
        corrected_by=later.values_list("pk", flat=True).first(),
        correction=row.correction,
        changes=tuple(_change(one, told) for one in row.changes or () if one["key"] in told.sheets),
    )


def _change(one: Mapping[str, Any], told: Told) -> ChangeSheet:
    sheet, fact = told.sheets[one["key"]], told.table[one["key"]]
    return ChangeSheet(sheet.name, sheet.period, figure(fact, one["was"]), figure(fact, one["now"]))
