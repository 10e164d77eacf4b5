"""Words about people and places, as whoever watches words lets them stand.

Members and communities lie below what screens texts; it registers here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qunluo.kernel.viewer import Viewer

    Screen = Callable[[Viewer, Mapping[str, str]], Mapping[str, str]]

_screens: list[Screen] = []


def screens(screen: Screen) -> Screen:
    """Register at start-up: takes texts by field, refuses or returns them as they may be kept."""
    if screen not in _screens:
        _screens.append(screen)
    return screen


def as_it_may_stand(writer: Viewer, texts: Mapping[str, str]) -> Mapping[str, str]:
    """The texts, masked where asked; refuses with `moderation.words` by field."""
    for screen in _screens:
        texts = screen(writer, texts)
    return texts
