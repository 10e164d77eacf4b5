"""What lies around the text at the desk: facts to tell, what is due, what was changed and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext, pgettext

from qunluo.insight.metrics.queries import noting
from qunluo.kernel import clock
from qunluo.kernel.refusal import one_or_missing
from qunluo.people.communities import queries as communities
from qunluo.people.duties import queries as duties
from qunluo.steer.reports.engine.claims import may_stand_alone
from qunluo.steer.reports.engine.facts import FactTable
from qunluo.steer.reports.engine.goals import is_reached
from qunluo.steer.reports.engine.outline import BY_NAME, PARTS_OF, SECTIONS
from qunluo.steer.reports.models import Report, ReportSuggestion
from qunluo.steer.reports.queries.labels import fact_name
from qunluo.steer.reports.queries.showing import fact_of, report_for
from qunluo.steer.reports.queries.wording import end_of, figure, in_words, start_of
from qunluo.steer.reports.rules import MAKE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person
    from qunluo.steer.reports.engine.facts import Fact
    from qunluo.steer.reports.models import ReportEdit
    from qunluo.steer.reports.queries.sheets import FactSheet, ReportSheet

EDITS_SHOWN = 12
SOON = timedelta(days=14)
MOST_DUE = 12
TITLES = {section.key: section.title for section in SECTIONS}
SECTION_OF = {one.key: one.section for one in PARTS_OF}


@dataclass(frozen=True)
class FactChoice:
    """A fact to tell: `section` is where it belongs; `may_stand`: it makes a sentence by itself.

    `words`: what a search looks through.
    """

    sheet: FactSheet
    section: str
    section_title: str
    may_stand: bool
    words: str


@dataclass(frozen=True)
class EditLine:
    """A change made at the desk. `may_undo`: the viewer may take it back now."""

    id: int
    what: str
    about: str
    by: str
    is_own: bool
    made_at: datetime
    is_undone: bool
    may_undo: bool


@dataclass(frozen=True)
class DueLine:
    """Something planned or due. `tone`: good (done), bad (missed or late), plain.

    `day` None: it belongs to the whole period.
    """

    kind: str
    text: str
    note: str
    day: date | None
    tone: str
    address: str


@dataclass(frozen=True)
class Workplace:
    """`last_edit`: the newest change of the report, 0 before the first."""

    facts: tuple[FactChoice, ...]
    edits: tuple[EditLine, ...]
    due: tuple[DueLine, ...]
    last_edit: int


def workplace(viewer: Viewer, sheet: ReportSheet) -> Workplace:
    """Everything beside the text; eight queries. Refuses `not_permitted`, `missing`."""
    viewer.require(MAKE)
    report = report_for(viewer, sheet.line.id)
    rows = list(report.edits.order_by("-pk")[: 4 * EDITS_SHOWN])
    told = {fact.key: fact_of(fact) for fact in report.facts.all()}
    return Workplace(
        facts=tuple(_choice(one, told[one.key]) for one in sheet.facts),
        edits=tuple(_edits(viewer, report, rows, sheet)),
        due=tuple(_due(viewer, report, told))[:MOST_DUE],
        last_edit=rows[0].pk if rows else 0,
    )


def section_of(viewer: Viewer, report_id: int, number: int) -> str:
    """The section a fact belongs to. Refuses `missing`."""
    row = one_or_missing(report_for(viewer, report_id).facts.filter(number=number))
    return _section_of(fact_of(row))


def _choice(sheet: FactSheet, fact: Fact) -> FactChoice:
    section = _section_of(fact)
    title = in_words(TITLES[section])
    told = (f"F{sheet.number}", sheet.name, sheet.figure, sheet.period, title, sheet.metric)
    return FactChoice(
        sheet=sheet,
        section=section,
        section_title=title,
        may_stand=may_stand_alone(fact),
        words=" ".join(told).casefold(),
    )


def _section_of(fact: Fact) -> str:
    head = fact.key.partition(".")[0]
    if fact.params.get("function") in {"goal", "forecast"}:
        return "goals"
    if head in BY_NAME:
        return BY_NAME[head].section
    return SECTION_OF.get(head, "reasons")


def _edits(
    viewer: Viewer, report: Report, rows: list[ReportEdit], sheet: ReportSheet
) -> Iterator[EditLine]:
    people = communities.persons(report.community_id, [row.made_by_id for row in rows])
    texts = _places(sheet)
    later: set[str] = set()
    for row in rows[:EDITS_SHOWN]:
        is_own = row.made_by_id is not None and row.made_by_id == viewer.member_id
        is_open = row.undone_at is None and row.what != "edit_undone"
        yield EditLine(
            id=row.pk,
            what=_what(row.what),
            about=texts.get(row.target, ""),
            by=_name(people.get(row.made_by_id or 0)),
            is_own=is_own,
            made_at=row.made_at,
            is_undone=row.undone_at is not None,
            may_undo=is_own and is_open and row.target not in later,
        )
        if is_open:
            later.add(row.target)


def _places(sheet: ReportSheet) -> dict[str, str]:
    """What an edit's target says now."""
    found = {f"suggestion:{one.number}": one.play for one in sheet.suggestions}
    for section in sheet.sections:
        found |= {f"sentence:{one.position}": one.text for one in section.sentences}
        found |= {f"judgement:{one.id}": one.text for one in section.judgements}
    return found | {f"sentence:{one.position}": one.text for one in sheet.left_out}


