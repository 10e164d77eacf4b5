"""What the forum hangs on other pages: its place in the menu, the latest topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.web.slots import MenuItem, slot

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


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
