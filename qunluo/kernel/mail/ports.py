"""Who wants to know that a mail server refuses an address for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Hearing = Callable[[str, int, str], None]

_hearing: list[Hearing] = []


def hears_refusals(hear: Hearing) -> Hearing:
    """Register a function of (address, SMTP code, what the server said), in providers.py."""
    _hearing.append(hear)
    return hear


def tell_refused(to: str, code: int, told: str) -> None:
    """A hard refusal (5xx): trying again would not help."""
    for hear in _hearing:
        hear(to, code, told)
