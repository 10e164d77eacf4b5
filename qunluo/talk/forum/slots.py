"""What the forum hangs on other pages: its place in the menu, the feed of the home page, a member's
posts, and what to do when a search finds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import preferences
from qunluo.kernel.ui.display import number
from qunluo.kernel.web.slots import MenuItem, Panel, SpaceNote, slot
from qunluo.kernel.web.tokens import CSRF_INPUT
from qunluo.people.communities import queries as communities
from qunluo.people.welcome import queries as welcome
from qunluo.talk.forum import queries, rules
from qunluo.talk.forum.ports import kind_for_space
from qunluo.talk.forum.queries.lists import COUNTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.communities.queries import CommunityCard
    from qunluo.people.communities.web import CommunityRequest

LATEST, OFFERS = 20, 3


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


@slot("community.menu", order=91)
def bookmarks_item(viewer: Viewer) -> MenuItem | None:
    if not viewer.is_member:
        return None
    address = reverse("forum:bookmarks", args=[viewer.community_slug])
    return MenuItem("bookmarks", _("Bookmarks"), address, "bookmark")


@slot("community.card_panels", order=20)
def latest_topics(viewer: Viewer, community: CommunityCard) -> Panel | None:
    """The six topics last spoken in; nothing in a community that has none, or for members, whose
    home has the feed."""
    if viewer.is_member:
        return None
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
        SpaceNote(space_id, _topics(n), last_at)
        for space_id, n, last_at in queries.activity_of_spaces(viewer)
    ]


def _topics(n: int) -> str:
    if n > COUNTED:
        return gettext("more than %(num)s topics") % {"num": number(COUNTED)}
    return ngettext("%(num)d topic", "%(num)d topics", n) % {"num": n}


@slot("member.panels", order=20)
def posts_of(viewer: Viewer, member_id: int) -> Panel | None:
    """What the member wrote lately, as far as the viewer may read it."""
    lines = queries.posts_of_member(viewer, member_id)
    if not lines:
        return None
    html = render_to_string("forum/_posts_of.html", {"lines": lines, "viewer": viewer})
    return Panel("forum.posts", _("Lately in the forum"), html)


@slot("home.feed", order=10)
def feed(request: CommunityRequest) -> Panel:
    """What is new to a member, in the order they chose, which the page explains."""
    viewer = request.viewer
    order = preferences.get(viewer, rules.HOME_ORDER)
    shown = {"viewer": viewer, "order": order, "csrf_input": CSRF_INPUT}
    if order == "time":
        wanted = queries.TopicFilter()
        page = queries.topic_list(viewer, wanted, size=LATEST).page
        html = render_to_string("forum/_home_by_time.html", {**shown, "lines": page.items})
    else:
        feed = queries.home_feed(viewer)
        html = render_to_string("forum/_home_for_me.html", {**shown, "feed": feed})
    return Panel("forum.feed", _("New here"), html)


@slot("home.panels", order=60)
def people_to_meet(viewer: Viewer) -> Panel | None:
    """A few who wrote lately, with the reason why they are shown; newcomers' welcome shows its own."""
    if welcome.is_newcomer(viewer):
        return None
    found = queries.acquaintances(viewer)
    if not found:
        return None
    html = render_to_string("forum/_acquaintances.html", {"found": found, "viewer": viewer})
    return Panel("forum.people", _("People to meet"), html)


@slot("sitemaps", order=10)
def sitemaps(cards: Sequence[CommunityCard]) -> list[str]:
    """As many files as the public topics of each community fill."""
    files = queries.sitemap_files([card.id for card in cards])
    return [
        f"{reverse('forum:sitemap', args=[card.slug])}?file={file}"
        for card in cards
        for file in range(1, files.get(card.id, 0) + 1)
    ]


@slot("search.nothing", order=10)
def ask_instead(viewer: Viewer, query: str) -> list[MenuItem]:
    """Where somebody who found nothing may ask for it."""
    if not viewer.is_member:
        return []
    found = []
    for space in communities.place(viewer).spaces:
        if space.is_archived or not viewer.may(rules.POST, space.id):
            continue
        kind = kind_for_space(space.kind)
        address = kind.new_address(viewer.community_slug, space.slug)
        words = f"{kind.words.new} · {space.name}"
        found.append(
            MenuItem(space.slug, words, f"{address}?{urlencode({'title': query})}", "plus")
        )
    return found[:OFFERS]
