"""What points hang on other pages: a member's badges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.web.slots import Panel, slot
from qunluo.trade.points import queries

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer

GRADES = {"gold": _("Gold"), "silver": _("Silver"), "bronze": _("Bronze")}


@slot("member.panels", order=40)
def badges_of(viewer: Viewer, member_id: int) -> Panel | None:
    """The badges a member holds in this community, gold first."""
    held = queries.badges_of(viewer, member_id)
    if not held:
        return None
    html = render_to_string("points/_badges.html", {"held": held, "grades": GRADES})
    return Panel("points.badges", _("Badges"), html)
