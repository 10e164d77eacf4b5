"""Which objects of notices a member may see, asked when a notice is made, shown and sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel import places
from qunluo.people.notices.ports import notice_kinds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qunluo.kernel.objects import ObjectCard
    from qunluo.kernel.viewer import Viewer

Asked = tuple[int | None, str, str, int]
"""Community, kind of notice, object type, object id."""


def cards_of(viewer: Viewer, asked: Iterable[Asked]) -> dict[Asked, ObjectCard]:
    """Cards of those objects the viewer may see now, wherever they are.

    The number of queries grows with the communities and kinds asked about, not with the objects.
    """
    grouped: dict[tuple[int | None, str, str], list[int]] = {}
    for community_id, kind, object_type, object_id in set(asked):
        grouped.setdefault((community_id, kind, object_type), []).append(object_id)
    standing = _standing(viewer, {community_id for community_id, _kind, _type in grouped})
    found: dict[Asked, ObjectCard] = {}
    for (community_id, kind, object_type), ids in grouped.items():
        sort = notice_kinds.get(kind)
        inside = standing.get(community_id)
        if sort is None or (inside is None and sort.cards is None):
            continue
        for object_id, card in sort.cards_for(inside or viewer, object_type, ids).items():
            found[community_id, kind, object_type, object_id] = card
    return found


def _standing(viewer: Viewer, community_ids: set[int | None]) -> dict[int | None, Viewer]:
    """The viewer as they stand in each community they may read; those they may not are left out."""
    found: dict[int | None, Viewer] = {}
    for community_id in community_ids:
        place = places.place(viewer, community_id) if community_id is not None else None
        if place is not None:
            found[community_id] = place.viewer
    return found
