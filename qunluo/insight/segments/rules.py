"""Who may make and see segments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.permissions import permission
from qunluo.kernel.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

KEEP = permission("segments.keep", _("Make and change segments"), roles=("admin",))
SEE = permission("segments.see", _("See segments and who is in them"), roles=("admin", "volunteer"))


def goes_round() -> Refusal:
    """`segments.circle`."""
    return Refusal(
        "segments.circle",
        _("A segment cannot lean on itself, not by way of others either. Take that condition out."),
    )


def is_used(names: Iterable[str]) -> Refusal:
    """`segments.in_use`."""
    told = _("It is used by %(names)s. Change that first.") % {"names": ", ".join(names)}
    return Refusal("segments.in_use", told)


def name_missing() -> Refusal:
    """`segments.name_missing`."""
    return Refusal("segments.name_missing", _("Give the segment a name, then save it."))
