"""What conversations hang on other pages: the number in the bar, the way to write to somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.web.slots import Deed, MenuItem, slot
from qunluo.people.communities import queries as communities
from qunluo.talk.conversations import queries, rules

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@slot("frame.bell", order=50)
def letters(viewer: Viewer) -> MenuItem | None:
    """How many conversations hold something unread; one query for members, none for visitors."""
    if viewer.is_visitor:
        return None
    unread = queries.unread_count(viewer)
    address = reverse("conversations:index")
    return MenuItem("conversations", _("Private messages"), address, "mail", unread)


@slot("account.menu", order=16)
def settings_entry(viewer: Viewer) -> MenuItem | None:
    if viewer.is_visitor:
        return None
    address = reverse("conversations:settings")
    return MenuItem("conversations", _("Who may write to me"), address, "user-x")


@slot("member.deeds", order=10)
def write_deed(viewer: Viewer, member_id: int) -> list[Deed]:
    """Write to them, and block them."""
    if not viewer.is_member or viewer.member_id == member_id:
        return []
    if not communities.present_among(viewer.community_id or 0, [member_id]):
        return []
    place = {"community": viewer.community_slug, "member_id": member_id}
    back = reverse("conversations:block", kwargs={"member_id": member_id})
    if queries.is_blocked(viewer, member_id):
        return [Deed("block", _("Lift the block"), back, "user-check", True, "value", "lift")]
    deeds = [Deed("block", _("Block"), back, "user-x", True, "value", "block", "quiet")]
    if viewer.may(rules.WRITE):
        address = reverse("conversations:write", kwargs=place)
        deeds.insert(0, Deed("write", _("Write a message"), address, "mail", kind="primary"))
    return deeds
