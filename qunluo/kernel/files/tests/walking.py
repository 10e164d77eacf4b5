"""Samples of the file addresses for the walk; access itself is tested beside this."""

from __future__ import annotations

from typing import Any


def plant(_place: Any) -> dict[str, object]:
    return {"key": "0" * 32, "name": "nothing.png"}
