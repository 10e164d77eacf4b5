"""Where imports hang on other pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.web.slots import MenuItem, slot
from qunluo.reach.porting.rules import IMPORT

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@slot("community.work_menu", order=700)
def imports_item(viewer: Viewer) -> MenuItem | None:
    if not viewer.may(IMPORT):
        return None
    address = reverse("porting:imports", kwargs={"community": viewer.community_slug})
    return MenuItem("imports", _("Imports"), address, "upload", section="setting")
