"""Moderation's router, which its modules hang their operations on, and its opaque ids."""

from __future__ import annotations

from ninja import Router

from qunluo.kernel.refusal import missing

router = Router(tags=["moderation"])
HOME = "/communities/{slug}/moderation"


def number_of(opaque: str) -> int:
    """An opaque id as the number it is; anything else is missing."""
    if not (opaque.isascii() and opaque.isdigit() and len(opaque) < 19):
        raise missing()
    return int(opaque)
