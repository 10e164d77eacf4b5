"""What an editor may do with a draft: add a judgement, leave a sentence out, settle a suggestion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock, text
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Forbidden, Invalid, Refusal, one_or_missing
from qunluo.kernel.stream.record import record
from qunluo.people.communities import queries as communities
from qunluo.steer.reports import queries
from qunluo.steer.reports.activities import ReportEdited
from qunluo.steer.reports.engine.outline import SECTIONS
from qunluo.steer.reports.models import Report, ReportJudgement
from qunluo.steer.reports.rules import MAKE, OPEN_STATES

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
    report = _open(actor, report_id)
    if section not in PLACES:
        raise Invalid("reports.section_unknown", _("Choose one of the report's sections."))
    row = ReportJudgement.objects.create(
        report=report,
        section=section,
        body=_kept(actor, body),
        author_id=actor.require_member_id(),
        written_at=clock.now(),
    )
    _edited(actor, report, "judgement_added")
    return row.pk


@action
def change_judgement(actor: Viewer, judgement_id: int, body: str) -> None:
    """Only its author changes it. Refuses as `add_judgement`, and `reports.not_yours`."""
    row, report = _own(actor, judgement_id)
    row.body, row.written_at = _kept(actor, body), clock.now()
    row.save(update_fields=["body", "written_at"])
    _edited(actor, report, "judgement_changed")


@action
def remove_judgement(actor: Viewer, judgement_id: int) -> None:
    """Refuses `not_permitted`, `missing`, `reports.not_open`, `reports.not_yours`."""
    row, report = _own(actor, judgement_id)
    row.delete()
    _edited(actor, report, "judgement_removed")


@action
def leave_out(actor: Viewer, report_id: int, position: int) -> None:
    """A sentence is not said; it stays in the list of what was left out. A shortcoming stays.

    Refuses `not_permitted`, `missing`, `reports.not_open`, `reports.shortcoming_stays`.
    """
    report = _open(actor, report_id)
    row = one_or_missing(report.sentences.filter(position=position))
    if row.tone == "shortcoming" or row.section in {"shortcomings", "follow_up", "glance"}:
        raise Refusal(
            "reports.shortcoming_stays",
            _("Shortcomings, follow-ups and the first page stay. Add a judgement beside it."),
        )
    row.left_out_by_id = actor.require_member_id()
    row.save(update_fields=["left_out_by"])
    _edited(actor, report, "sentence_left_out")


@action
def take_in(actor: Viewer, report_id: int, position: int) -> None:
    """Say a sentence again. Refuses `not_permitted`, `missing`, `reports.not_open`."""
    report = _open(actor, report_id)
    row = one_or_missing(report.sentences.filter(position=position))
    row.left_out_by = None
    row.save(update_fields=["left_out_by"])
    _edited(actor, report, "sentence_taken_in")


@action
def settle_suggestion(
    actor: Viewer, report_id: int, number: int, *, owner: str, due_on: date
) -> None:
    """Say whose a suggestion is (a handle; empty: nobody's yet) and by when.

    Refuses `not_permitted`, `missing`, `reports.not_open`, `reports.owner_unknown`,
    `reports.due_too_early`.
    """
    report = _open(actor, report_id)
    row = one_or_missing(report.suggestions.filter(number=number))
    handle = owner.strip().removeprefix("@").lower()
    ids = communities.ids_by_handle(actor.community_id or 0, [handle]) if handle else {}
    if handle and handle not in ids:
        raise Invalid(
            "reports.owner_unknown",
            _("Nobody here has this handle. Name somebody who belongs to the community."),
        )
    if due_on <= report.starts_on:
        raise Invalid("reports.due_too_early", _("Choose a day after the report's period began."))
    row.owner_id, row.due_on = ids.get(handle), due_on
    row.save(update_fields=["owner", "due_on"])
    _edited(actor, report, "suggestion_settled")


def _open(actor: Viewer, report_id: int) -> Report:
    actor.require(MAKE)
    found = queries.report_for(actor, report_id)
    report = Report.objects.select_for_update().get(pk=found.pk)
    if report.state not in OPEN_STATES:
        raise Refusal(
            "reports.not_open",
            _("This report is signed or published. Reopen it, or begin a correction."),
        )
    return report


def _own(actor: Viewer, judgement_id: int) -> tuple[ReportJudgement, Report]:
    here = ReportJudgement.objects.filter(report__community=actor.community_id)
    row = one_or_missing(here.filter(pk=judgement_id))
    report = _open(actor, row.report_id)
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


def _edited(actor: Viewer, report: Report, what: str) -> None:
    """Whatever was checked before has to be checked again."""
    report.state = "draft"
    report.save(update_fields=["state"])
    record(
        ReportEdited(
            object_id=report.pk,
            community_id=actor.community_id,
            actor_key=actor.actor_key,
            what=what,
        )
    )
