"""The staff's way to the jobs page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.web.slots import MenuItem, slot

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@slot("account.menu", order=80)
def jobs_entry(viewer: Viewer) -> MenuItem | None:
    if not viewer.is_staff:
        return None
    return MenuItem("jobs", _("Jobs and deliveries"), reverse("jobs:overview"), icon="gauge")
