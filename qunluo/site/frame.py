"""What the frame around every page shows; read before the template runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qunluo.kernel.viewer import Viewer
from qunluo.kernel.web.slots import fill

if TYPE_CHECKING:
    from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """`viewer`, the `community` stood in (or None), and the menus the domains filled."""
    viewer: Viewer = getattr(request, "viewer", None) or Viewer()
    community = getattr(request, "community", None)
    entries: dict[str, Any] = {"viewer": viewer, "community": community}
    entries["menu"] = fill("community.menu", viewer) if community else []
    entries["work_menu"] = fill("community.work_menu", viewer) if community else []
    entries["account_menu"] = fill("account.menu", viewer)
    return entries
