"""What articles hang on other pages: their place in the menu, the latest ones, the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qunluo.kernel.ui.display import ago
from qunluo.kernel.web.slots import MenuItem, Panel, Tile, slot
from qunluo.talk.articles import queries, rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.communities.queries import CommunityCard


@slot("community.menu", order=35)
def articles_item(viewer: Viewer) -> MenuItem:
    address = reverse("articles:index", args=[viewer.community_slug])
    return MenuItem("articles", gettext_lazy("Articles"), address, "book-open")


@slot("community.card_panels", order=25)
def latest_articles(viewer: Viewer, community: CommunityCard) -> Panel | None:
    """The three newest articles; nothing while there are none."""
    lines = queries.article_list(viewer, size=3).items
    if not lines:
        return None
    html = render_to_string("articles/_panel.html", {"lines": lines, "viewer": viewer})
    address = reverse("articles:index", args=[community.slug])
    return Panel("articles.latest", gettext_lazy("Articles"), html, address)


@slot("sitemaps", order=20)
def sitemaps(cards: Sequence[CommunityCard]) -> list[str]:
    """One file for each community that has articles out."""
    writing = queries.communities_with_articles([card.id for card in cards])
    return [reverse("articles:sitemap", args=[card.slug]) for card in cards if card.id in writing]


@slot("work.tiles", order=30)
def review_tile(viewer: Viewer, _community: CommunityCard) -> Tile | None:
    """How many articles wait for a review, for those who publish."""
    if not viewer.may(rules.PUBLISH):
        return None
    waiting = [
        line
        for line in queries.lines_under_way(viewer, states=("in_review",))
        if not line.is_mine and line.sent_at is not None
    ]
    note = _("No article waits for a review.")
    if waiting:
        oldest = min(line.sent_at for line in waiting if line.sent_at is not None)
        note = _("The oldest was sent %(ago)s.") % {"ago": ago(oldest, viewer.timezone)}
    address = reverse("articles:desk", args=[viewer.community_slug])
    return Tile(
        "articles.review",
        ngettext("article to review", "articles to review", len(waiting)),
        len(waiting),
        f"{address}?view=in_review",
        "book-open",
        note,
        "warn" if waiting else "good",
    )
