"""Samples of this domain's parameters for the walk."""

from __future__ import annotations

from typing import Any


def plant(_place: Any) -> dict[str, object]:
    return {"report_id": 987_654, "order_id": 987_654, "reports:document.form": "pdf"}
