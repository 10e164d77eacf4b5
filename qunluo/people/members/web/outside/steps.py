"""Out to the provider and back: one signed cookie holds what must match on return."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import signing
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from qunluo.kernel.refusal import missing
from qunluo.people.members.web.outside import oidc, weixin
from qunluo.people.members.web.outside.fetching import failed
from qunluo.people.members.web.requests import own_address

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

COOKIE, MINUTES = "qunluo_outside", 10
PROTOCOLS: dict[str, Any] = {"oidc": oidc, "weixin": weixin}


@dataclass(frozen=True)
class Way:
    """One way in that this installation has set up."""

    provider: str
    label: str


@dataclass(frozen=True)
class Person:
    """Who the provider says it is. `email` is "" unless the provider has proven it."""

    provider: str
    subject: str
    name: str
    email: str
    goal: str
    is_for_linking: bool


def ways() -> list[Way]:
    found = []
    if settings.OIDC_ISSUER and settings.OIDC_CLIENT_ID:
        found.append(Way("oidc", settings.OIDC_LABEL))
    if settings.WEIXIN_APP_ID:
        found.append(Way("weixin", _("WeChat")))
    return found


def begin(request: HttpRequest, provider: str) -> HttpResponse:
    """Send the browser to the provider. Writes nothing here but the cookie."""
    step = {
        "provider": _set_up(provider),
        "state": secrets.token_urlsafe(24),
        "nonce": secrets.token_urlsafe(24),
        "verifier": secrets.token_urlsafe(48),
        "next": own_address(request),
        "link": "yes" if "link" in request.GET else "",
    }
    answer = redirect(PROTOCOLS[provider].address(step, _back(provider)))
    answer.set_cookie(
        COOKIE,
        signing.dumps(step, salt=COOKIE),
        max_age=MINUTES * 60,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
        path="/account/outside/",
    )
    return answer


def finish(request: HttpRequest, provider: str) -> Person:
    """Whom the provider sent back. Refuses `members.outside_failed`."""
    _set_up(provider)
    try:
        step = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=MINUTES * 60)
    except signing.BadSignature:
        raise failed() from None
    code, state = request.GET.get("code", ""), request.GET.get("state", "")
    is_ours = hmac.compare_digest(state.encode(), step["state"].encode())
    if not code or not is_ours or step["provider"] != provider:
        raise failed()
    said = PROTOCOLS[provider].claims(code, step, _back(provider))
    return Person(
        provider=provider,
        subject=str(said["sub"])[:200],
        name=str(said.get("name") or said.get("preferred_username") or "")[:80],
        email=str(said.get("email", "")).lower() if said.get("email_verified") is True else "",
        goal=step["next"],
        is_for_linking=bool(step["link"]),
    )


def forget_step(answer: HttpResponse) -> HttpResponse:
    """A step is good for one return."""
    answer.delete_cookie(COOKIE, path="/account/outside/", samesite="Lax")
    return answer


def _set_up(provider: str) -> str:
    if provider not in {way.provider for way in ways()}:
        raise missing()
    return provider


def _back(provider: str) -> str:
    # Exactly what is registered with the provider, whatever Host the request came with.
    return f"{settings.PUBLIC_ADDRESS}{reverse('members:outside_back', args=[provider])}"
