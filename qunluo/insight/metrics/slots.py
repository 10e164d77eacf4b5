"""The dashboard's entry in the operators' menu, and the roll-up on an organisation's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qunluo.insight.metrics import queries
from qunluo.insight.metrics.queries.organisations import organisation_board
from qunluo.insight.metrics.rules import SEE
from qunluo.kernel.web.slots import MenuItem, Panel, slot

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.communities.queries import OrganisationSheet


@slot("community.work_menu", order=300)
def figures(viewer: Viewer) -> MenuItem | None:
    if not viewer.may_anywhere(SEE):
        return None
    address = reverse("metrics:dashboard", kwargs={"community": viewer.community_slug})
    return MenuItem("insight", _("Figures"), address, "chart-line", section="results")


@slot("organisation.panels", order=20)
def together(viewer: Viewer, organisation: OrganisationSheet) -> Panel | None:
    """The last whole month over all communities; nothing where no figures are open to the viewer."""
    board = organisation_board(viewer, organisation.slug)
    if board.period is None:
        return None
    shown = {"board": board, "viewer": viewer, "period_text": queries.period_text}
    address = reverse("metrics:organisation", args=[organisation.slug])
    html = render_to_string("metrics/_organisation_panel.html", shown)
    return Panel("metrics.together", _("Figures of all communities"), html, address)
