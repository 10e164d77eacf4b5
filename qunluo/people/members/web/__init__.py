"""The request of a viewer, sign-in for browsers, tokens for programs; other pages may use it."""

from __future__ import annotations

from qunluo.people.members.engine.devices import device_name
from qunluo.people.members.web import outside
from qunluo.people.members.web.requests import (
    ViewerMiddleware,
    ViewerRequest,
    mending,
    own_address,
)
from qunluo.people.members.web.scoping import needs_scope
from qunluo.people.members.web.sessions import (
    caller_for,
    caller_of,
    close_session,
    keep_session,
    mark_known,
    open_session,
    show_theme,
)

__all__ = [
    "ViewerMiddleware",
    "ViewerRequest",
    "caller_for",
    "caller_of",
    "close_session",
    "device_name",
    "keep_session",
    "mark_known",
    "mending",
    "needs_scope",
    "open_session",
    "outside",
    "own_address",
    "show_theme",
]
