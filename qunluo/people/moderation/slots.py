"""Entries of moderation in the menus, and its share of the workbench."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qunluo.kernel.ui.display import ago
from qunluo.kernel.web.slots import MenuItem, Panel, Tile, slot
from qunluo.people.moderation import queries, rules
from qunluo.people.moderation.web import OUTCOME_LABELS

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.communities.queries import CommunityCard


def _address(viewer: Viewer, name: str) -> str:
    return reverse(f"moderation:{name}", kwargs={"community": viewer.community_slug})


@slot("community.work_menu", order=18)
def queue_entries(viewer: Viewer) -> list[MenuItem]:
    if not viewer.may_anywhere(rules.DECIDE):
        return []
    entries = [MenuItem("queue", _("Moderation queue"), _address(viewer, "queue"), "shield-alert")]
    if viewer.may(rules.DECIDE_APPEALS):
        address = _address(viewer, "work_appeals")
        entries.append(MenuItem("appeals", _("Appeals"), address, "scale"))
    if viewer.may(rules.SEE_ATMOSPHERE):
        address = _address(viewer, "atmosphere")
        entries.append(MenuItem("atmosphere", _("Atmosphere"), address, "leaf", section="order"))
    if viewer.may(rules.SEE_LOG):
        address = _address(viewer, "staff_log")
        entries.append(
            MenuItem("staff_log", _("Moderation log"), address, "history", section="order")
        )
    return entries


@slot("work.tiles", order=20)
def queue_tile(viewer: Viewer, community: CommunityCard) -> Tile | None:
    """Cases that wait, and how long the oldest has, against the target."""
    if not viewer.may_anywhere(rules.DECIDE):
        return None
    count, oldest_at, is_late = queries.oldest_waiting(viewer)
    note = _("Nothing waits.")
    if oldest_at is not None:
        note = _("The oldest came %(ago)s.") % {"ago": ago(oldest_at, viewer.timezone)}
    return Tile(
        "cases",
        ngettext("case to decide", "cases to decide", count),
        count,
        _address(viewer, "queue"),
        "shield-alert",
        note,
        "bad" if is_late else "warn" if count else "good",
    )


@slot("member.panels", order=80)
def sanctions_panel(viewer: Viewer, member_id: int) -> Panel | None:
    """A member's sanctions, for the team."""
    if not viewer.may_anywhere(rules.DECIDE) or viewer.member_id == member_id:
        return None
    place = {"community": viewer.community_slug, "member_id": member_id}
    shown = {
        "rows": queries.sanctions_of(viewer, member_id),
        "viewer": viewer,
        "may_sanction": viewer.may(rules.SANCTION),
        "address": reverse("moderation:new_sanction", kwargs=place),
        "sanctions": rules.SANCTION_LABELS,
        "outcomes": OUTCOME_LABELS,
    }
    html = render_to_string("moderation/_panel.html", shown)
    return Panel("moderation.sanctions", _("Sanctions"), html)


@slot("community.menu", order=95)
def standing_entry(viewer: Viewer) -> MenuItem | None:
    """For whoever is held back: why, and how to appeal."""
    if viewer.bar is None or viewer.bar.kind in {"frozen", "read_only"}:
        return None
    return MenuItem("standing", _("My standing"), _address(viewer, "standing"), "scale")


@slot("community.work_menu", order=60)
def keeping_entries(viewer: Viewer) -> list[MenuItem]:
    wanted = (
        (rules.DECLARE, "emergency", _("Emergency switch"), "siren"),
        (rules.SET_LIMITS, "limits", _("Limits on writing"), "gauge"),
        (rules.KEEP_RULES, "work_rules", _("Rules"), "scroll-text"),
        (rules.KEEP_WORDS, "words", _("Watched words"), "filter"),
    )
    return [
        MenuItem(name, label, _address(viewer, name), icon, section="order")
        for permission, name, label, icon in wanted
        if viewer.may(permission)
    ]


@slot("community.menu", order=85)
def rules_entry(viewer: Viewer) -> MenuItem:
    return MenuItem("rules", _("Rules"), _address(viewer, "rules"), "scroll-text")


@slot("community.card_panels", order=5)
def new_rules(viewer: Viewer, community: CommunityCard) -> Panel | None:
    """Members who have not confirmed the rules in force are asked on the community's card."""
    if not queries.has_new_rules(viewer):
        return None
    html = render_to_string("moderation/_new_rules.html", {"address": _address(viewer, "rules")})
    return Panel("moderation.rules", _("The rules have changed"), html)


@slot("account.menu", order=60)
def installation_entry(viewer: Viewer) -> MenuItem | None:
    if not viewer.is_staff:
        return None
    address = reverse("moderation:installation_words")
    return MenuItem("installation_words", _("Watched words"), address, "filter")
