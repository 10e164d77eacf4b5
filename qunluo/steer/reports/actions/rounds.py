"""The worker's round: make the drafts that are due, and write the letters about reports.

Every step is one transaction and names what it has done: a round broken off anywhere goes on where
it was, and no letter is written twice.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock, mail
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Refusal
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.steer.reports import queries
from qunluo.steer.reports.actions.making import keep
from qunluo.steer.reports.actions.sharing import share_report
from qunluo.steer.reports.models import Report, ReportLetter, ReportRun, ReportSchedule
from qunluo.steer.reports.queries.printing import document
from qunluo.steer.reports.rules import READ, SHARE, SIGN

if TYPE_CHECKING:
    from datetime import date

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Recipient

AGAIN_AFTER = timedelta(hours=1)
MAILED_FOR = timedelta(days=7)  # a report published longer ago is no news
SHARED_DAYS = 30
log = logging.getLogger(__name__)


def go_round() -> None:
    """Make what is due and write what is to be written; one schedule's trouble stops no other."""
    for row in ReportSchedule.objects.filter(is_on=True).select_related("community"):
        with translation.override(row.language):
            try:
                _make(row)
                _tell_published(row)
            except Refusal as no:
                _note_due(row, no.code, str(no.message))
            except Exception:
                log.exception("schedule %s of community %s", row.pk, row.community_id)
                _note_due(
                    row, "reports.error", gettext("An error on the server; it is tried again.")
                )


def _make(row: ReportSchedule) -> None:
    """The draft of the period that is due, unless it stands or was tried within the hour."""
    period = queries.due(row)
    if period is None:
        return
    run = row.runs.filter(starts_on=period.start).first()
    if run is not None and (run.report_id or run.tried_at > clock.now() - AGAIN_AFTER):
        return
    eyes = queries.reporter_in(row.community.slug)
    made = queries.draft(eyes, row.span, period.start)
    if not made.is_complete:
        raise Refusal(
            "reports.records_missing",
            _("The records of the period are not whole yet; it is tried again within the hour."),
        )
    _keep(eyes, row.pk, made)


@action
def _keep(eyes: Viewer, schedule_id: int, made: queries.Draft) -> None:
    """The draft, its run and the letters to those who sign, all or nothing.

    A report of the period that somebody made by hand meanwhile is the one.
    """
    row = ReportSchedule.objects.select_for_update().get(pk=schedule_id)
    run, _is_new = ReportRun.objects.get_or_create(
        schedule=row, starts_on=made.starts_on, defaults={"tried_at": clock.now()}
    )
    if run.report_id is not None:
        return
    same = Report.objects.filter(
        community=row.community_id, span=made.span, starts_on=made.starts_on, is_complete=True
    )
    known = same.order_by("-pk").values_list("pk", flat=True).first()
    run.report_id = keep(eyes, made) if known is None else known
    run.tried_at, run.problem, run.problem_words = clock.now(), "", ""
    run.save()
    _write(row, run.report_id, "draft")


def _note_due(row: ReportSchedule, problem: str, words: str) -> None:
    period = queries.due(row)
    if period is not None:
        _note(row.pk, period.start, problem, words)


@action
def _note(schedule_id: int, starts_on: date, problem: str, words: str) -> None:
    told = {"tried_at": clock.now(), "problem": problem, "problem_words": words}
    ReportRun.objects.update_or_create(schedule_id=schedule_id, starts_on=starts_on, defaults=told)


def _tell_published(row: ReportSchedule) -> None:
    """Letters about what was published since the schedule was set, a report at a time."""
    published = Report.objects.filter(
        community=row.community_id,
        span=row.span,
        state="published",
        published_at__gte=max(row.set_at, clock.now() - MAILED_FOR),
    )
    for report_id in published.order_by("pk").values_list("pk", flat=True):
        if _waiting(row, report_id, "published"):
            # Set outside the transaction: a PDF takes longer than a writer may (ADR 0003).
            _write_published(row.pk, report_id, _files(row, report_id))


