"""What search hangs on other pages: the operators' list of what was not found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.search.rules import READ_UNMET
from qunluo.kernel.web.slots import MenuItem, slot

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@slot("community.work_menu", order=300)
def unmet_item(viewer: Viewer) -> MenuItem | None:
    if not viewer.may(READ_UNMET):
        return None
    address = reverse("search:unmet", args=[viewer.community_slug])
    return MenuItem("unmet", _("Looked for in vain"), address, "search", section="results")
