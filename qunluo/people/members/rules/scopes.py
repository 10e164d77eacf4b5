"""What a token may reach: `read`, `write`, or the same for one domain, as in `forum:write`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.refusal import Forbidden, Invalid
from qunluo.kernel.viewer import Viewer

_known = {"read", "write"}


def register_scopes(label: str) -> None:
    """Called for each domain with operations of its own, at start-up."""
    _known.update({f"{label}:read", f"{label}:write"})


def known_scopes() -> list[str]:
    """All scopes, the two wide ones first."""
    return sorted(_known, key=lambda scope: (":" in scope, scope))


def acceptable_scopes(scopes: list[str]) -> list[str]:
    """Sorted, without doubles. Refuses `members.scopes_unknown`."""
    wanted = sorted(set(scopes))
    if not wanted or set(wanted) - _known:
        told = _("Choose at least one scope from the list.")
        raise Invalid("members.scopes_unknown", told, fields={"scopes": told})
    return wanted


def require_person(viewer: Viewer) -> int:
    """The member's id, if a person sits at the other end. Refuses `members.not_by_token`."""
    member_id = viewer.require_member_id()
    if viewer.scopes is not None:
        raise Forbidden("members.not_by_token", _("Tokens cannot do this. Sign in with a browser."))
    return member_id
