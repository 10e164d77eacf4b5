"""The request of a viewer, the middleware that makes the viewer once per request, and sign-in."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import login, logout
from django.core import signing
from django.http import HttpRequest
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from qunluo.kernel.refusal import Refusal, SignInRequired
from qunluo.kernel.viewer import Viewer
from qunluo.people.members import actions
from qunluo.people.members.engine.devices import device_name
from qunluo.people.members.engine.secrecy import digest
from qunluo.people.members.models import Member
from qunluo.people.members.queries import viewer_of
from qunluo.people.members.rules import Caller

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.forms import Form
    from django.http import HttpResponse
    from django_htmx.middleware import HtmxDetails

BACKEND = "django.contrib.auth.backends.ModelBackend"
KNOWN_COOKIE, KNOWN_FOR = "qunluo_known", 60 * 60 * 24 * 365
HOUR = 60 * 60
LANGUAGES = frozenset({"zh-hans", "en"})


class ViewerRequest(HttpRequest):
    viewer: Viewer
    htmx: HtmxDetails


class ViewerMiddleware:
    """Sets `request.viewer` and the language: ?lang=, preference, cookie, Accept-Language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        member = request.user if request.user.is_authenticated else None
        language = _language(request, getattr(member, "language", ""))
        with translation.override(language):
            viewer = viewer_of(member, language=language) if member else Viewer(language=language)
            request.viewer = viewer  # type: ignore[attr-defined]
            answer = self.get_response(request)
            _touch(request, viewer)
        answer.headers.setdefault("Content-Language", language)
        return answer


def _language(request: HttpRequest, preferred: str) -> str:
    asked = request.GET.get("lang", "")
    if asked in LANGUAGES:
        return asked
    if preferred:
        return preferred
    return translation.get_language_from_request(request)


def _touch(request: HttpRequest, viewer: Viewer) -> None:
    """At most hourly per session, whatever the method: the one exemption of ground 18."""
    touched = request.session.get("touched_at")
    now = int(datetime.now(UTC).timestamp())
    if viewer.is_visitor or touched is None or now - touched < HOUR:
        return
    request.session["touched_at"] = now
    actions.touch_session(viewer, request.session.session_key or "")


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
    for passing in ("half_way", "sign_up", "sign_up_next"):
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


def own_address(request: HttpRequest, fallback: str = "/") -> str:
    """`next`, if it is an address of this installation; a way out to elsewhere is not taken."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_path = asked.startswith("/") and not asked.startswith(("//", "/\\"))
    is_path = is_path and asked.isprintable()
    if is_path and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    return fallback


@contextmanager
def mending(form: Form) -> Iterator[None]:
    """Put a refusal beside the fields it is about, so that what was typed is kept."""
    try:
        yield
    except SignInRequired:
        raise
    except Refusal as refusal:
        told = {name: text for name, text in refusal.fields.items() if name in form.fields}
        for name, text in told.items():
            form.add_error(name, str(text))
        if not told:
            form.add_error(None, str(refusal.message))
        form.refusal = refusal  # type: ignore[attr-defined]
