"""The bell in the bar of every page, and the way to the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.web.slots import MenuItem, slot
from qunluo.people.notices import queries

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@slot("frame.bell")
def bell(viewer: Viewer) -> MenuItem | None:
    """How many lines of the inbox are unread; one query for members, none for visitors."""
    if viewer.is_visitor:
        return None
    unread = queries.unread_count(viewer)
    return MenuItem("inbox", _("Inbox"), reverse("notices:inbox"), "bell", unread)


@slot("account.menu", order=15)
def settings_entry(viewer: Viewer) -> MenuItem | None:
    if viewer.is_visitor:
        return None
    return MenuItem("notices", _("Notices"), reverse("notices:settings"), "bell")
