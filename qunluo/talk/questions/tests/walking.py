"""Samples of this domain's parameters for the walk."""

from __future__ import annotations

from typing import Any


def plant(_place: Any) -> dict[str, object]:
    return {"handle": "nobody-of-this-name"}
