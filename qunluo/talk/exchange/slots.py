"""What the exchange hangs on other pages: its places in the menus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.web.slots import MenuItem, slot
from qunluo.talk.exchange import rules

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@slot("community.menu", order=45)
def board_entry(viewer: Viewer) -> MenuItem | None:
    if not viewer.is_member:
        return None
    address = reverse("exchange:board", args=[viewer.community_slug])
    return MenuItem("exchange", _("Needs and offers"), address, "hand", section="results")


@slot("community.work_menu", order=45)
def work_entry(viewer: Viewer) -> MenuItem | None:
    if not viewer.may(rules.KEEP):
        return None
    address = reverse("exchange:work", args=[viewer.community_slug])
    return MenuItem("exchange_work", _("Needs and offers"), address, "hand")
