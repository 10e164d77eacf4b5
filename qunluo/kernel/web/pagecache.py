"""Whole pages for visitors, kept in the server process in front of Django (ADR 0013).

A view says that its page may be kept; the ASGI entry keeps it when the answer sets no cookie (so no
CSRF token was used) and forgets it when anything in its community changes.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.conf import settings
from django.http import HttpRequest, parse_cookie
from django.utils import translation

from qunluo.kernel import bus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpResponse

V = TypeVar("V", bound="Callable[..., Any]")

MARK = "X-Page-Cache"
EVERYWHERE = 0  # pages of no community
BIGGEST_PAGE = 512_000


def kept_for_visitors(seconds: int = 60) -> Callable[[V], V]:
    """Let a page be kept for visitors, at most so long. Put it below the door mark.

    The page must be the same for every visitor: no form with a token, nothing of the person.
    """

    def mark(view: V) -> V:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response: HttpResponse = view(request, *args, **kwargs)
            viewer = getattr(request, "viewer", None)
            if viewer is not None and viewer.is_visitor and response.status_code == 200:
                response[MARK] = f"{viewer.community_id or EVERYWHERE}:{seconds}"
            return response

        return cast("V", answer)

    return mark


@dataclass(frozen=True)
class KeptPage:
    """`begun` is the count of changes when its making began."""

    community: int
    begun: int
    until: float
    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


class PageCache:
    """The newest pages up to a size in bytes; thread-safe, because changes come from anywhere."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._pages: OrderedDict[tuple[str, ...], KeptPage] = OrderedDict()
        self._bytes = 0
        self._changes = 0
        self._changed: dict[int, int] = {}
        self._lock = threading.Lock()
        self.hits = self.misses = 0

    def begin(self) -> int:
        """Call before a page is made; what changes meanwhile makes it unfit to keep."""
        return self._changes

    def find(self, key: tuple[str, ...]) -> KeptPage | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None and self._is_good(page):
                self._pages.move_to_end(key)
                self.hits += 1
                return page
            if page is not None:
                self._drop(key)
            self.misses += 1
            return None

    def keep(self, key: tuple[str, ...], page: KeptPage) -> None:
        with self._lock:
            if len(page.body) > BIGGEST_PAGE or not self._is_good(page):
                return
            self._drop(key)
            self._pages[key] = page
            self._bytes += len(page.body)
            while self._bytes > self._most_bytes:
                self._drop(next(iter(self._pages)))

    def changed(self, communities: Iterable[int]) -> None:
        """Pages of these communities, and pages of none that list them, are made anew."""
        with self._lock:
            self._changes += 1
            for community in (*communities, EVERYWHERE):
                self._changed[community] = self._changes

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._bytes = 0
            self._changes += 1
            self._changed = {EVERYWHERE: self._changes}

    def _is_good(self, page: KeptPage) -> bool:
        return page.begun >= self._changed.get(page.community, 0) and page.until > time.monotonic()

    def _drop(self, key: tuple[str, ...]) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self._bytes -= len(page.body)


pages = PageCache(settings.PAGE_CACHE_BYTES)


# Of this process before the action returns, of others by the bus.
bus.subscribe("changed", lambda told: pages.changed(told["communities"]), on_gap=pages.clear)


def page_key(
    headers: Iterable[tuple[bytes, bytes]], path: str, query: str, scheme: str
) -> tuple[str, ...] | None:
    """What one kept page stands for: host, path, query, language and theme; None: do not keep.

    Anybody with a session, a message waiting or a token is no mere visitor.
    """
    host = accept = cookies = ""
    for name, value in headers:
        if name == b"host":
            host = value.decode("latin-1")
        elif name == b"accept-language":
            accept = value.decode("latin-1")
        elif name == b"cookie":
            cookies = value.decode("latin-1")
        elif name in {b"authorization", b"range", b"hx-request"}:
            return None
    found = parse_cookie(cookies) if cookies else {}
    if settings.SESSION_COOKIE_NAME in found or "messages" in found:
        return None
    language = _language(found.get(settings.LANGUAGE_COOKIE_NAME, ""), accept)
    theme = found.get(settings.THEME_COOKIE_NAME, "")[:20]
    return scheme, host, path, query, language, theme


@lru_cache(maxsize=2000)
def _language(cookie: str, accept: str) -> str:
    """The language Django would choose for such a visitor."""
    asked = HttpRequest()
    asked.COOKIES = {settings.LANGUAGE_COOKIE_NAME: cookie} if cookie else {}
    asked.META = {"HTTP_ACCEPT_LANGUAGE": accept}
    return translation.get_language_from_request(asked)
