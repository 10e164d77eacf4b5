"""Tags of a community, as far as the viewer may read what carries them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from qunluo.talk.forum.models import Tag
from qunluo.talk.forum.queries.finding import topics_open_to

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qunluo.kernel.viewer import Viewer


@dataclass(frozen=True)
class TagLine:
    name: str
    topic_count: int


def tag_lines(viewer: Viewer, *, starting: str = "", most: int = 300) -> list[TagLine]:
    """Tags on standing topics the viewer may read, the most used first; one query."""
    seen = topics_open_to(viewer).filter(removed_at=None)
    rows = (
        Tag.objects.filter(
            community=viewer.community_id, name__istartswith=starting, topic_tags__topic__in=seen
        )
        .annotate(seen=Count("topic_tags"))
        .order_by("-seen", "name")
    )
    return [TagLine(name, seen) for name, seen in rows.values_list("name", "seen")[:most]]


def tag_ids(community_id: int, names: Iterable[str]) -> list[int]:
    """Ids of the community's tags with these names; one query."""
    found = Tag.objects.filter(community=community_id, name__in=list(names))
    return list(found.values_list("pk", flat=True))
