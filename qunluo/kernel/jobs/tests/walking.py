"""Samples of this part's parameters for the walk."""

from __future__ import annotations

from typing import Any


def plant(_place: Any) -> dict[str, object]:
    return {"job_id": 987_654, "delivery_id": 987_654}
