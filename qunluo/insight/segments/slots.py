"""The segments' entry in the operators' menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qunluo.insight.segments.rules import SEE
from qunluo.kernel.web.slots import MenuItem, slot

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@slot("community.work_menu", order=310)
def segments(viewer: Viewer) -> MenuItem | None:
    if not viewer.may(SEE):
        return None
    address = reverse("segments:segments", kwargs={"community": viewer.community_slug})
    return MenuItem("segments", _("Segments"), address, "filter", section="results")
