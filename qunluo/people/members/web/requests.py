"""The request of a viewer, and the middleware that makes the viewer once per request."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from qunluo.kernel.refusal import Refusal, SignInRequired
from qunluo.kernel.viewer import Viewer
from qunluo.kernel.web.limits import address_of, network_of
from qunluo.kernel.web.telling import tell
from qunluo.people.members import actions
from qunluo.people.members.queries import viewer_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.forms import Form
    from django.http import HttpResponse
    from django_htmx.middleware import HtmxDetails

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
            viewer = replace(viewer, network=network_of(address_of(request)))
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
        tell(form, refusal)
        form.refusal = refusal  # type: ignore[attr-defined]
