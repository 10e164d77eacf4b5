"""Samples of this domain's parameters for the walk."""

from __future__ import annotations

from typing import Any


def plant(_place: Any) -> dict[str, object]:
    absent = (
        "report_id",
        "order_id",
        "judgement_id",
        "position",
        "number",
        "share_id",
        "goal_id",
        "edit_id",
    )
    return {
        **dict.fromkeys(absent, 987_654),
        "reports:letters.token": "nobody",
        "span": "month",
        "reports:document.form": "pdf",
        "reports:shared_document.form": "pdf",
    }
