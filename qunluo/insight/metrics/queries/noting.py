"""Saved views, notes on charts, and what was entered by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from qunluo.insight.metrics.models import Cost, Note, SavedView, Survey
from qunluo.insight.metrics.ports import markers
from qunluo.kernel.ui.charts import Note as ChartNote

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from decimal import Decimal

    from qunluo.insight.metrics.engine.periods import Period
    from qunluo.kernel.viewer import Viewer

LISTED = 30
MOST_NOTES = 12


@dataclass(frozen=True)
class ViewRow:
    """`query`: the address's query string of the view, with its question mark."""

    id: int
    name: str
    query: str
    is_own: bool


@dataclass(frozen=True)
class NoteRow:
    id: int
    first: date
    last: date
    text: str
    is_planned: bool


@dataclass(frozen=True)
class SurveyRow:
    name: str
    kind: str
    asked_at: datetime
    people: int
    answers: int


@dataclass(frozen=True)
class CostRow:
    spent_on: date
    category: str
    amount: float
    currency: str
    hours: Decimal


def saved_views(viewer: Viewer, study: str) -> list[ViewRow]:
    rows = SavedView.objects.filter(community_id=viewer.community_id or 0, study=study)
    return [
        ViewRow(row.pk, row.name, row.query, row.saved_by_id == viewer.member_id)
        for row in rows.order_by("name", "pk")[:LISTED]
    ]


def notes(viewer: Viewer, first: date | None = None, last: date | None = None) -> list[NoteRow]:
    """Notes that touch these days, in their order; without days, the newest."""
    rows = Note.objects.filter(community_id=viewer.community_id or 0)
    if first is not None and last is not None:
        rows = rows.filter(Q(first__lte=last), Q(last__gte=first)).order_by("first", "pk")
    else:
        rows = rows.order_by("-first", "-pk")
    return [NoteRow(row.pk, row.first, row.last, row.text, row.is_planned) for row in rows[:LISTED]]


def chart_notes(
    viewer: Viewer, periods: Sequence[Period], metric_id: str = ""
) -> tuple[ChartNote, ...]:
    """What people noted down, at the periods in which it began; with a metric, its marks too."""
    if not periods:
        return ()
    first, last = periods[0].start, periods[-1].last_day
    found = [(one.first, one.text) for one in notes(viewer, first, last)[:MOST_NOTES]]
    if metric_id:
        found += [told for mark in markers for told in mark(viewer, metric_id, first, last)]
    told = []
    for day, text in sorted(found):
        begins = max(day, first)
        place = next((n for n, p in enumerate(periods) if p.start <= begins < p.end), None)
        if place is not None:
            told.append(ChartNote(place, text))
    return tuple(told)


def surveys(viewer: Viewer) -> list[SurveyRow]:
    rows = Survey.objects.filter(community_id=viewer.community_id or 0)
    return [
        SurveyRow(row.name, row.kind, row.asked_at, row.people, row.count)
        for row in rows.annotate(count=Count("answers")).order_by("-asked_at")[:LISTED]
    ]


def costs(viewer: Viewer) -> list[CostRow]:
    rows = Cost.objects.filter(community_id=viewer.community_id or 0).order_by("-spent_on", "-pk")
    return [
        CostRow(row.spent_on, row.category, row.minor / 100, row.currency, row.hours)
        for row in rows[:LISTED]
    ]
