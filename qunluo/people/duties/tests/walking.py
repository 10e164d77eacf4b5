"""What this domain plants for the walk, and the samples of its parameters."""

from __future__ import annotations

from typing import Any

from qunluo.kernel.viewer import SYSTEM
from qunluo.people.communities.tests.walking import plant as plant_request
from qunluo.people.duties import actions


def plant(place: Any) -> dict[str, object]:
    """A request to join that waits for somebody."""
    asked = int(str(plant_request(place)["request_id"]))
    duty = actions.open_duty(
        SYSTEM, "communities.join", asked, community_id=place.space.community_id
    )
    return {"duty_id": duty}
