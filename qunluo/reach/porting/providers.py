"""What porting says it holds: which outside things stand here, and what was told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.digest import Row, digest_part
from qunluo.kernel.stream.models import StreamLine
from qunluo.reach.porting.models import Link, Run

if TYPE_CHECKING:
    from collections.abc import Iterator


@digest_part("porting.links")
def _links(community_id: int) -> Iterator[Row]:
    sources = Run.objects.filter(community=community_id).values("source")
    rows = Link.objects.filter(source__in=sources)
    return rows.values_list("source", "kind", "external_id", "object_type").iterator()


@digest_part("porting.lines")
def _lines(community_id: int) -> Iterator[Row]:
    """Imported lines, by what they say and when; their ids and keys are not natural."""
    rows = StreamLine.objects.filter(community_id=community_id, origin="import")
    return rows.values_list("name", "happened_at", "audience", "facts").iterator()
