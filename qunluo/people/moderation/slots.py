"""Entries of moderation in the menus, and its share of the workbench."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from qunluo.kernel.web.slots import MenuItem, Panel, slot
from qunluo.people.moderation import queries, rules

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.communities.queries import CommunityCard


def _address(viewer: Viewer, name: str) -> str:
    return reverse(f"moderation:{name}", kwargs={"community": viewer.community_slug})


@slot("community.work_menu", order=60)
def keeping_entries(viewer: Viewer) -> list[MenuItem]:
    wanted = (
        (rules.KEEP_RULES, "work_rules", _("Rules"), "scroll-text"),
        (rules.KEEP_WORDS, "words", _("Watched words"), "filter"),
    )
    return [
        MenuItem(name, label, _address(viewer, name), icon)
        for permission, name, label, icon in wanted
        if viewer.may(permission)
    ]


@slot("community.menu", order=85)
def rules_entry(viewer: Viewer) -> MenuItem:
    return MenuItem("rules", _("Rules"), _address(viewer, "rules"), "scroll-text")


@slot("community.card_panels", order=5)
def new_rules(viewer: Viewer, community: CommunityCard) -> Panel | None:
    """Members who have not confirmed the rules in force are asked on the community's card."""
    if not queries.has_new_rules(viewer):
        return None
    html = render_to_string("moderation/_new_rules.html", {"address": _address(viewer, "rules")})
    return Panel("moderation.rules", _("The rules have changed"), html)


@slot("account.menu", order=60)
def installation_entry(viewer: Viewer) -> MenuItem | None:
    if not viewer.is_staff:
        return None
    address = reverse("moderation:installation_words")
    return MenuItem("installation_words", _("Watched words"), address, "filter")
