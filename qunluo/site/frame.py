"""What the frame around every page shows; read before the template runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.viewer import Viewer
from qunluo.kernel.web.slots import MenuItem, Section, fill
from qunluo.kernel.web.tokens import CSRF_INPUT
from qunluo.people.members import queries as people

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest
    from django_stubs_ext import StrPromise

    from qunluo.people.communities.queries import CommunityCard, SpaceCard

WORK_SECTIONS: dict[Section, StrPromise | str] = {
    "today": "",
    "order": _("Good order"),
    "results": _("What comes out"),
    "setting": _("Set-up"),
}
THEME_COOKIE = "qunluo_theme"
THEMES = {"light": "qunluo", "dark": "qunluo-dark"}


def frame(request: HttpRequest) -> dict[str, Any]:
    """`viewer`, the `community` stood in (or None), and the menus the domains filled."""
    viewer: Viewer = getattr(request, "viewer", None) or Viewer()
    community = getattr(request, "community", None)
    entries: dict[str, Any] = {"viewer": viewer, "community": community}
    entries["menu"] = fill("community.menu", viewer) if community else []
    entries["work_menu"] = fill("community.work_menu", viewer) if community else []
    entries["work_sections"] = in_sections(entries["work_menu"])
    entries["bells"] = fill("frame.bell", viewer)
    entries["account_menu"] = fill("account.menu", viewer)
    entries["space_menu"] = _space_menu(community) if community else []
    everywhere = [*entries["menu"], *entries["work_menu"], *entries["space_menu"]]
    entries["menu_here"] = address_here(request.path, everywhere)
    member = getattr(request, "user", None)
    # What a member has chosen goes with them; a browser's cookie is for who has not chosen.
    theme = getattr(member, "theme", "") or request.COOKIES.get(THEME_COOKIE, "")
    entries["theme"] = THEMES.get(theme, "")
    has_face = getattr(member, "avatar_id", None) is not None
    entries["own_face"] = people.face_of(viewer.member_id) if has_face else ""
    entries["address"] = request.get_full_path()
    entries["csrf_input"] = CSRF_INPUT
    return entries


def address_here(path: str, items: Iterable[MenuItem]) -> str:
    """The menu address that this page lies under: the longest that its path begins with."""
    around = [item.address for item in items if path.startswith(item.address.partition("?")[0])]
    return max(around, key=len, default="")


def in_sections(items: Iterable[MenuItem]) -> list[tuple[StrPromise | str, list[MenuItem]]]:
    """The operators' menu under its headings, without the empty ones."""
    found: dict[Section, list[MenuItem]] = {section: [] for section in WORK_SECTIONS}
    for item in items:
        found[item.section].append(item)
    return [(WORK_SECTIONS[section], held) for section, held in found.items() if held]


def _space_menu(community: CommunityCard) -> list[MenuItem]:
    items = (_space_item(community, space) for space in community.spaces)
    return [item for item in items if item.address]


def _space_item(community: CommunityCard, space: SpaceCard) -> MenuItem:
    names = (f"{space.kind}:space", "forum:space")
    found = (address_or_empty(n, community=community.slug, space=space.slug) for n in names)
    address = next(filter(None, found), "")
    icon = space.icon or ("question" if space.kind == "questions" else "hash")
    return MenuItem(f"space:{space.slug}", space.name, address, icon)


def address_or_empty(name: str, **kwargs: Any) -> str:
    """A page's address, or '' where the installation has no such page."""
    try:
        return reverse(name, kwargs=kwargs or None)
    except NoReverseMatch:
        return ""
