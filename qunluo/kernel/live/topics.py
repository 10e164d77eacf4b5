"""What one may hear. Each domain registers the kinds of topics it owns, in its sockets.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from qunluo.kernel.viewer import Viewer

_kinds: dict[str, Callable[[Viewer, str], bool]] = {}
_with_presence: set[str] = set()


def topic(
    kind: str,
    *,
    presence: bool = False,
) -> Callable[[Callable[[Viewer, str], bool]], Callable[[Viewer, str], bool]]:
    """Register who may hear `kind:<rest>`; the function gets the viewer and the rest.

    It may ask the database and may refuse, which counts as no. With `presence` the members who hear
    a topic see each other: pages are told `here` with ids and a count when that changes.
    """

    def register(may_hear: Callable[[Viewer, str], bool]) -> Callable[[Viewer, str], bool]:
        _kinds[kind] = may_hear
        if presence:
            _with_presence.add(kind)
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


def shows_presence(name: str) -> bool:
    return name.partition(":")[0] in _with_presence


@topic("member")
def only_oneself(viewer: Viewer, rest: str) -> bool:
    """`member:<id>`: one's own notices and counts."""
    return viewer.member_id is not None and rest == str(viewer.member_id)
