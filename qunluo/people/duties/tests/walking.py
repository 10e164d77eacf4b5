"""What this domain plants for the walk, and the samples of its parameters."""

from __future__ import annotations

from typing import Any

from qunluo.kernel.action import writing
from qunluo.kernel.testing.cast import FOUNDED
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.communities.models import JoinRequest
from qunluo.people.duties import actions


def plant(place: Any) -> dict[str, object]:
    """A request to join that waits for somebody."""
    community = place.space.community
    with writing("communities"):
        asked, _made = JoinRequest.objects.get_or_create(
            community=community,
            member_id=place.author.member_id,
            defaults={"asked_at": FOUNDED},
        )
    duty = actions.open_duty(SYSTEM, "communities.join", asked.pk, community_id=community.pk)
    return {"duty_id": duty}
