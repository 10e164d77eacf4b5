"""The dashboard's entry in the operators' menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qunluo.insight.metrics.rules import SEE
from qunluo.kernel.web.slots import MenuItem, slot

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@slot("community.work_menu", order=300)
def figures(viewer: Viewer) -> MenuItem | None:
    if not viewer.may_anywhere(SEE):
        return None
    address = reverse("metrics:dashboard", kwargs={"community": viewer.community_slug})
    return MenuItem("insight", _("Figures"), address, "chart-line")
