"""How log lines are written: for people or as JSON, with the request's id, without secrets."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

from qunluo.kernel.web.tracing import request_id

SECRETS = re.compile(
    r"""(?ix) (["']? (?: cookie | set-cookie | authorization | password | passwd | token | secret
    | sessionid | csrfmiddlewaretoken | qunluo_session | qunluo_csrf | api_key ) ["']? \s* [=:] \s*)
    (?: bearer \s+ | basic \s+ )? (?: "[^"]*" | '[^']*' | [^\s,;&}]+ )"""
)
STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "request_id"}
SCALARS = (str, int, float, bool, type(None))


def without_secrets(text: str) -> str:
    """`password=x` becomes `password=***`, wherever it stands."""
    return SECRETS.sub(r"\1***", text)


class RequestIdFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get() or "-"
        return True


class PlainFormatter(logging.Formatter):
    """One line for people, with what was given as `extra`."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname).1s %(name)s [%(request_id)s] %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        if record.name != "qunluo.requests" and (given := extras(record)):
            head, *rest = line.split("\n", 1)
            told = " ".join(f"{name}={value}" for name, value in given.items())
            line = "\n".join([f"{head} · {told}", *rest])
        return without_secrets(line)


class JsonFormatter(logging.Formatter):
    """One JSON object per line, for programs."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request_id": getattr(record, "request_id", "-"),
            "message": without_secrets(record.getMessage()),
            **extras(record),
        }
        if record.exc_info:
            told["error"] = without_secrets(self.formatException(record.exc_info))
        return json.dumps(told, ensure_ascii=False)


def extras(record: logging.LogRecord) -> dict[str, Any]:
    """What the caller gave besides the message: plain values only."""
    given = {name: value for name, value in vars(record).items() if name not in STANDARD}
    return {
        name: without_secrets(value) if isinstance(value, str) else value
        for name, value in given.items()
        if isinstance(value, SCALARS) and not name.startswith("_")
    }


def logging_settings(style: str, level: str) -> dict[str, Any]:
    """Django's LOGGING: everything to standard error, in the chosen style."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": "qunluo.kernel.web.logs.RequestIdFilter"}},
        "formatters": {
            "plain": {"()": "qunluo.kernel.web.logs.PlainFormatter"},
            "json": {"()": "qunluo.kernel.web.logs.JsonFormatter"},
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": style,
                "filters": ["request_id"],
            }
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            # What it says at start and end, the launcher says better.
            "uvicorn": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            # Refusals and misses are answers; the request's own line already names them.
            "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
        },
    }
