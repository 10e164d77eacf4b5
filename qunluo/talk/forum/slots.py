"""What the forum hangs on other pages: its place in the menu, the latest topics, a member's posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from qunluo.kernel.web.slots import MenuItem, Panel, SpaceNote, slot
from qunluo.talk.forum import queries

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.communities.queries import CommunityCard


@slot("community.menu", order=20)
def forum_item(viewer: Viewer) -> MenuItem:
    address = reverse("forum:index", args=[viewer.community_slug])
    return MenuItem("forum", _("Forum"), address, "messages-square")


@slot("community.menu", order=90)
def drafts_item(viewer: Viewer) -> MenuItem | None:
    if not viewer.is_member:
        return None
    address = reverse("forum:drafts", args=[viewer.community_slug])
    return MenuItem("drafts", _("Drafts"), address, "pencil")


@slot("community.card_panels", order=20)
def latest_topics(viewer: Viewer, community: CommunityCard) -> Panel | None:
    """The six topics last spoken in; nothing in a community that has none."""
    lines = queries.topic_list(viewer, queries.TopicFilter(), size=6).page.items
    if not lines:
        return None
    html = render_to_string("forum/_panel.html", {"lines": lines, "viewer": viewer})
    address = reverse("forum:index", args=[community.slug])
    return Panel("forum.latest", _("Latest topics"), html, address)


@slot("community.space_notes")
def activity_of_spaces(viewer: Viewer, _community: CommunityCard) -> list[SpaceNote]:
    """How many topics each space has and when somebody last wrote there; one query."""
    return [
        SpaceNote(space_id, ngettext("%(num)d topic", "%(num)d topics", n) % {"num": n}, last_at)
        for space_id, n, last_at in queries.activity_of_spaces(viewer)
    ]


@slot("member.panels", order=20)
def posts_of(viewer: Viewer, member_id: int) -> Panel | None:
    """What the member wrote lately, as far as the viewer may read it."""
    lines = queries.posts_of_member(viewer, member_id)
    if not lines:
        return None
    html = render_to_string("forum/_posts_of.html", {"lines": lines, "viewer": viewer})
    return Panel("forum.posts", _("Lately in the forum"), html)
