"""What one may hear. Each domain registers the kinds of topics it owns, in its sockets.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from qunluo.kernel.viewer import Viewer

_kinds: dict[str, Callable[[Viewer, str], bool]] = {}


def topic(
    kind: str,
) -> Callable[[Callable[[Viewer, str], bool]], Callable[[Viewer, str], bool]]:
    """Register who may hear `kind:<rest>`; the function gets the viewer and the rest.

    It may ask the database and may refuse, which counts as no.
    """

    def register(may_hear: Callable[[Viewer, str], bool]) -> Callable[[Viewer, str], bool]:
        _kinds[kind] = may_hear
        return may_hear

    return register


def may_hear(viewer: Viewer, name: str) -> bool:
    """Whether the viewer may hear a topic; unknown kinds nobody hears."""
    kind, _, rest = name.partition(":")
    asked = _kinds.get(kind)
    if asked is None or not rest:
        return False
    try:
        return asked(viewer, rest)
    except Refusal:
        return False


@topic("member")
def only_oneself(viewer: Viewer, rest: str) -> bool:
    """`member:<id>`: one's own notices and counts."""
    return viewer.member_id is not None and rest == str(viewer.member_id)
