"""What was asked travels by the bus to the worker and is written there: a GET writes nothing."""

from __future__ import annotations

import secrets
from collections import deque
from datetime import datetime
from typing import TYPE_CHECKING, Any

from qunluo.kernel import bus, clock

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qunluo.kernel.search.queries import Results

CHANNEL = "search.asked"
waiting: deque[dict[str, Any]] = deque(maxlen=1000)


def tell(community_id: int, results: Results) -> None:
    """Say what was asked and how much was found, never by whom."""
    if results.query:
        told = {
            "ask_id": secrets.token_hex(16),
            "community_id": community_id,
            "text": results.query,
            "found": results.found,
            "asked_at": clock.now().isoformat(),
        }
        bus.publish(CHANNEL, told)


def hear(told: Mapping[str, Any]) -> None:
    waiting.append({**told, "asked_at": datetime.fromisoformat(told["asked_at"])})


def take() -> list[dict[str, Any]]:
    """What has been heard since the last time."""
    heard = []
    while waiting:
        heard.append(waiting.popleft())
    return heard
