"""Signing in and out of a browser, and knowing a browser again."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import login, logout
from django.core import signing

from qunluo.people.members import actions
from qunluo.people.members.engine.devices import device_name
from qunluo.people.members.engine.secrecy import digest
from qunluo.people.members.models import Member
from qunluo.people.members.queries import viewer_of
from qunluo.people.members.rules import Caller

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from qunluo.people.members.web.requests import ViewerRequest

BACKEND = "django.contrib.auth.backends.ModelBackend"
KNOWN_COOKIE, KNOWN_FOR = "qunluo_known", 60 * 60 * 24 * 365


def caller_of(request: HttpRequest) -> Caller:
    """Whence the request comes, for throttling. Proxies are believed only as far as configured."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    proxies: int = settings.TRUSTED_PROXIES
    address = request.META.get("REMOTE_ADDR", "")
    if proxies and len(forwarded) >= proxies:
        address = forwarded[-proxies].strip()
    return Caller(address=address)


def caller_for(request: HttpRequest, email: str) -> Caller:
    """As `caller_of`, with the mark of a browser that signed this address in before."""
    marked = request.COOKIES.get(KNOWN_COOKIE, "")
    try:
        known, nonce = signing.loads(marked, salt=KNOWN_COOKIE, max_age=KNOWN_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return caller_of(request)
    is_theirs = known == _mark_of(email)
    return Caller(address=caller_of(request).address, known_as=nonce if is_theirs else "")


def mark_known(request: HttpRequest, answer: HttpResponse, email: str) -> None:
    """Remember that this browser has signed this address in (OWASP: device cookies)."""
    nonce = caller_for(request, email).known_as or signing.b62_encode(secrets.randbits(72))
    answer.set_cookie(
        KNOWN_COOKIE,
        signing.dumps([_mark_of(email), nonce], salt=KNOWN_COOKIE),
        max_age=KNOWN_FOR,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def show_theme(answer: HttpResponse, theme: str) -> None:
    """Keep the member's choice of light or dark where pages for visitors find it too."""
    if theme:
        answer.set_cookie(settings.THEME_COOKIE_NAME, theme, max_age=KNOWN_FOR, samesite="Lax")
    else:
        answer.delete_cookie(settings.THEME_COOKIE_NAME, samesite="Lax")


def _mark_of(email: str) -> str:
    return digest(email.strip().lower())


def open_session(request: HttpRequest, member_id: int, *, via: str) -> None:
    """Sign the member in: a new session key, our note of it, and the viewer for this request."""
    member = Member.objects.get(pk=member_id)
    login(request, member, backend=BACKEND)
    for passing in ("half_way", "outside", "sign_up", "sign_up_next"):
        request.session.pop(passing, None)
    request.session["touched_at"] = int(datetime.now(UTC).timestamp())
    request.session.save()
    viewer = viewer_of(member)
    request.viewer = viewer  # type: ignore[attr-defined]
    device = device_name(request.META.get("HTTP_USER_AGENT", ""))
    actions.begin_session(viewer, request.session.session_key or "", device=device, via=via)


def close_session(request: ViewerRequest) -> None:
    """Sign out of this browser."""
    if not request.viewer.is_visitor:
        actions.forget_session(request.viewer, request.session.session_key or "")
    logout(request)


def keep_session(request: ViewerRequest) -> None:
    """After a change of password: this browser stays signed in, under a new key."""
    open_session(request, request.viewer.require_member_id(), via="password")
