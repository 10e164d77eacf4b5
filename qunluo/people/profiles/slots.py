"""What profiles hang on a member's page and in the menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from qunluo.kernel.web.slots import Deed, MenuItem, Panel, slot
from qunluo.people.communities import queries as communities
from qunluo.people.profiles import queries, rules

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


def _address(viewer: Viewer, name: str, **more: int) -> str:
    return reverse(f"profiles:{name}", kwargs={"community": viewer.community_slug, **more})


@slot("member.panels", order=5)
def card_panel(viewer: Viewer, member_id: int) -> Panel | None:
    """What the member shows to this viewer; nothing where there is nothing to see."""
    sheet = queries.card_for(viewer, member_id)
    is_own = viewer.member_id == member_id
    if sheet.is_empty and not is_own:
        return None
    shown = {"sheet": sheet, "names": rules.FIELDS, "viewer": viewer, "is_own": is_own}
    html = render_to_string("profiles/_card.html", shown)
    return Panel("profiles.card", _("About this member"), html)


@slot("member.deeds", order=20)
def follow_deed(viewer: Viewer, member_id: int) -> list[Deed]:
    if viewer.member_id == member_id:
        card, preview = _address(viewer, "card"), _address(viewer, "preview")
        return [
            Deed("profile", _("What I show"), card, "user"),
            Deed("preview", _("As others see me"), preview, "eye"),
        ]
    if not viewer.is_member or not communities.present_among(viewer.community_id or 0, [member_id]):
        return []
    address = _address(viewer, "follow", member_id=member_id)
    if queries.card_for(viewer, member_id).is_followed:
        return [Deed("follow", _("Following"), address, "user-check", True, "value", "unfollow")]
    return [Deed("follow", _("Follow"), address, "user-plus", True, "value", "follow")]


@slot("community.menu", order=75)
def following_entry(viewer: Viewer) -> MenuItem | None:
    if not viewer.is_member:
        return None
    return MenuItem("following", _("People I follow"), _address(viewer, "following"), "users")
