"""Tags of a community, as far as the viewer may read what carries them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from qunluo.people.communities import queries as communities
from qunluo.talk.forum.models import Tag, TopicTag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qunluo.kernel.viewer import Viewer


@dataclass(frozen=True)
class TagLine:
    name: str
    topic_count: int


def tag_lines(viewer: Viewer, *, starting: str = "", most: int = 300) -> list[TagLine]:
    """Tags on standing topics the viewer may read, the most used first; two queries.

    Reads the kept counts and takes off what stands in spaces closed to the viewer, so that its cost
    does not grow with the topics of a community that keeps few of its spaces closed.
    """
    closed = _counts_in_closed_spaces(viewer)
    rows = Tag.objects.filter(
        community=viewer.community_id, name__istartswith=starting, topic_count__gt=0
    ).order_by("-topic_count", "name")
    found = rows.values_list("pk", "name", "topic_count")
    if not closed:
        return [TagLine(name, count) for _pk, name, count in found[:most]]
    lines = [TagLine(name, count - closed.get(pk, 0)) for pk, name, count in found]
    seen = [line for line in lines if line.topic_count > 0]
    return sorted(seen, key=lambda line: (-line.topic_count, line.name))[:most]


def _counts_in_closed_spaces(viewer: Viewer) -> dict[int, int]:
    """By tag: standing topics in spaces that the viewer may not read."""
    rows = TopicTag.objects.filter(
        topic__space__in=communities.unread_spaces(viewer), topic__removed_at=None
    )
    return dict(rows.values_list("tag").annotate(count=Count("pk")).order_by())


def tag_ids(community_id: int, names: Iterable[str]) -> list[int]:
    """Ids of the community's tags with these names; one query."""
    found = Tag.objects.filter(community=community_id, name__in=list(names))
    return list(found.values_list("pk", flat=True))
