"""Every setting that can come from the environment: its name, type, default and meaning."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Setting:
    """One environment variable; `docs/reference/settings.md` is made from these."""

    name: str
    default: str
    meaning: str


known: dict[str, Setting] = {}


def text(name: str, default: str, meaning: str) -> str:
    known[name] = Setting(name, default, meaning)
    return os.environ.get(name, default)


def flag(name: str, default: bool, meaning: str) -> bool:
    raw = text(name, "yes" if default else "no", meaning).strip().lower()
    if raw in {"1", "yes", "true", "on"}:
        return True
    if raw in {"0", "no", "false", "off", ""}:
        return False
    raise SystemExit(f"{name} must be yes or no, not {raw!r}")


def number(name: str, default: int, meaning: str) -> int:
    raw = text(name, str(default), meaning)
    try:
        return int(raw)
    except ValueError:
        raise SystemExit(f"{name} must be a whole number, not {raw!r}") from None


def choice(name: str, default: str, choices: tuple[str, ...], meaning: str) -> str:
    raw = text(name, default, f"{meaning} One of {', '.join(choices)}.")
    if raw not in choices:
        raise SystemExit(f"{name} must be one of {', '.join(choices)}, not {raw!r}")
    return raw


def words(name: str, default: str, meaning: str) -> list[str]:
    return [word.strip() for word in text(name, default, meaning).split(",") if word.strip()]


def bucket() -> dict[str, str]:
    """Options of the S3 store for files; empty: the local folder."""
    options = {
        "bucket_name": text("QUNLUO_S3_BUCKET", "", "Bucket for files. Default: the home folder."),
        "endpoint_url": text("QUNLUO_S3_ENDPOINT", "", "Address of the S3 service."),
        "region_name": text("QUNLUO_S3_REGION", "", "Region of the bucket."),
        "access_key": text("QUNLUO_S3_ACCESS_KEY", "", "Name of the key that may use the bucket."),
        "secret_key": text(
            "QUNLUO_S3_SECRET_KEY", "", "Secret of the key that may use the bucket."
        ),
    }
    return (
        {name: value for name, value in options.items() if value} if options["bucket_name"] else {}
    )


def _default_home() -> Path:
    checkout = PACKAGE.parent
    if (checkout / "pyproject.toml").exists():
        return checkout / "var"
    return Path.home() / ".local" / "share" / "qunluo"


def home() -> Path:
    """Where state lives: database, files, lake, secret key. Made when missing."""
    meaning = "Folder of all state. Default: `var/` in a checkout, else `~/.local/share/qunluo`."
    chosen = text("QUNLUO_HOME", "", meaning)
    folder = Path(chosen) if chosen else _default_home()
    folder.mkdir(parents=True, exist_ok=True)
    return folder.resolve()


def secret_key(folder: Path) -> str:
    """The signing key: from QUNLUO_SECRET_KEY, or made once and kept in the home folder."""
    given = text("QUNLUO_SECRET_KEY", "", "Signing key. Default: made once, kept in the home.")
    if given:
        return given
    kept = folder / "secret_key"
    if not kept.exists():
        fresh = kept.with_name(f"secret_key.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50))
        try:
            os.link(fresh, kept)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return kept.read_text().strip()
