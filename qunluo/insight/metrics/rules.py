"""Permissions of this domain, and when a group is too small to be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.permissions import permission

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer

SEE = permission(
    "metrics.see", _("See figures and dashboards"), roles=("admin", "volunteer"), by_space=True
)
SEE_SMALL_GROUPS = permission(
    "metrics.see_small_groups",
    _("See figures and lists of fewer than five people"),
    roles=("admin",),
)
ENTER = permission(
    "metrics.enter",
    _("Enter survey answers and costs, and write notes on charts"),
    roles=("admin",),
)
FEWEST = 5


def is_too_small(viewer: Viewer, people: float | None) -> bool:
    """A group of one to four people is shown only to those who may see single people's figures."""
    return people is not None and 0 < people < FEWEST and not viewer.may(SEE_SMALL_GROUPS)
