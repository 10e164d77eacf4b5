"""Sealing a push message for one browser: RFC 8291 (aes128gcm of RFC 8188)."""

from __future__ import annotations

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

CURVE = ec.SECP256R1()
RECORD = 4096
MOST = 3000  # push services refuse bodies above 4096 bytes


def text_of(raw: bytes) -> str:
    """Base64 for addresses, without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def bytes_of(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def point_of(key: EllipticCurvePrivateKey) -> bytes:
    """The public half, uncompressed: 65 bytes."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def sealed(
    message: bytes,
    public_key: bytes,
    secret: bytes,
    *,
    own: EllipticCurvePrivateKey | None = None,
    salt: bytes = b"",
) -> bytes:
    """The body to post; only the browser of `public_key` and `secret` can open it.

    `own` and `salt` are fresh for each message; tests give those of RFC 8291, Appendix A.
    Raises ValueError when the key is no point of P-256.
    """
    own, salt = own or ec.generate_private_key(CURVE), salt or os.urandom(16)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, public_key)
    point = point_of(own)
    shared = own.exchange(ec.ECDH(), theirs)
    pressed = _derived(shared, secret, b"WebPush: info\x00" + public_key + point, 32)
    key = _derived(pressed, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _derived(pressed, salt, b"Content-Encoding: nonce\x00", 12)
    # 0x02 ends the last record (RFC 8188, section 2).
    box = AESGCM(key).encrypt(nonce, message[:MOST] + b"\x02", None)
    return salt + RECORD.to_bytes(4, "big") + len(point).to_bytes(1, "big") + point + box


def _derived(material: bytes, salt: bytes, about: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, about).derive(material)
