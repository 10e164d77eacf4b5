"""Alerts as marks on the charts of their metric."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from qunluo.insight.alerts.models import Alert
from qunluo.insight.alerts.queries.watching import in_sight
from qunluo.insight.alerts.rules import HANDLE

if TYPE_CHECKING:
    from datetime import date

    from qunluo.kernel.viewer import Viewer

MOST = 12


def marks_of(viewer: Viewer, metric_id: str, first: date, last: date) -> list[tuple[date, str]]:
    """(first day, words) of what stood out of the metric, except false alarms; one query."""
    if not viewer.may(HANDLE):
        return []
    rows = Alert.objects.filter(
        in_sight(viewer),
        community_id=viewer.community_id or 0,
        metric_id=metric_id,
        first__lte=last,
        last__gte=first,
    ).exclude(outcome="false")
    words = {"up": _("Alert: unusually high"), "down": _("Alert: unusually low")}
    return [(row.first, words[row.direction]) for row in rows.order_by("first", "pk")[:MOST]]
