"""The alerts' entry in the operators' menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qunluo.insight.alerts import queries
from qunluo.insight.alerts.rules import HANDLE
from qunluo.kernel.web.slots import MenuItem, slot

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@slot("community.work_menu", order=305)
def alerts(viewer: Viewer) -> MenuItem | None:
    if not viewer.may(HANDLE):
        return None
    address = reverse("alerts:alerts", kwargs={"community": viewer.community_slug})
    told = queries.counts(viewer)
    waiting = told.open + told.taken
    return MenuItem("alerts", _("Alerts"), address, "bell", waiting, section="results")
