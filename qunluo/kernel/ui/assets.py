"""Addresses of built front-end files, from the manifest that the build writes."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from pathlib import Path


def asset(source: str) -> str:
    """The address of a built entry, such as `src/app.ts`; unbuilt, its plain place."""
    return _address(source, _built_at() if settings.DEBUG else 0)


def _built_at() -> int:
    """While developing, each build is seen at once."""
    path = _manifest()
    return path.stat().st_mtime_ns if path.exists() else 0


@lru_cache(maxsize=200)
def _address(source: str, built_at: int) -> str:
    """A page names some hundred pictures: each is looked up once per build."""
    entry = _read(built_at).get(source)
    name = entry["file"] if entry else source
    return f"{settings.STATIC_URL}build/{name}"


@lru_cache(maxsize=2)
def _read(built_at: int) -> dict[str, Any]:
    """The build's manifest; empty before the first build, so that tests without Node run."""
    path = _manifest()
    if not path.exists():
        return {}
    loaded: dict[str, Any] = json.loads(path.read_text())
    return loaded


def _manifest() -> Path:
    folder: Path = settings.BUILD_FOLDER
    return folder / ".vite" / "manifest.json"
