"""Pages that are only read ask each question of the database once (kernel.once)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.once import one_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class ReadingMiddleware:
    """Before whatever reads: the viewer, the community's door, the page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "GET":
            return self.get_response(request)
        with one_page():
            return self.get_response(request)