def _what(what: str) -> str:
    told = {
        "judgement_added": gettext("added a judgement"),
        "judgement_changed": gettext("changed a judgement"),
        "judgement_removed": gettext("removed a judgement"),
        "claim_inserted": gettext("put in a claim"),
        "sentence_left_out": gettext("left a sentence out"),
        "sentence_taken_in": gettext("took a sentence in again"),
        "suggestion_settled": gettext("settled a suggestion"),
        "edit_undone": gettext("took a change back"),
    }
    return told.get(what, what)


def _name(person: Person | None) -> str:
    if person is None or person.is_erased:
        return gettext("somebody who has left")
    return person.name


def _due(viewer: Viewer, report: Report, facts: Mapping[str, Fact]) -> Iterator[DueLine]:
    """Goals of the period, what was planned in it, promises that fall due, and work that waits."""
    yield from _goals(viewer, facts)
    now = facts["contributors.now"]
    first, last = start_of(now), end_of(now)
    for note in noting.notes(viewer, first, last):
        if note.is_planned:
            yield DueLine(gettext("Planned event"), note.text, "", note.first, "plain", "")
    yield from _promises(viewer, report, first, last + SOON)
    here = {"community": viewer.community_slug}
    for duty in duties.open_duties(viewer, "reports.outdated"):
        day = duty.due_at.date() if duty.due_at else None
        tone = "bad" if duty.is_overdue else "plain"
        yield DueLine(pgettext("kind", "Task"), str(duty.what), duty.title, day, tone, duty.address)
    if report.state == "draft":
        address = reverse("reports:report", kwargs={**here, "report_id": report.pk})
        told = gettext("Check it, then have it signed by somebody else")
        yield DueLine(gettext("This report"), told, "", None, "plain", address)


def _goals(viewer: Viewer, facts: Mapping[str, Fact]) -> Iterator[DueLine]:
    address = reverse("reports:goals", kwargs={"community": viewer.community_slug})
    table = FactTable(facts)
    for key, goal in facts.items():
        if goal.params.get("function") != "goal":
            continue
        use = key.partition(".")[0]
        now = facts[f"{use}.now"]
        reached = is_reached(use, table)
        side = (
            gettext("at least %(value)s")
            if goal.params["side"] == "least"
            else gettext("at most %(value)s")
        )
        told = {"figure": figure(now, now.value), "goal": side % {"value": figure(now, goal.value)}}
        yield DueLine(
            gettext("Goal"),
            fact_name(now),
            gettext("%(figure)s; %(goal)s") % told,
            None,
            {True: "good", False: "bad", None: "plain"}[reached],
            address,
        )


def _promises(viewer: Viewer, report: Report, first: date, last: date) -> Iterator[DueLine]:
    """Suggestions of other reports that fall due from the period's start to two weeks after it."""
    rows = ReportSuggestion.objects.filter(
        report__community=report.community_id,
        report__state="published",
        due_on__gte=first,
        due_on__lte=last,
    ).exclude(report=report.pk)
    found = list(rows.order_by("due_on", "report", "number")[:MOST_DUE])
    people = communities.persons(report.community_id, [row.owner_id for row in found])
    today = clock.now().astimezone(viewer.timezone).date()
    for row in found:
        owner = people.get(row.owner_id or 0)
        told = {"community": viewer.community_slug, "report_id": row.report_id}
        yield DueLine(
            gettext("Suggestion"),
            gettext(row.play),
            _name(owner) if row.owner_id else gettext("nobody yet"),
            row.due_on,
            "bad" if row.due_on < today else "plain",
            reverse("reports:report", kwargs=told),
        )
