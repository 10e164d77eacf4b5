"""What chat hangs on other pages: its place in the menu, with what waits there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.web.slots import MenuItem, slot
from qunluo.talk.chat import queries

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@slot("community.menu", order=25)
def chat_item(viewer: Viewer) -> MenuItem:
    address = reverse("chat:index", args=[viewer.community_slug])
    waiting = queries.waiting(viewer)
    return MenuItem("chat", _("Chat"), address, "message-circle", waiting or None)
