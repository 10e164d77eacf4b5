"""Who may set what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.permissions import permission
from qunluo.kernel.refusal import Forbidden, missing

if TYPE_CHECKING:
    from qunluo.kernel.preferences.declaring import Level
    from qunluo.kernel.viewer import Viewer

CHANGE = permission("preferences.change", _("Change the community's preferences"), roles=("admin",))


def owner_at(viewer: Viewer, level: Level) -> int:
    """Whose value the viewer may set at a level, or a refusal with `not_permitted`."""
    if level == "member":
        return viewer.require_member_id()
    if level == "community":
        viewer.require(CHANGE)
        if viewer.community_id is None:
            raise missing()
        return viewer.community_id
    if not viewer.is_staff:
        raise Forbidden("not_permitted", _("Only staff of this installation may change this."))
    return 0
