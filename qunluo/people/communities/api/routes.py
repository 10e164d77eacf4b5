"""Where this domain's operations are hung."""

from __future__ import annotations

from ninja import Router

router = Router(tags=["communities"])
COMMUNITY = "/communities/{slug}"
