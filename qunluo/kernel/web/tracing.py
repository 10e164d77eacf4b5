"""Each request has an id: in its answer, in every log line it causes, in what people report."""

from __future__ import annotations

import logging
import re
import secrets
import time
from contextvars import ContextVar
from typing import TYPE_CHECKING

from qunluo.kernel.web.counting import count_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

log = logging.getLogger("qunluo.requests")

HEADER = "X-Request-ID"
SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
SERVER_ERROR = 500

request_id: ContextVar[str] = ContextVar("request_id", default="")


def sane_id(given: str) -> str:
    """The caller's id when it looks like one, else a fresh one."""
    return given if SANE.fullmatch(given) else secrets.token_hex(8)


class RequestIdMiddleware:
    """Outermost. The log names method and path, never the query, cookies or what was sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.set(sane_id(request.headers.get(HEADER, "")))
        began = time.perf_counter()
        try:
            answer = self.get_response(request)
            answer[HEADER] = request_id.get()
            _note(request, answer, time.perf_counter() - began)
        finally:
            request_id.reset(token)
        return answer


def _note(request: HttpRequest, answer: HttpResponse, seconds: float) -> None:
    method = request.method or ""
    count_request(method, answer.status_code, seconds)
    level = logging.ERROR if answer.status_code >= SERVER_ERROR else logging.INFO
    told = {
        "method": method,
        "path": request.path,
        "status": answer.status_code,
        "milliseconds": round(seconds * 1000, 1),
    }
    log.log(level, "%(method)s %(path)s %(status)s %(milliseconds)s ms", told, extra=told)
