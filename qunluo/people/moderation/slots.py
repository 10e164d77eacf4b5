"""Entries of moderation in the menus, and its share of the workbench."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from qunluo.kernel.web.slots import MenuItem, slot
from qunluo.people.moderation import rules

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


def _address(viewer: Viewer, name: str) -> str:
    return reverse(f"moderation:{name}", kwargs={"community": viewer.community_slug})


@slot("community.work_menu", order=60)
def keeping_entries(viewer: Viewer) -> list[MenuItem]:
    wanted = ((rules.KEEP_WORDS, "words", _("Watched words"), "filter"),)
    return [
        MenuItem(name, label, _address(viewer, name), icon)
        for permission, name, label, icon in wanted
        if viewer.may(permission)
    ]


@slot("account.menu", order=60)
def installation_entry(viewer: Viewer) -> MenuItem | None:
    if not viewer.is_staff:
        return None
    address = reverse("moderation:installation_words")
    return MenuItem("installation_words", _("Watched words"), address, "filter")