def _files(row: ReportSchedule, report_id: int) -> tuple[mail.Attachment, ...]:
    """The report as PDF in the letters' language, where the schedule wants it and it fits."""
    if not row.attaches:
        return ()
    eyes = queries.reporter_in(row.community.slug)
    name = f"{queries.title_of(eyes, report_id)}.pdf"
    told = (mail.Attachment(name, "application/pdf", document(eyes, report_id, "pdf")),)
    return told if mail.fits(told) else ()


@action
def _write_published(schedule_id: int, report_id: int, files: tuple[mail.Attachment, ...]) -> None:
    row = ReportSchedule.objects.select_for_update().get(pk=schedule_id)
    _write(row, report_id, "published", files)


def _waiting(row: ReportSchedule, report_id: int, kind: str) -> list[Recipient]:
    """The readers who may read this report now and were not written to yet."""
    had = ReportLetter.objects.filter(report=report_id, kind=kind).values_list("member_id")
    ids = row.readers.filter(stopped_at=None).exclude(member__in=had)
    some = [one for one in members.recipients(ids.values_list("member_id", flat=True)) if one.email]
    return [one for one in some if _may_have(row, one, kind)]


def _write(
    row: ReportSchedule, report_id: int, kind: str, files: tuple[mail.Attachment, ...] = ()
) -> None:
    """A letter to each reader who waits for one."""
    some = _waiting(row, report_id, kind)
    if not some:
        return
    ReportLetter.objects.bulk_create(
        ReportLetter(
            report_id=report_id, member_id=one.member_id, kind=kind, written_at=clock.now()
        )
        for one in some
    )
    told = {**_contents(row, report_id, kind), "is_attached": bool(files)}
    for one in some:
        _send(row, one, kind, told, files)


def _may_have(row: ReportSchedule, to: Recipient, kind: str) -> bool:
    """Drafts go to those who sign; published reports to those who may read here still."""
    standing = communities.entrance(to.viewer, row.community.slug).viewer
    return not to.is_demo and standing.may(READ) and (kind != "draft" or standing.may(SIGN))


def _contents(row: ReportSchedule, report_id: int, kind: str) -> dict[str, object]:
    """The first page in words, and the addresses."""
    eyes = queries.reporter_in(row.community.slug)
    sheet = queries.report_sheet(eyes, report_id)
    here = {"community": row.community.slug, "report_id": report_id}
    first = next((one for one in sheet.sections if one.key == "glance"), None)
    return {
        "community": sheet.community,
        "period": sheet.line.period,
        "tiles": sheet.tiles,
        "lines": [f"{one.label}: {one.text}" if one.label else one.text for one in first.sentences]
        if first
        else [],
        "address": mail.absolute(reverse("reports:report", kwargs=here)),
        "pdf": mail.absolute(reverse("reports:document", kwargs={**here, "form": "pdf"})),
        "shared": _link(row, report_id) if kind == "published" else "",
    }


def _link(row: ReportSchedule, report_id: int) -> str:
    """A link that opens without signing in, where who set the schedule may share."""
    if row.set_by_id is None:
        return ""
    owner = members.viewer_by_id(row.set_by_id)
    actor = communities.entrance(owner, row.community.slug).viewer
    if not actor.may(SHARE):
        return ""
    token = share_report(actor, report_id, days=SHARED_DAYS, note=gettext("Sent with the letters"))
    return mail.absolute(reverse("reports:shared", kwargs={"token": token}))


def _send(
    row: ReportSchedule,
    to: Recipient,
    kind: str,
    told: dict[str, object],
    files: tuple[mail.Attachment, ...],
) -> None:
    leave = mail.absolute(queries.way_out(row.pk, to.member_id))
    letter_id = mail.send(
        to.email,
        f"reports/mail/{kind}",
        {**told, "name": to.viewer.display_name, "unsubscribe": leave},
        language=row.language,
        list_id=f"{row.span}.reports.{row.community.slug}",
        unsubscribe=leave,
    )
    if files:
        mail.attach(letter_id, files)
