"""Set how much and how fast members of a community may write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel import preferences
from qunluo.kernel.action import action
from qunluo.kernel.refusal import missing
from qunluo.kernel.stream.record import record
from qunluo.people.moderation import rules
from qunluo.people.moderation.activities import LimitsChanged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qunluo.kernel.viewer import Viewer


@action
def set_limits(actor: Viewer, values: Mapping[str, int]) -> int:
    """Set limits by their names; returns how many changed.

    Refuses with `not_permitted`, `missing` (no such limit), `preferences.bad_value`.
    """
    actor.require(rules.SET_LIMITS)
    known = {one.name: one for one in rules.limits()}
    if set(values) - set(known):
        raise missing()
    before = preferences.get_many(actor, known.values())
    changed = {name: value for name, value in values.items() if before[name] != value}
    for name, value in changed.items():
        preferences.set(actor, known[name], value, level="community")
    if changed:
        record(
            LimitsChanged(
                object_id=actor.community_id or 0,
                community_id=actor.community_id,
                actor_key=actor.actor_key,
                audience="staff",
                count=len(changed),
            )
        )
    return len(changed)
