"""Setting a preference and taking the setting back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.preferences.declaring import Preference, find
from qunluo.kernel.preferences.models import PreferenceValue
from qunluo.kernel.preferences.rules import owner_at

if TYPE_CHECKING:
    from qunluo.kernel.preferences.declaring import Level
    from qunluo.kernel.viewer import Viewer


@action
def set(
    viewer: Viewer, wanted: Preference[Any] | str, value: object, *, level: Level | None = None
) -> None:
    """Set a value at a level (default: the most particular one declared).

    Refuses with `preferences.bad_value` or `not_permitted`.
    """
    entry = find(wanted)
    at = _level(entry, level)
    PreferenceValue.objects.update_or_create(
        name=entry.name,
        level=at,
        owner_id=owner_at(viewer, at),
        defaults={
            "value": entry.checked(value),
            "set_at": clock.now(),
            "set_by": viewer.actor_key,
        },
    )


@action
def reset(viewer: Viewer, wanted: Preference[Any] | str, *, level: Level | None = None) -> None:
    """Go back to what counts without a value of one's own at this level."""
    entry = find(wanted)
    at = _level(entry, level)
    PreferenceValue.objects.filter(
        name=entry.name, level=at, owner_id=owner_at(viewer, at)
    ).delete()


@action
def forget_member(member_id: int) -> None:
    """Drop every value a member set for themselves, for their erasure."""
    PreferenceValue.objects.filter(level="member", owner_id=member_id).delete()


def _level(entry: Preference[Any], level: Level | None) -> Level:
    if level is not None and level not in entry.levels:
        raise ValueError(f"{entry.name} is not set per {level}")
    return level or entry.levels[-1]
