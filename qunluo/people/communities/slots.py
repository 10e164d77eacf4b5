"""Entries of this domain in the menus, and its share of the workbench."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qunluo.kernel.ui.display import ago
from qunluo.kernel.web.slots import MenuItem, Tile, slot
from qunluo.people.communities import queries, rules

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.communities.queries import CommunityCard


def _address(viewer: Viewer, name: str) -> str:
    return reverse(f"communities:{name}", kwargs={"community": viewer.community_slug})


@slot("community.menu", order=90)
def members_entry(viewer: Viewer) -> MenuItem | None:
    if not viewer.may(rules.SEE_MEMBERS):
        return None
    return MenuItem("members", _("Members"), _address(viewer, "members"), "users")


@slot("community.work_menu", order=10)
def work_entries(viewer: Viewer) -> list[MenuItem]:
    """The operators' menu, cut to what the viewer may do."""
    if not viewer.may_anywhere(rules.WORK):
        return []
    return [MenuItem("work", _("Workbench"), _address(viewer, "work"), "briefcase")]


@slot("community.work_menu", order=20)
def joining_entries(viewer: Viewer) -> list[MenuItem]:
    entries = []
    if viewer.may(rules.REVIEW_JOINS):
        waiting = queries.waiting_requests(viewer).count
        entries.append(
            MenuItem(
                "joins", _("Join requests"), _address(viewer, "work_joins"), "user-check", waiting
            )
        )
    if viewer.may(rules.INVITE):
        entries.append(
            MenuItem(
                "invitations",
                _("Invitations"),
                _address(viewer, "work_invitations"),
                "mail",
                section="setting",
            )
        )
    return entries


@slot("community.work_menu", order=800)
def keeping_entries(viewer: Viewer) -> list[MenuItem]:
    wanted = (
        (rules.DESCRIBE, "work_positioning", _("Positioning"), "compass"),
        (rules.MANAGE_SPACES, "work_spaces", _("Spaces"), "hash"),
        (rules.GRANT_ROLES, "work_roles", _("Roles"), "shield"),
        (rules.DESCRIBE, "work_settings", _("Settings"), "settings"),
    )
    return [
        MenuItem(name, label, _address(viewer, name), icon, section="setting")
        for permission, name, label, icon in wanted
        if viewer.may(permission)
    ]


@slot("account.menu", order=50)
def organisations_entry(viewer: Viewer) -> MenuItem | None:
    if viewer.is_visitor:
        return None
    return MenuItem(
        "organisations", _("Organisations"), reverse("communities:organisations"), "building-2"
    )


@slot("work.tiles", order=10)
def join_tile(viewer: Viewer, community: CommunityCard) -> Tile | None:
    """Requests to join and how long the oldest has waited."""
    if not viewer.may(rules.REVIEW_JOINS):
        return None
    waiting = queries.waiting_requests(viewer)
    note = _("Nobody is waiting.")
    if waiting.oldest_at is not None:
        note = _("The oldest came %(ago)s.") % {"ago": ago(waiting.oldest_at, viewer.timezone)}
    return Tile(
        "joins",
        ngettext("request to join", "requests to join", waiting.count),
        waiting.count,
        _address(viewer, "work_joins"),
        "user-check",
        note,
        "warn" if waiting.count else "good",
    )
