"""Time-based one-time codes: RFC 6238 over RFC 4226, SHA-1, six digits, 30 seconds."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from datetime import datetime

SECONDS = 30
SLACK = 1  # steps before and after the present one, for clocks that differ


def new_secret() -> str:
    """160 random bits in base32, as RFC 4226 section 4 recommends."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def step_of(moment: datetime) -> int:
    return int(moment.timestamp()) // SECONDS


def code_at(secret: str, step: int) -> str:
    """The code of one time step (RFC 4226 section 5.3)."""
    mac = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = mac[-1] & 0x0F
    number = int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def accepted_step(secret: str, code: str, *, moment: datetime, after: int) -> int | None:
    """The time step whose code this is, if it is near `moment` and later than step `after`.

    Keeping the answer as the next `after` refuses a replay (RFC 6238 section 5.2).
    """
    now = step_of(moment)
    for step in range(now - SLACK, now + SLACK + 1):
        if step > after and hmac.compare_digest(code_at(secret, step).encode(), code.encode()):
            return step
    return None


def address_for_app(secret: str, *, account: str, issuer: str) -> str:
    """What the QR code says to an authenticator app."""
    query = urlencode({"secret": secret, "issuer": issuer, "period": SECONDS, "digits": 6})
    return f"otpauth://totp/{quote(issuer)}:{quote(account)}?{query}"
