"""What questions hang on other pages: the queue of what waits for an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qunluo.kernel.ui.display import ago
from qunluo.kernel.web.slots import MenuItem, Panel, Tile, slot
from qunluo.talk.questions import queries, rules

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.communities.queries import CommunityCard


@slot("community.menu", order=30)
def unanswered_item(viewer: Viewer) -> MenuItem:
    return MenuItem("unanswered", gettext_lazy("Unanswered"), _queue(viewer), "circle-help")


@slot("community.card_panels", order=30)
def waiting_questions(viewer: Viewer, _community: CommunityCard) -> Panel | None:
    """The newest questions nobody answered; nothing when all are, or for members, whose home has
    them."""
    if viewer.is_member:
        return None
    lines = queries.unanswered(viewer, newest_first=True, size=5).items
    if not lines:
        return None
    html = render_to_string("forum/_panel.html", {"lines": lines, "viewer": viewer})
    return Panel("questions.waiting", gettext_lazy("Waiting for an answer"), html, _queue(viewer))


@slot("community.work_menu", order=310)
def experts_item(viewer: Viewer) -> MenuItem | None:
    if not viewer.may(rules.KEEP_EXPERTS):
        return None
    address = reverse("questions:experts", args=[viewer.community_slug])
    return MenuItem(
        "experts", gettext_lazy("Experts"), address, "graduation-cap", section="setting"
    )


@slot("work.tiles", order=20)
def unanswered_tile(viewer: Viewer, _community: CommunityCard) -> Tile | None:
    """Unanswered questions and how long the oldest has waited."""
    waiting = queries.waiting(viewer)
    note = _("Every question has an answer.")
    if waiting.oldest_at is not None:
        note = _("The oldest was asked %(ago)s.") % {"ago": ago(waiting.oldest_at, viewer.timezone)}
    return Tile(
        "questions.unanswered",
        ngettext("unanswered question", "unanswered questions", waiting.count),
        waiting.count,
        _queue(viewer),
        "circle-help",
        note,
        "warn" if waiting.count else "good",
    )


def _queue(viewer: Viewer) -> str:
    return reverse("questions:unanswered", args=[viewer.community_slug])
