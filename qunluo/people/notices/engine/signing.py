"""Saying who pushes: VAPID (RFC 8292), with a key made once and kept in the home folder."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from qunluo.people.notices.engine.sealing import CURVE, point_of, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

NAME = "push_key.pem"
HALF_A_DAY = 12 * 60 * 60  # RFC 8292 allows at most a day


def push_key(folder: Path) -> EllipticCurvePrivateKey:
    """The installation's key; made at the first asking, by one process only."""
    kept = folder / NAME
    if not kept.exists():
        _make(kept)
    key = load_pem_private_key(kept.read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{kept} holds no elliptic-curve key")
    return key


def public_text(key: EllipticCurvePrivateKey) -> str:
    """What a browser needs to subscribe (`applicationServerKey`)."""
    return text_of(point_of(key))


def signed(endpoint: str, key: EllipticCurvePrivateKey, contact: str) -> str:
    """The Authorization header for one endpoint; `contact` is `mailto:` or an https address."""
    parts = urlsplit(endpoint)
    told = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(time.time()) + HALF_A_DAY,
        "sub": contact,
    }
    token = jwt.encode(told, key, algorithm="ES256")
    return f"vapid t={token}, k={public_text(key)}"


def _make(kept: Path) -> None:
    made = ec.generate_private_key(CURVE)
    pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    fresh = kept.with_name(f"{kept.name}.{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_bytes(pem)
    try:
        os.link(fresh, kept)
    except FileExistsError:
        pass  # another process was faster; its key counts
    finally:
        fresh.unlink()
