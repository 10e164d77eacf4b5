"""Where reports hang on other pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.web.slots import MenuItem, slot
from qunluo.steer.reports.rules import READ

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@slot("community.work_menu", order=80)
def reports_item(viewer: Viewer) -> MenuItem | None:
    if not viewer.may(READ):
        return None
    address = reverse("reports:reports", kwargs={"community": viewer.community_slug})
    return MenuItem("reports", _("Output reports"), address, "file-text", section="results")
