"""What search engines are told of: public topics, in files of a fixed size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count

from qunluo.talk.forum.models import Topic
from qunluo.talk.forum.queries.finding import topic_address, topics_open_to

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer

PER_FILE = 20_000  # the protocol allows 50,000 and 50 MB


def sitemap_files(community_ids: Collection[int]) -> dict[int, int]:
    """How many files the public topics of each community fill; one query."""
    found = Topic.objects.filter(
        community__in=community_ids, space__access="public", removed_at=None
    )
    rows = found.exclude(kind="article").order_by().values("community").annotate(n=Count("pk"))
    return {pk: -(-n // PER_FILE) for pk, n in rows.values_list("community", "n")}


def sitemap_entries(viewer: Viewer, file: int) -> list[tuple[str, datetime]]:
    """Path and last change of the topics of one file (from 1), in the order they were opened."""
    found = topics_open_to(viewer).filter(removed_at=None, space__access="public")
    rows = found.exclude(kind="article").order_by("pk")[(file - 1) * PER_FILE : file * PER_FILE]
    slug = viewer.community_slug
    return [
        (topic_address(slug, pk, own), last)
        for pk, own, last in rows.values_list("pk", "slug", "last_posted_at")
    ]
