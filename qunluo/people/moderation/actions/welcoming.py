"""Put newcomers nobody has spoken to on the table, and take them off once somebody has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.action import action
from qunluo.people.duties import actions as duties
from qunluo.people.moderation import rules
from qunluo.people.moderation.queries.welcoming import newcomers_by_greeting

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def look_after_newcomers(system: Viewer) -> tuple[int, int]:
    """Repeatable; returns how many wait for a greeting, and how many were greeted meanwhile."""
    alone, greeted = newcomers_by_greeting()
    for one in alone:
        duties.open_duty(
            system,
            "moderation.newcomer",
            one.membership_id,
            due_at=one.joined_at + 2 * rules.GREET_WITHIN,
            community_id=one.community_id,
        )
    done = sum(
        duties.finish(system, "moderation.newcomer", one.membership_id, outcome="greeted")
        for one in greeted
    )
    return len(alone), done
