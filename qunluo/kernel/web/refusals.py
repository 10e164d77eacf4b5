"""Turn refusals into answers: a page, a toast for htmx, `problem+json` for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.refusal import Forbidden, JoinRequired, Refusal, SignInRequired

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

SIGN_IN = "/account/sign-in/"


def problem(refusal: Refusal) -> HttpResponse:
    """RFC 9457: type, title, status, code, and the fields to mend."""
    body = {
        "type": f"urn:qunluo:refusal:{refusal.code}",
        "title": str(refusal.message),
        "status": refusal.status,
        "code": refusal.code,
        "fields": {name: str(text) for name, text in refusal.fields.items()},
    }
    answer = HttpResponse(
        json.dumps(body), status=refusal.status, content_type="application/problem+json"
    )
    return told_when(answer, refusal)


def stale_form() -> Forbidden:
    """A form whose token does not fit its reader any more."""
    return Forbidden(
        "csrf_failed",
        _("This form is out of date. Go back, load the page again and send it once more."),
    )


def unreadable() -> Refusal:
    """What was asked or sent is no text that anything here could read."""
    refusal = Refusal("unreadable", _("What was sent could not be read."))
    refusal.status = 400
    return refusal


class RefusalMiddleware:
    """Says no as a page, also for what Django would answer with a bare line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # PostgreSQL takes no such character; nothing that people write has one.
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return answer_refusal(request, unreadable())
        answer = self.get_response(request)
        if isinstance(answer, HttpResponseNotAllowed):
            return _with_way_back(request, answer)
        return answer

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refusal):
            return None
        return answer_refusal(request, error)


def answer_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The one place where a page says no."""
    if request.path_info.startswith("/api/") or _asked_by_a_program(request):
        return problem(refusal)
    if isinstance(refusal, SignInRequired) and request.method == "GET":
        return redirect(f"{SIGN_IN}?{urlencode({'next': request.get_full_path()})}")
    if getattr(request, "htmx", False):
        return _toast(refusal)
    template = "web/join_required.html" if isinstance(refusal, JoinRequired) else "web/refusal.html"
    return told_when(
        render(request, template, {"refusal": refusal}, status=refusal.status), refusal
    )


def told_when(answer: HttpResponse, refusal: Refusal) -> HttpResponse:
    """The answer saying by `Retry-After` (and 429) when one may go on, if the refusal knows."""
    if refusal.retry_after is not None:
        answer.status_code = refusal.status
        answer["Retry-After"] = str(refusal.retry_after)
    return answer


def _with_way_back(request: HttpRequest, bare: HttpResponse) -> HttpResponse:
    """Somebody opened the address of a form; `Allow` still says what goes."""
    refusal = Refusal("not_a_page", _("This address only takes what a form sends. Go back to it."))
    refusal.status = bare.status_code
    answer = answer_refusal(request, refusal)
    answer["Allow"] = bare["Allow"]
    return answer


def _asked_by_a_program(request: HttpRequest) -> bool:
    """Scripts of our pages that fetch say so; browsers that open a page want HTML."""
    return request.headers.get("Accept", "").startswith("application/json")


def _toast(refusal: Refusal) -> HttpResponse:
    answer = HttpResponse(status=refusal.status)
    told = {"toast": {"tone": "bad", "text": str(refusal.message)}}
    answer["HX-Trigger"] = json.dumps(told)
    answer["HX-Reswap"] = "none"
    return told_when(answer, refusal)
