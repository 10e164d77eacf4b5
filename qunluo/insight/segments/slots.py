"""The segments' entry in the operators' menu, and the way from a member to their portrait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qunluo.insight.metrics.queries.segmenting import SEE_SMALL_GROUPS
from qunluo.insight.segments.rules import SEE
from qunluo.kernel.web.slots import Deed, MenuItem, slot

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@slot("community.work_menu", order=310)
def segments(viewer: Viewer) -> MenuItem | None:
    if not viewer.may(SEE):
        return None
    address = reverse("segments:segments", kwargs={"community": viewer.community_slug})
    return MenuItem("segments", _("Segments"), address, "filter", section="results")


@slot("member.deeds", order=60)
def portrait(viewer: Viewer, member_id: int) -> Deed | None:
    """The way to a member's quality and segments."""
    if not viewer.may(SEE_SMALL_GROUPS):
        return None
    place = {"community": viewer.community_slug, "member_id": member_id}
    return Deed("portrait", _("All round"), reverse("segments:member", kwargs=place), "circle-dot")
