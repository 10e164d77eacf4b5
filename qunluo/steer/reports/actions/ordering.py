"""A report asked for on a page: it waits for the worker, and whoever asks twice gets one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.jobs.backend import task_at
from qunluo.kernel.jobs.progress import report_progress
from qunluo.kernel.refusal import Refusal
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.steer.reports import queries
from qunluo.steer.reports.actions.making import keep
from qunluo.steer.reports.models import ReportOrder
from qunluo.steer.reports.rules import MAKE

if TYPE_CHECKING:
    from datetime import date

    from qunluo.kernel.viewer import Viewer

# By its path: jobs stand above actions, so that a job may call an action and not the reverse.
WORK = "qunluo.steer.reports.jobs.work_off"


def ask_report(actor: Viewer, span: str, day: date, *, last: date | None = None) -> int:
    """Put the report of the period that holds the day in line; the order's id.

    While one of the same period is under way, it is that one. Refuses `not_permitted`,
    `reports.span_unknown`, `reports.span_days`, `sign_in_required`.
    """
    starts_on = queries.first_day(actor, span, day, last)
    return _ask(actor, span, starts_on, ends_on=last if span == "span" else None)


def ask_correction(actor: Viewer, report_id: int, reason: str) -> int:
    """Put the next edition of a published report in line; the order's id.

    Refuses as `queries.correctable`.
    """
    report = queries.correctable(actor, report_id, reason)
    told = {"corrects_id": report.pk, "correction": reason.strip(), "ends_on": report.ends_on}
    return _ask(actor, report.span, report.starts_on, **told)


@action
def _ask(actor: Viewer, span: str, starts_on: date, **told: object) -> int:
    member_id = actor.require_member_id()
    asked = {"asked_by_id": member_id, "asked_at": clock.now(), **told}
    order, is_new = ReportOrder.objects.get_or_create(
        community_id=actor.community_id or 0,
        span=span,
        starts_on=starts_on,
        ended_at=None,
        defaults=asked,
    )
    if is_new or queries.state_of(order) == "failed":
        _enqueue(order)
    return order.pk


@action
def ask_again(actor: Viewer, order_id: int) -> int:
    """Try an order again that was refused or failed; the id of the order to look at.

    Refuses `missing`, `not_permitted`, `reports.not_failed`.
    """
    actor.require(MAKE)
    card = queries.order_for(actor, order_id)
    if card.state not in {"refused", "failed"}:
        raise Refusal(
            "reports.not_failed", _("This has not failed, so there is nothing to repeat.")
        )
    row = ReportOrder.objects.get(pk=order_id)
    told = {"ends_on": row.ends_on, "corrects_id": row.corrects_id, "correction": row.correction}
    return _ask(actor, card.span, card.starts_on, **told)


def _enqueue(order: ReportOrder) -> None:
    order.job_id = task_at(WORK).enqueue(order.pk).id
    order.save(update_fields=["job_id"])


def work_off(order_id: int) -> None:
    """Make what an order asks for; a refusal is written down, anything else is tried again."""
    order = ReportOrder.objects.filter(pk=order_id, ended_at=None).first()
    if order is None or order.asked_by_id is None:
        return
    asker = members.viewer_by_id(order.asked_by_id)
    with translation.override(asker.language):
        try:
            slug = communities.slug_of(order.community_id) or ""
            actor = communities.entrance(asker, slug).viewer
            made = queries.draft(
                actor, order.span, order.starts_on, last=order.ends_on, tell=report_progress
            )
            _fulfil(actor, order_id, made)
        except Refusal as no:
            _refuse(order_id, no.code, str(no.message))


@action
def _fulfil(actor: Viewer, order_id: int, made: queries.Draft) -> None:
    """The report and the order's end in one transaction: a job run twice makes one report."""
    order = ReportOrder.objects.select_for_update().get(pk=order_id)
    if order.ended_at is None:
        order.report_id = keep(actor, made, corrects=order.corrects, reason=order.correction)
        order.ended_at = clock.now()
        order.save(update_fields=["report", "ended_at"])


@action
def _refuse(order_id: int, problem: str, words: str) -> None:
    open_order = ReportOrder.objects.filter(pk=order_id, ended_at=None)
    open_order.update(problem=problem, problem_words=words, ended_at=clock.now())
