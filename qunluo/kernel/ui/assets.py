"""Addresses of built front-end files, from the manifest that the build writes."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from django.conf import settings


@lru_cache(maxsize=1)
def manifest() -> dict[str, Any]:
    """The build's manifest; empty before the first build, so that tests without Node run."""
    path = settings.BUILD_FOLDER / ".vite" / "manifest.json"
    if not path.exists():
        return {}
    loaded: dict[str, Any] = json.loads(path.read_text())
    return loaded


def asset(source: str) -> str:
    """The address of a built entry, such as `src/app.ts`; unbuilt, its plain place."""
    entry = manifest().get(source)
    name = entry["file"] if entry else source
    return f"{settings.STATIC_URL}build/{name}"
