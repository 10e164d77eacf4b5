"""How far a token reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.refusal import Forbidden

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


def needs_scope(viewer: Viewer, scope: str) -> None:
    """Refuse `members.scope_missing` for a token without `forum:write` or its like.

    `write` covers every `…:write`, `read` every `…:read`; a browser's session has no scopes and
    passes.
    """
    if viewer.scopes is None:
        return
    deed = scope.rpartition(":")[2]
    if not viewer.scopes & {scope, deed}:
        told = _("This token may not do that. It needs the scope %(scope)s.") % {"scope": scope}
        raise Forbidden("members.scope_missing", told)
