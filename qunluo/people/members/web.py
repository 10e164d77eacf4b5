"""The request of a viewer, and the middleware that makes the viewer once per request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils import translation

from qunluo.kernel.viewer import Viewer
from qunluo.people.members.queries import viewer_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse
    from django_htmx.middleware import HtmxDetails


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
        answer.headers.setdefault("Content-Language", language)
        return answer


def _language(request: HttpRequest, preferred: str) -> str:
    asked = request.GET.get("lang", "")
    if translation.check_for_language(asked) and asked in {"zh-hans", "en"}:
        return asked
    if preferred:
        return preferred
    return translation.get_language_from_request(request)
