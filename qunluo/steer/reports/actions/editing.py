"""What an editor may do with a draft: judgements, claims of facts, sentences left out, suggestions.

Each change is kept with what stood there before; `undoing.undo_edit` takes it back.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import bus, clock, text
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Forbidden, Invalid, Refusal, one_or_missing
from qunluo.kernel.stream.record import record
from qunluo.people.communities import queries as communities
from qunluo.steer.reports import queries
from qunluo.steer.reports.activities import ReportEdited
from qunluo.steer.reports.engine.claims import claim_of, may_stand_alone
from qunluo.steer.reports.engine.outline import SECTIONS
from qunluo.steer.reports.models import Report, ReportEdit, ReportJudgement, ReportSentence
from qunluo.steer.reports.rules import MAKE, OPEN_STATES, RULED_SECTIONS

if TYPE_CHECKING:
    from datetime import date

    from qunluo.kernel.viewer import Viewer

LONGEST = 4000
PLACES = frozenset(section.key for section in SECTIONS)


@action
def add_judgement(actor: Viewer, report_id: int, section: str, *, body: str) -> int:
    """Put a person's own words into a section; `{F12}` in them is the figure of that fact.

    Refuses `not_permitted`, `missing`, `reports.not_open`, `reports.section_unknown`,
    `reports.judgement_length`, `sign_in_required`.
    """
    report = open_report(actor, report_id)
    if section not in PLACES:
        raise Invalid("reports.section_unknown", _("Choose one of the report's sections."))
    row = ReportJudgement.objects.create(
        report=report,
        section=section,
        body=_kept(actor, body),
        author_id=actor.require_member_id(),
        written_at=clock.now(),
    )
    edited(actor, report, "judgement_added", f"judgement:{row.pk}")
    return row.pk


@action
def change_judgement(
    actor: Viewer, judgement_id: int, body: str, *, seen: int | None = None
) -> None:
    """Only its author changes it; `seen` is the last change of the desk that its author saw.

    Refuses as `add_judgement`, and `reports.not_yours`, `reports.changed_meanwhile`.
    """
    row, report = _own(actor, judgement_id)
    ask_unchanged(report, f"judgement:{row.pk}", seen)
    before = {"body": row.body, "written_at": row.written_at.isoformat()}
    row.body, row.written_at = _kept(actor, body), clock.now()
    row.save(update_fields=["body", "written_at"])
    edited(actor, report, "judgement_changed", f"judgement:{row.pk}", before)


@action
def remove_judgement(actor: Viewer, judgement_id: int) -> None:
    """Refuses `not_permitted`, `missing`, `reports.not_open`, `reports.not_yours`."""
    row, report = _own(actor, judgement_id)
    before = {
        "section": row.section,
        "body": row.body,
        "author": row.author_id,
        "written_at": row.written_at.isoformat(),
    }
    target = f"judgement:{row.pk}"
    row.delete()
    edited(actor, report, "judgement_removed", target, before)


@action
def insert_claim(actor: Viewer, report_id: int, number: int, section: str) -> int:
    """Say fact F`number` as a sentence at the end of a section; the sentence's position.

    What it says, and whether it says higher or lower, follows from the facts. Refuses
    `not_permitted`, `missing`, `reports.not_open`, `reports.section_unknown`,
    `reports.section_by_rule`, `reports.no_figure`, `reports.said_already`.
    """
    report = open_report(actor, report_id)
    if section not in PLACES:
        raise Invalid("reports.section_unknown", _("Choose one of the report's sections."))
    if section in RULED_SECTIONS:
        raise Refusal(
            "reports.section_by_rule",
            _("What stands in this section follows from rules. Choose another section."),
        )
    row = one_or_missing(report.facts.filter(number=number))
    facts = queries.facts_of(report)
    if not may_stand_alone(facts[row.key]):
        raise Refusal(
            "reports.no_figure",
            _("This fact has no figure that can be told by itself. Choose another one."),
        )
    said = claim_of(facts[row.key], facts, section)
    slots = {name: asdict(slot) for name, slot in said.slots.items()}
    told = json_of(slots)
    same = report.sentences.filter(section=section, template=said.template, left_out_by=None)
    if any(json_of(one.slots) == told for one in same):
        raise Refusal("reports.said_already", _("This section says so already."))
    last = report.sentences.aggregate(last=Max("position"))["last"] or 0
    ReportSentence.objects.create(
        report=report,
        position=last + 1,
        section=section,
        rule=said.rule,
        template=said.template,
        slots=slots,
        tone=said.tone,
        strength=said.strength,
    )
    edited(actor, report, "claim_inserted", f"sentence:{last + 1}")
    return last + 1


def json_of(slots: dict[str, Any]) -> dict[str, Any]:
    """Slots as the database gives them back: lists for tuples."""
    return {name: {**slot, "facts": list(slot["facts"])} for name, slot in slots.items()}


@action
def leave_out(actor: Viewer, report_id: int, position: int) -> None:
    """A sentence is not said; it stays in the list of what was left out. A shortcoming stays.

    Refuses `not_permitted`, `missing`, `reports.not_open`, `reports.shortcoming_stays`.
    """
    report = open_report(actor, report_id)
    row = one_or_missing(report.sentences.filter(position=position))
    if row.tone == "shortcoming" or row.section in {"shortcomings", "follow_up", "glance"}:
        raise Refusal(
            "reports.shortcoming_stays",
            _("Shortcomings, follow-ups and the first page stay. Add a judgement beside it."),
        )
    _set_out(actor, report, row, actor.require_member_id(), "sentence_left_out")


@action
def take_in(actor: Viewer, report_id: int, position: int) -> None:
    """Say a sentence again. Refuses `not_permitted`, `missing`, `reports.not_open`."""
    report = open_report(actor, report_id)
    row = one_or_missing(report.sentences.filter(position=position))
    _set_out(actor, report, row, None, "sentence_taken_in")


def _set_out(actor: Viewer, report: Report, row: ReportSentence, by: int | None, what: str) -> None:
    before = {"left_out_by": row.left_out_by_id}
    row.left_out_by_id = by
    row.save(update_fields=["left_out_by"])
    edited(actor, report, what, f"sentence:{row.position}", before)


@action
def settle_suggestion(
    actor: Viewer,
    report_id: int,
    number: int,
    *,
    owner: str,
    due_on: date,
    seen: int | None = None,
) -> None:
    """Say whose a suggestion is (a handle; empty: nobody's yet) and by when.

    `seen`: the last change of the desk that the editor saw; None does not ask. Refuses
    `not_permitted`, `missing`, `reports.not_open`, `reports.owner_unknown`,
    `reports.due_too_early`, `reports.changed_meanwhile`.
    """
    report = open_report(actor, report_id)
    row = one_or_missing(report.suggestions.filter(number=number))
    ask_unchanged(report, f"suggestion:{number}", seen)
    handle = owner.strip().removeprefix("@").lower()
    ids = communities.ids_by_handle(actor.community_id or 0, [handle]) if handle else {}
    if handle and handle not in ids:
        raise Invalid(
            "reports.owner_unknown",
            _("Nobody here has this handle. Name somebody who belongs to the community."),
        )
    if due_on <= report.starts_on:
        raise Invalid("reports.due_too_early", _("Choose a day after the report's period began."))
    before = {"owner": row.owner_id, "due_on": row.due_on.isoformat()}
    row.owner_id, row.due_on = ids.get(handle), due_on
    row.save(update_fields=["owner", "due_on"])
    edited(actor, report, "suggestion_settled", f"suggestion:{number}", before)


def open_report(actor: Viewer, report_id: int) -> Report:
    """The report, held for this change. Refuses `not_permitted`, `missing`, `reports.not_open`."""
    actor.require(MAKE)
    found = queries.report_for(actor, report_id)
    report = Report.objects.select_for_update().get(pk=found.pk)
    if report.state not in OPEN_STATES:
        raise Refusal(
            "reports.not_open",
            _("This report is signed or published. Reopen it, or begin a correction."),
        )
    return report


def ask_unchanged(report: Report, target: str, seen: int | None) -> None:
    """Refuses `reports.changed_meanwhile` where the target was changed after what was seen."""
    if seen is None:
        return
    later = report.edits.filter(target=target, pk__gt=seen)
    if later.exists():
        raise Refusal(
            "reports.changed_meanwhile",
            _("This was changed while you worked on it. Look at it as it is now, then save again."),
        )


def _own(actor: Viewer, judgement_id: int) -> tuple[ReportJudgement, Report]:
    here = ReportJudgement.objects.filter(report__community=actor.community_id)
    row = one_or_missing(here.filter(pk=judgement_id))
    report = open_report(actor, row.report_id)
    if row.author_id != actor.require_member_id():
        raise Forbidden(
            "reports.not_yours", _("Only its author may change these words. Add your own instead.")
        )
    return row, report


def _kept(actor: Viewer, body: str) -> str:
    """People are kept by id, so that a name that goes, goes here too."""
    told = body.strip()
    if not 1 <= len(told) <= LONGEST:
        raise Invalid(
            "reports.judgement_length", _("Write between one and four thousand characters.")
        )
    ids = communities.ids_by_handle(actor.community_id or 0, text.handles_in(told))
    return text.keep(told, ids)


def edited(
    actor: Viewer, report: Report, what: str, target: str, before: dict[str, Any] | None = None
) -> None:
    """Whatever was checked before has to be checked again; others at the desk are told."""
    report.state = "draft"
    report.save(update_fields=["state"])
    edit = ReportEdit.objects.create(
        report=report,
        what=what,
        target=target,
        before=before,
        made_by_id=actor.require_member_id(),
        made_at=clock.now(),
    )
    record(
        ReportEdited(
            object_id=report.pk,
            community_id=actor.community_id,
            actor_key=actor.actor_key,
            what=what,
        )
    )
    bus.tell(f"report:{report.pk}", "edited", {"by": actor.member_id, "edit": edit.pk})
