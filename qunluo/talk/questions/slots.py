"""What questions hang on other pages: the queue of what waits for an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.web.slots import MenuItem, slot

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@slot("community.menu", order=30)
def unanswered_item(viewer: Viewer) -> MenuItem:
    address = reverse("questions:unanswered", args=[viewer.community_slug])
    return MenuItem("unanswered", _("Unanswered"), address, "circle-help")
