"""The welcome on a newcomer's home, and its place in the operators' menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.backends.utils import csrf_input_lazy
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from qunluo.kernel.web.slots import MenuItem, Panel, slot
from qunluo.people.welcome import queries, rules

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.communities.web import CommunityRequest


@slot("home.feed", order=1)
def welcome_home(request: CommunityRequest) -> Panel | None:
    """Above everything else, for as long as somebody is new."""
    viewer = request.viewer
    if not queries.is_newcomer(viewer):
        return None
    shown = {
        "sheet": queries.welcome_for(viewer),
        "viewer": viewer,
        "community": request.community,
        "csrf_input": csrf_input_lazy(request),
    }
    html = render_to_string("welcome/_welcome.html", shown)
    return Panel("welcome.home", _("Welcome"), html)


@slot("community.work_menu", order=70)
def welcome_entry(viewer: Viewer) -> MenuItem | None:
    if not viewer.may(rules.SET_UP):
        return None
    address = reverse("welcome:work_welcome", kwargs={"community": viewer.community_slug})
    return MenuItem("work_welcome", _("Welcoming newcomers"), address, "hand", section="setting")
