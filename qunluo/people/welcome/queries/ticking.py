"""Which first steps are done: read from the stream, so that they tick themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from qunluo.kernel.stream.models import StreamLine
from qunluo.people.welcome.ports import all_ticks, step_kinds

if TYPE_CHECKING:
    from collections.abc import Collection


def done_by(
    community_id: int, actor_keys: Collection[str], introduction_space_id: int | None
) -> dict[str, frozenset[str]]:
    """Keys of the steps that each of these has done here, by actor key; one query.

    What somebody changed of themselves for the whole installation counts in every community.
    """
    if not actor_keys:
        return {}
    lines = (
        StreamLine.objects.filter(
            Q(community_id=community_id) | Q(community_id=None),
            actor_key__in=list(actor_keys),
            name__in=all_ticks(),
        )
        .values_list("actor_key", "name", "space_id")
        .distinct()
    )
    found: dict[str, set[str]] = {}
    for actor_key, name, space_id in lines:
        for kind in step_kinds.values():
            if name not in kind.ticks:
                continue
            if kind.is_introduction and introduction_space_id not in {None, space_id}:
                continue
            found.setdefault(actor_key or "", set()).add(kind.key)
    return {key: frozenset(steps) for key, steps in found.items()}
