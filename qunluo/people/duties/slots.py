"""The work that waits, on the workbench and in its menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qunluo.kernel.web.slots import MenuItem, Panel, Tile, slot
from qunluo.people.duties import queries

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.communities.queries import CommunityCard

WORK = "communities.work"
SHOWN = 8


def _address(viewer: Viewer) -> str:
    return reverse("duties:duties", kwargs={"community": viewer.community_slug})


@slot("community.work_menu", order=15)
def duties_entry(viewer: Viewer) -> MenuItem | None:
    if not viewer.may_anywhere(WORK):
        return None
    waiting = queries.waiting_work(viewer).waiting
    return MenuItem("duties", _("To do"), _address(viewer), "list-checks", waiting)


@slot("work.tiles", order=5)
def overdue_tile(viewer: Viewer, community: CommunityCard) -> Tile | None:
    """Everything that waits for this viewer, and how much of it should be done by now."""
    waiting = queries.waiting_work(viewer)
    note = _("Nothing is overdue.")
    if waiting.overdue:
        told = ngettext("%(n)d is overdue.", "%(n)d are overdue.", waiting.overdue)
        note = told % {"n": waiting.overdue}
    return Tile(
        "duties",
        _("to do"),
        waiting.waiting,
        _address(viewer),
        "list-checks",
        note,
        "warn" if waiting.overdue else "good",
    )


@slot("work.panels", order=5)
def next_panel(viewer: Viewer, community: CommunityCard) -> Panel | None:
    """The most urgent few, with the button that takes the next one."""
    duties = queries.open_duties(viewer, limit=SHOWN)
    if not duties:
        return None
    shown = {"duties": duties, "viewer": viewer, "community": community}
    html = render_to_string("duties/_panel.html", shown)
    return Panel("duties.next", _("Waiting for you"), html, _address(viewer))
