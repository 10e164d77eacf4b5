"""Marks in a page that every answer replaces by tokens of its own, so that pieces can be kept.

The marks are drawn anew by each process and leave no answer, so nobody can write them into a text.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.middleware.csrf import get_token
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

CSRF_MARK = f"csrf-{secrets.token_hex(16)}"
SENDING_MARK = f"sending-{secrets.token_hex(16)}"
CSRF_INPUT = Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(CSRF_MARK)


class TokenMiddleware:
    """Below CSRF protection: asking for a token there sets the cookie, and only pages with a form
    ask, which keeps the others fit for the visitors' cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        if not answer.streaming:
            replace_marks(request, answer)  # type: ignore[arg-type]
        return answer


def replace_marks(request: HttpRequest, answer: HttpResponse) -> None:
    body = whole = answer.content
    if (mark := CSRF_MARK.encode()) in body:
        body = body.replace(mark, get_token(request).encode())
    if (mark := SENDING_MARK.encode()) in body:
        body = body.replace(mark, new_sending().encode())
    if body is not whole:
        answer.content = body


def new_sending() -> str:
    """A page's mark for one sending, so that two clicks post once."""
    return secrets.token_urlsafe(16)
