"""How far a report is that somebody asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from qunluo.kernel import jobs
from qunluo.kernel.refusal import one_or_missing
from qunluo.steer.reports.models import ReportOrder
from qunluo.steer.reports.queries.wording import period_label
from qunluo.steer.reports.rules import MAKE

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from qunluo.kernel.viewer import Viewer


@dataclass(frozen=True)
class OrderCard:
    """`state`: waiting, running, done, refused (then `words` says why) or failed."""

    id: int
    span: str
    starts_on: date
    period: str
    state: str
    done: int
    total: int
    note: str
    words: str
    report_id: int | None
    asked_at: datetime

    @property
    def is_open(self) -> bool:
        return self.state in {"waiting", "running"}


def order_for(viewer: Viewer, order_id: int) -> OrderCard:
    """The order, for those who may make reports in its community; refuses `missing`."""
    viewer.require(MAKE)
    return _card(one_or_missing(_orders(viewer).filter(pk=order_id)))


def orders_under_way(viewer: Viewer) -> list[OrderCard]:
    """What is being made now; a query, and one for each."""
    cards = [_card(row) for row in _orders(viewer).filter(ended_at=None).order_by("-pk")[:5]]
    return [card for card in cards if card.is_open]


def _orders(viewer: Viewer) -> QuerySet[ReportOrder]:
    return ReportOrder.objects.filter(community=viewer.community_id)


def state_of(order: ReportOrder) -> str:
    """Where an order is, together with its job."""
    return _where(order, _status(order))


def _status(order: ReportOrder) -> jobs.JobStatus:
    return jobs.status(order.job_id or "-")


def _where(order: ReportOrder, status: jobs.JobStatus) -> str:
    if order.ended_at is not None:
        return "refused" if order.problem else "done"
    return "failed" if status.is_over else status.state


def _card(order: ReportOrder) -> OrderCard:
    status = _status(order)
    return OrderCard(
        id=order.pk,
        span=order.span,
        starts_on=order.starts_on,
        period=period_label(order.span, order.starts_on, end=order.ends_on),
        state=_where(order, status),
        done=status.done,
        total=status.total,
        note=status.note,
        words=order.problem_words,
        report_id=order.report_id,
        asked_at=order.asked_at,
    )
