"""The value that counts for somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, overload

from django.db.models import Q

from qunluo.kernel.preferences.declaring import LEVELS, Preference, find
from qunluo.kernel.preferences.models import PreferenceValue
from qunluo.kernel.refusal import Invalid
from qunluo.kernel.viewer import Viewer

if TYPE_CHECKING:
    from collections.abc import Iterable

T = TypeVar("T", bool, int, float, str)
Who = Viewer | int | None
"""A viewer, a community's id, or nobody in particular."""


@overload
def get(who: Who, wanted: Preference[T]) -> T: ...
@overload
def get(who: Who, wanted: str) -> Any: ...
def get(who: Who, wanted: Preference[Any] | str) -> Any:
    """The member's value, else the community's, else the installation's, else the default."""
    entry = find(wanted)
    return get_many(who, [entry])[entry.name]


def get_many(who: Who, wanted: Iterable[Preference[Any] | str]) -> dict[str, Any]:
    """The values that count, by name, in one query."""
    entries = [find(one) for one in wanted]
    rows = PreferenceValue.objects.filter(
        _owned_by(who), name__in=[entry.name for entry in entries]
    )
    kept = {(row.name, row.level): row.value for row in rows}
    return {entry.name: _value(entry, kept) for entry in entries}


def kept_of_member(member_id: int) -> list[dict[str, Any]]:
    """What a member set for themselves, as plain values, for their own copy; one query."""
    rows = PreferenceValue.objects.filter(level="member", owner_id=member_id).order_by("name")
    return [{**row} for row in rows.values("name", "value", "set_at")]


def _owned_by(who: Who) -> Q:
    community_id = who.community_id if isinstance(who, Viewer) else who
    member_id = who.member_id if isinstance(who, Viewer) else None
    owned = Q(level="installation", owner_id=0)
    if community_id is not None:
        owned |= Q(level="community", owner_id=community_id)
    if member_id is not None:
        owned |= Q(level="member", owner_id=member_id)
    return owned


def _value(entry: Preference[Any], kept: dict[tuple[str, str], Any]) -> Any:
    for level in reversed(LEVELS):
        if level in entry.levels and (entry.name, level) in kept:
            try:
                return entry.checked(kept[entry.name, level])
            except Invalid:
                # Set under an older declaration that allowed more.
                continue
    return entry.default
