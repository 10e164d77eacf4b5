"""What this domain plants for the walk."""

from __future__ import annotations

from typing import Any

from qunluo.kernel.action import writing
from qunluo.kernel.testing.cast import FOUNDED
from qunluo.people.welcome.models import Arrival


def plant(place: Any) -> dict[str, object]:
    """A greeting that only the newcomer may read."""
    with writing("welcome"):
        Arrival.objects.update_or_create(
            {"arrived_at": FOUNDED, "greeting": place.secret},
            community=place.space.community,
            member_id=place.author.member_id,
        )
    return {}
