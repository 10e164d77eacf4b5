"""The entries of one's account in the menu of every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.web.slots import MenuItem, slot

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@slot("account.menu", order=10)
def account_entries(viewer: Viewer) -> list[MenuItem] | None:
    if viewer.is_visitor:
        return None
    return [
        MenuItem("profile", _("Profile"), reverse("members:profile"), icon="user"),
        MenuItem("security", _("Security"), reverse("members:security"), icon="shield"),
        MenuItem("tokens", _("Tokens"), reverse("members:tokens"), icon="key-round"),
        MenuItem("claims", _("Claims"), reverse("members:claims"), icon="history"),
        MenuItem("privacy", _("Privacy"), reverse("members:privacy"), icon="eye-off"),
    ]
