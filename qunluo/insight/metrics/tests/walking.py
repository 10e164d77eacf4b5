"""Samples of this domain's parameters for the walk."""

from __future__ import annotations

from typing import Any


def plant(_place: Any) -> dict[str, object]:
    return {
        "metric_id": "participation.of_members",
        "form": "csv",
        "study": "lifecycle",
        "part": "bars",
        "picture": "people",
        "view_id": 1,
        "note_id": 1,
    }
