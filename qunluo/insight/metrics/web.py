"""From an address to a period and a space, and tables as files."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _

from qunluo.insight.metrics import queries
from qunluo.insight.metrics.queries.organisations import BYS_TOGETHER
from qunluo.insight.metrics.queries.studies.mapping import drawn, pairs_table
from qunluo.insight.metrics.rules import SEE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from qunluo.insight.metrics.queries import By, Opening, Period
    from qunluo.insight.metrics.queries.studies.sheet import Map
    from qunluo.kernel.ui.charts import Chart
    from qunluo.people.communities.queries import SpaceCard
    from qunluo.people.communities.web import CommunityRequest
    from qunluo.people.members.web import ViewerRequest


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class PeriodForm(forms.Form):
    """`on`: any day of the wished period; empty: the last whole one with data."""

    by = forms.ChoiceField(choices=[(by, by) for by in queries.BYS], required=False)
    on = forms.DateField(required=False)
    space = forms.CharField(max_length=60, required=False)
    page = forms.IntegerField(min_value=1, max_value=10**6, required=False)


@dataclass(frozen=True)
class Asked:
    """`period` None: there are no records, or none of a whole period. `space` None: all."""

    by: By
    period: Period | None
    opening: Opening | None
    space: SpaceCard | None
    spaces: tuple[SpaceCard, ...]
    before: Period | None = None
    after: Period | None = None
    page: int = 1
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def space_choices(self) -> list[tuple[str, str]]:
        return [(one.slug, one.name) for one in self.spaces]

    @property
    def space_id(self) -> int | None:
        return self.space.id if self.space else None

    @property
    def plain(self) -> str:
        """The query string without a study's own choices."""
        return replace(self, extra=()).query()

    def query(self, **changes: str) -> str:
        """The address's query string with some parts changed."""
        told = {
            "by": self.by,
            "on": self.period.start.isoformat() if self.period else "",
            "space": self.space.slug if self.space else "",
            **dict(self.extra),
            **changes,
        }
        return "?" + urlencode({key: value for key, value in told.items() if value})


def asked(request: CommunityRequest) -> Asked:
    """What the address asks for; nonsense in it counts as not said."""
    form = PeriodForm(request.GET)
    form.is_valid()
    by: By = form.cleaned_data.get("by") or "month"
    viewer = request.viewer
    spaces = tuple(one for one in request.community.spaces if viewer.may(SEE, one.id))
    space = next((one for one in spaces if one.slug == form.cleaned_data.get("space")), None)
    if space is None and not viewer.may(SEE) and spaces:
        space = spaces[0]
    found = queries.opening(viewer, by)
    on = form.cleaned_data.get("on")
    calendar = queries.calendar_of(request.community.id)
    last = (found.period or found.so_far) if found else None
    period = calendar.period(by, on) if on and last else last
    if period is None:
        return Asked(by, None, found, space, spaces)
    before, after = calendar.neighbour(period, -1), calendar.neighbour(period, 1)
    page = form.cleaned_data.get("page") or 1
    return Asked(by, period, found, space, spaces, before, after, page)


OWN = frozenset({"by", "on", "space", "page"})
MOST_CHOICES, LONGEST_CHOICE = 20, 40


def asked_study(request: CommunityRequest) -> Asked:
    """The same with a study's own choices kept along."""
    told = [
        (name, str(value))
        for name, value in request.GET.items()
        if name not in OWN and name != "lang" and len(name) + len(str(value)) <= LONGEST_CHOICE
    ]
    return replace(asked(request), extra=tuple(told[:MOST_CHOICES]))


def chart_file(name: str, chart: Chart) -> HttpResponse:
    """A chart as a picture (.png) or as the numbers it shows (.csv)."""
    if name.endswith(".csv"):
        return as_file(name, *chart_table(chart))
    from qunluo.kernel.ui import drawing  # noqa: PLC0415 - only who exports needs it

    return _picture(name, drawing.draw_svg(chart))


def map_file(name: str, told: Map) -> HttpResponse:
    """A map of people as a picture (.png) or as the ties it shows (.csv)."""
    if name.endswith(".csv"):
        return as_file(name, *pairs_table(told))
    return _picture(name, drawn(told))


def _picture(name: str, svg: str) -> HttpResponse:
    from qunluo.kernel.ui import drawing  # noqa: PLC0415 - only who exports needs it

    answer = HttpResponse(drawing.png_of(svg), content_type="image/png")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def chart_table(chart: Chart) -> tuple[list[str], list[list[str | float | None]]]:
    """Heads and rows of what a chart shows, its band included."""
    heads = [chart.corner or _("When"), *(str(one.label) for one in chart.series)]
    heads += [_("Usual from"), _("Usual to")] if chart.band else []
    rows: list[list[str | float | None]] = []
    for n, label in enumerate(chart.labels):
        values = [one.values[n] if n < len(one.values) else None for one in chart.series]
        pair = chart.band[n] if chart.band else None
        rows.append([label, *values, *((pair or (None, None)) if chart.band else ())])
    return heads, rows


def asked_together(request: ViewerRequest) -> tuple[By, date | None]:
    """Which period of an organisation; nonsense counts as not said."""
    form = PeriodForm(request.GET)
    form.is_valid()
    by: By = form.cleaned_data.get("by") or "month"
    return (by if by in BYS_TOGETHER else "month"), form.cleaned_data.get("on")


def as_file(
    name: str, heads: Sequence[str], rows: Sequence[Sequence[str | float | None]]
) -> HttpResponse:
    """`name` ends with .csv (UTF-8 with a mark, so that spreadsheets read Chinese) or .xlsx."""
    if name.endswith(".xlsx"):
        answer = HttpResponse(_xlsx(heads, rows), content_type=XLSX)
    else:
        answer = HttpResponse(_csv(heads, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _csv(heads: Sequence[str], rows: Sequence[Sequence[str | float | None]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
    return ("\ufeff" + out.getvalue()).encode()


def _harmless(cell: str | float | None) -> str | float | None:
    """A name that begins like a formula must not be run by a spreadsheet."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t\r" and cell else cell


def _xlsx(heads: Sequence[str], rows: Sequence[Sequence[str | float | None]]) -> bytes:
    from xlsxwriter import Workbook  # noqa: PLC0415 - only who exports needs it

    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, heads, book.add_format({"bold": True}))
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, row)
        sheet.freeze_panes(1, 1)
    return out.getvalue()
