"""What segments give to ports: other segments that lean on one are among its users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from qunluo.insight.segments import queries
from qunluo.insight.segments.ports import Use, uses_segments

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qunluo.kernel.viewer import Viewer


class OtherSegments:
    name = "segments"

    def uses(self, viewer: Viewer, segment_ids: Iterable[int]) -> dict[int, list[Use]]:
        place = {"community": viewer.community_slug}
        return {
            segment_id: [
                Use(row.name, reverse("segments:segment", kwargs={**place, "segment_id": row.pk}))
                for row in rows
            ]
            for segment_id, rows in queries.leaning_on(
                viewer.community_id or 0, segment_ids
            ).items()
        }


uses_segments(OtherSegments())
