"""The atmosphere of a community, with what each number means and how far it can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from qunluo.kernel.ui.charts import Chart, Series
from qunluo.kernel.ui.display import day
from qunluo.people.moderation import queries

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.communities.web import CommunityRequest
    from qunluo.people.moderation.queries import Atmosphere


@require_GET
def atmosphere(request: CommunityRequest) -> HttpResponse:
    sheet = queries.atmosphere(request.viewer)
    shown = {"sheet": sheet, "chart": _chart(request, sheet), "quality": queries.TONE_QUALITY}
    return render(request, "moderation/atmosphere.html", shown)


def _chart(request: CommunityRequest, sheet: Atmosphere) -> Chart:
    zone = request.viewer.timezone
    return Chart(
        kind="line",
        labels=tuple(day(week.begins_at.astimezone(zone).date()) for week in sheet.weeks),
        series=(Series("rough", _("Sound rough"), tuple(week.share for week in sheet.weeks)),),
        is_share=True,
        digits=1,
        corner=_("Week from"),
    ).from_first()
