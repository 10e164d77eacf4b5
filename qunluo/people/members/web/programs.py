"""How programs come in: a token with scopes, or the browser's session; closed by default."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from qunluo.kernel import clock
from qunluo.kernel.refusal import SignInRequired
from qunluo.kernel.web.doors import door_of
from qunluo.kernel.web.limits import address_of, network_of
from qunluo.kernel.web.refusals import stale_form
from qunluo.people.members import actions, queries
from qunluo.people.members.rules import register_scopes
from qunluo.people.members.web.scoping import needs_scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from qunluo.kernel.viewer import Viewer

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Below a community its own door decides (communities.web.entering); elsewhere a mark does.
KEEPS_ITS_OWN_DOOR = "/communities/{slug}"


class AccessToken(HttpBearer):
    """`Authorization: Bearer ql_…`: a member's token; its scopes say how far it reaches."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = label

    def authenticate(self, request: HttpRequest, token: str) -> Viewer:
        used = queries.viewer_of_token(token)
        deed = "read" if request.method in SAFE else "write"
        needs_scope(used.viewer, f"{self.label}:{deed}")
        if used.last_used_on != clock.now().date():  # a day's first use only (ground 18)
            actions.note_token_used(used.viewer, used.token_id)
        viewer = replace(used.viewer, network=network_of(address_of(request)))
        request.viewer = viewer  # type: ignore[attr-defined]
        return viewer


class Session(APIKeyCookie):
    """The session of a browser; what writes needs the CSRF token as well."""

    param_name = "qunluo_session"

    def __init__(self, *, is_open: bool) -> None:
        super().__init__(csrf=False)
        self.is_open = is_open

    def __call__(self, request: HttpRequest) -> Viewer:
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        if request.method not in SAFE and not viewer.is_visitor and check_csrf(request):
            raise stale_form()
        if viewer.is_visitor and not (self.is_open and request.method in SAFE):
            raise SignInRequired
        return viewer

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        raise NotImplementedError


def api_doors(label: str, path: str, operation: Callable[..., Any]) -> list[Any]:
    """The ways in to one operation of the domain `label`, for the API to put before it."""
    register_scopes(label)
    is_marked = door_of(operation) in {"anyone", "visitors", "listed"}
    is_open = is_marked or path.startswith(KEEPS_ITS_OWN_DOOR)
    return [AccessToken(label), Session(is_open=is_open)]
