"""Addresses of built front-end files, from the manifest that the build writes."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from pathlib import Path


def manifest() -> dict[str, Any]:
    """The build's manifest; empty before the first build, so that tests without Node run."""
    path = settings.BUILD_FOLDER / ".vite" / "manifest.json"
    built_at = path.stat().st_mtime_ns if settings.DEBUG and path.exists() else 0
    return _read(path, built_at)


@lru_cache(maxsize=2)
def _read(path: Path, built_at: int) -> dict[str, Any]:
    """Once per build while developing, once per process otherwise."""
    if not path.exists():
        return {}
    loaded: dict[str, Any] = json.loads(path.read_text())
    return loaded


def asset(source: str) -> str:
    """The address of a built entry, such as `src/app.ts`; unbuilt, its plain place."""
    entry = manifest().get(source)
    name = entry["file"] if entry else source
    return f"{settings.STATIC_URL}build/{name}"
