"""The one ASGI entry: kept pages, the live hub, and Django in a pool of threads behind them."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, cast

from a2wsgi import WSGIMiddleware
from django.conf import settings

from qunluo.kernel import bus
from qunluo.kernel.live.endpoints import LiveDoors
from qunluo.kernel.live.hub import hub
from qunluo.kernel.starting import make_ready
from qunluo.kernel.web.pagecache import MARK, KeptPage, page_key, pages
from qunluo.site.live import viewer_of_session
from qunluo.site.turnstile import Turnstile
from qunluo.site.wsgi import application as pages_of_django

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    Scope = MutableMapping[str, Any]
    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]

KEPT_MARK = MARK.lower().encode()

django = cast(
    "Any", WSGIMiddleware(cast("Any", Turnstile(pages_of_django)), workers=settings.SERVER_THREADS)
)
live = LiveDoors(viewer_of_session)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await live.websocket(scope, receive, send)
    elif scope["type"] == "lifespan":
        await lifespan(receive, send)
    elif scope["path"] == "/healthz":
        await alive(send)
    elif scope["path"] == "/live/events/":
        await live.events(scope, receive, send)
    else:
        await page(scope, receive, send)


async def lifespan(receive: Receive, send: Send) -> None:
    await receive()
    hub.start()
    await asyncio.to_thread(bus.listen)
    await asyncio.to_thread(make_ready)
    await send({"type": "lifespan.startup.complete"})
    await receive()
    hub.stop()
    await asyncio.to_thread(bus.close)
    await send({"type": "lifespan.shutdown.complete"})


async def alive(send: Send) -> None:
    """The process answers; whether the rest does is /readyz."""
    headers = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"alive\n"})


async def page(scope: Scope, receive: Receive, send: Send) -> None:
    """A kept page when the asker is a visitor and one is there; otherwise Django's."""
    key = None
    if scope["method"] == "GET":
        query = scope["query_string"].decode("latin-1")
        key = page_key(scope["headers"], scope["path"], query, scope["scheme"])
    if key is None:
        await django(scope, receive, without_mark(send))
        return
    found = pages.find(key)
    if found is None:
        await django(scope, receive, keeping(key, send))
        return
    await send({"type": "http.response.start", "status": found.status, "headers": found.headers})
    await send({"type": "http.response.body", "body": found.body})


def without_mark(send: Send) -> Send:
    """The mark is for us, not for browsers."""

    async def passing(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [h for h in message["headers"] if h[0].lower() != KEPT_MARK]
        await send(message)

    return passing


def keeping(key: tuple[str, ...], send: Send) -> Send:
    """Pass an answer on, and keep it when its view said so and it sets no cookie."""
    begun = pages.begin()
    start: Message = {}
    parts: list[bytes] = []
    mark = ""

    async def passing(message: Message) -> None:
        nonlocal mark
        if message["type"] == "http.response.start":
            start.update(message)
            mark = mark_of(message["headers"])
        elif mark:
            parts.append(message.get("body", b""))
            if not message.get("more_body"):
                pages.keep(key, kept_page(mark, begun, start, b"".join(parts)))
        await plain(message)

    plain = without_mark(send)
    return passing


def mark_of(headers: list[tuple[bytes, bytes]]) -> str:
    found = {name.lower(): value for name, value in headers}
    if b"set-cookie" in found:
        return ""
    return found.get(KEPT_MARK, b"").decode()


def kept_page(mark: str, begun: int, start: Message, body: bytes) -> KeptPage:
    community, seconds = mark.split(":")
    return KeptPage(
        community=int(community),
        begun=begun,
        until=time.monotonic() + int(seconds),
        status=start["status"],
        headers=[h for h in start["headers"] if h[0].lower() not in {KEPT_MARK, b"x-request-id"}],
        body=body,
    )
