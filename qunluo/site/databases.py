"""The database from its address: SQLite in the home folder, or PostgreSQL by DATABASE_URL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

if TYPE_CHECKING:
    from pathlib import Path

SQLITE_OPTIONS = {
    # IMMEDIATE: with DEFERRED, read-then-write transactions fail under load (ADR 0003).
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
        "PRAGMA temp_store=MEMORY;PRAGMA cache_size=-16000;"
    ),
}


def database(url: str, home: Path) -> dict[str, Any]:
    """Django's DATABASES entry; an address it cannot read stops the start with a sentence."""
    if not url:
        name: str | Path = home / "qunluo.sqlite3"
        return _sqlite(str(name))
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path.removeprefix("/") if parts.netloc else parts.path))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SystemExit("DATABASE_URL must begin with postgresql:// or sqlite://")
    return _postgresql(
        parts.path, parts.username, parts.password, parts.hostname, parts.port, parts.query
    )


def _sqlite(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": dict(SQLITE_OPTIONS),
        "CONN_MAX_AGE": None,
    }


def _postgresql(
    path: str,
    user: str | None,
    password: str | None,
    host: str | None,
    port: int | None,
    query: str,
) -> dict[str, Any]:
    options: dict[str, Any] = dict(parse_qsl(query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(path.lstrip("/")),
        "USER": unquote(user or ""),
        "PASSWORD": unquote(password or ""),
        "HOST": options.pop("host", None) or host or "",
        "PORT": str(port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
