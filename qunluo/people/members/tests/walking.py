"""Samples of this domain's parameters for the walk."""

from __future__ import annotations

from typing import Any


def plant(_place: Any) -> dict[str, object]:
    nothing: dict[str, object] = {"token": "not-a-token", "provider": "nowhere"}
    for name in ("token_id", "session_id", "claim_id", "merge_id", "copy_id"):
        nothing[name] = 987_654
    return nothing
