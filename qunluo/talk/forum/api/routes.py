"""The forum's router, which its modules hang their operations on."""

from __future__ import annotations

from ninja import Router

router = Router(tags=["forum"])
