"""OpenID Connect Core 1.0, code flow with PKCE (RFC 7636) as RFC 9700 asks."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.cache import cache

from qunluo.people.members.web.outside.fetching import failed, fetch_json

if TYPE_CHECKING:
    from collections.abc import Mapping

HOUR = 3600
# Never "none", never a shared secret: the key must be the provider's own.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")


def address(step: Mapping[str, str], back: str) -> str:
    """Where the browser goes; `step` holds state, nonce and verifier."""
    challenge = hashlib.sha256(step["verifier"].encode()).digest()
    asked = {
        "response_type": "code",
        "scope": "openid email profile",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": back,
        "state": step["state"],
        "nonce": step["nonce"],
        "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    target = _discovered()["authorization_endpoint"]
    return f"{target}{'&' if '?' in target else '?'}{urlencode(asked)}"


def claims(code: str, step: Mapping[str, str], back: str) -> dict[str, Any]:
    """What the provider says, once signature, issuer, audience, time and nonce are right."""
    told = _exchanged(code, step, back)
    token = told.get("id_token")
    if not isinstance(token, str):
        raise failed()
    said = _verified(token)
    if not hmac.compare_digest(str(said.get("nonce", "")).encode(), step["nonce"].encode()):
        raise failed()
    if isinstance(said.get("aud"), list) and said.get("azp") != settings.OIDC_CLIENT_ID:
        raise failed()
    return said


def _exchanged(code: str, step: Mapping[str, str], back: str) -> dict[str, Any]:
    found = _discovered()
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "client_id": settings.OIDC_CLIENT_ID,
        "code_verifier": step["verifier"],
    }
    ways = found.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if "client_secret_basic" in ways:
        # RFC 6749 section 2.3.1: both are form-encoded before they are joined.
        basic = (quote(settings.OIDC_CLIENT_ID), quote(settings.OIDC_CLIENT_SECRET))
        return fetch_json(found["token_endpoint"], sent=sent, basic=basic)
    sent["client_secret"] = settings.OIDC_CLIENT_SECRET
    return fetch_json(found["token_endpoint"], sent=sent)


def _verified(token: str) -> dict[str, Any]:
    import jwt  # noqa: PLC0415 - only who signs in elsewhere pays for it

    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS:
            raise failed()
        said: dict[str, Any] = jwt.decode(
            token,
            _key(header.get("kid")),
            algorithms=[header["alg"]],
            audience=settings.OIDC_CLIENT_ID,
            issuer=settings.OIDC_ISSUER,
            leeway=60,
            options={"require": ["exp", "iat", "sub", "aud", "iss"]},
        )
    except jwt.PyJWTError:
        raise failed() from None
    return said


def _key(kid: str | None) -> Any:
    """The provider's key; asked again once when it has a new one."""
    import jwt  # noqa: PLC0415 - see above

    for is_fresh in (False, True):
        known = jwt.PyJWKSet.from_dict(_keys(is_fresh=is_fresh))
        for key in known.keys:
            if kid is None or key.key_id == kid:
                return key
    raise failed()


def _keys(*, is_fresh: bool) -> dict[str, Any]:
    address = _discovered()["jwks_uri"]
    return _kept(f"members-oidc-keys:{address}", address, is_fresh=is_fresh)


def _discovered() -> dict[str, Any]:
    issuer = settings.OIDC_ISSUER
    address = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    found = _kept(f"members-oidc:{issuer}", address, is_fresh=False)
    needed = {"authorization_endpoint", "token_endpoint", "jwks_uri"}
    if found.get("issuer") != issuer or not needed <= found.keys():
        raise failed()
    return found


def _kept(name: str, address: str, *, is_fresh: bool) -> dict[str, Any]:
    kept: dict[str, Any] | None = None if is_fresh else cache.get(name)
    if kept is None:
        kept = fetch_json(address)
        cache.set(name, kept, HOUR)
    return kept
