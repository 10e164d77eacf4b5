"""Random tokens and short codes, and what is kept of them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet, InvalidToken

# No 0/O, 1/I/L: codes are read from paper.
READABLE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_token() -> str:
    """256 random bits, fit for an address."""
    return secrets.token_urlsafe(32)


def six_digits() -> str:
    return f"{secrets.randbelow(1_000_000):06d}"


def recovery_code() -> str:
    """Ten readable characters (49 bits) in two groups: `7KQ4M-XW9PD`."""
    letters = "".join(secrets.choice(READABLE) for _ in range(10))
    return f"{letters[:5]}-{letters[5:]}"


def digest(token: str) -> str:
    """What is kept of a token with enough randomness of its own."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyed_digest(code: str, *, key: str, salt: str) -> str:
    """What is kept of a short code: useless to who has the database but not the key."""
    return hmac.new(key.encode(), f"{salt}:{code}".encode(), hashlib.sha256).hexdigest()


def is_same(left: str, right: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(left.encode(), right.encode())


def seal(secret: str, *, key: str) -> str:
    """Encrypt what must be read again (AES-128-CBC with HMAC: Fernet)."""
    return _box(key).encrypt(secret.encode()).decode()


def unseal(sealed: str, *, key: str) -> str | None:
    """The sealed secret, or None when it was sealed under another key."""
    try:
        return _box(key).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _box(key: str) -> Fernet:
    derived = hashlib.sha256(b"qunluo.members.seal:" + key.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(derived))
