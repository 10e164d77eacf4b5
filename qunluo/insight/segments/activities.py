"""What segments tell the town."""

from __future__ import annotations

from dataclasses import dataclass

from qunluo.kernel.stream.activity import Activity, Audience


@dataclass(frozen=True, kw_only=True)
class SegmentSaved(Activity):
    """A first or a new rule. `version` counts from 1."""

    name = "segments.segment_saved"
    verb = "Update"
    object_type = "segments.segment"
    audience: Audience = "staff"
    version: int


@dataclass(frozen=True, kw_only=True)
class SegmentRetired(Activity):
    name = "segments.segment_retired"
    verb = "Delete"
    object_type = "segments.segment"
    audience: Audience = "staff"
