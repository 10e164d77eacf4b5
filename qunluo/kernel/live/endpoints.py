"""The hub's two doors on the pages' port: a websocket at /live/ and events at /live/events/.

Websocket: send `{"hear": ["topic:7"]}` or `{"unhear": […]}`; receive `{"heard": […]}` (what was
allowed) and `{"topic": …, "event": …, "payload": …}`; `{"ping": []}` is answered with `{"pong": []}`. Events: `/live/events/?topic=topic:7&topic=…`,
each a `message` with the same JSON.
"""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.db import close_old_connections
from django.http import parse_cookie
from django.http.request import split_domain_port, validate_host

from qunluo.kernel.live.hub import MOST_TOPICS, Connection, hub
from qunluo.kernel.live.topics import may_hear

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    from qunluo.kernel.viewer import Viewer

    Scope = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
    Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

STILL_HERE_SECONDS = 25
BIGGEST_MESSAGE = 8_000
_asking = ThreadPoolExecutor(2, thread_name_prefix="live")


class LiveDoors:
    """`viewer_of_session(session_key)` gives the viewer of a session, or a visitor."""

    def __init__(self, viewer_of_session: Callable[[str], Viewer]) -> None:
        self._viewer_of_session = viewer_of_session
        hub.ask_again = self._ask_again

    async def websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()  # websocket.connect
        if is_full():
            await send({"type": "websocket.close", "code": 1013})
            return
        if not is_own_origin(scope):
            await send({"type": "websocket.close", "code": 4403})
            return
        connection = await self._connect(scope)
        await send({"type": "websocket.accept"})
        hub.join(connection)
        sender = asyncio.ensure_future(_send_socket(connection, send))
        try:
            await self._converse(connection, receive)
        finally:
            hub.end(connection)
            sender.cancel()

    async def events(self, scope: Scope, receive: Receive, send: Send) -> None:
        if is_full() or not is_own_origin(scope, needed=False):
            await _refuse(send)
            return
        connection = await self._connect(scope)
        hub.join(connection)
        wanted = parse_qs(scope["query_string"].decode("latin-1")).get("topic", [])
        hub.hear(connection, await self._allowed(connection.viewer, wanted))
        sender = asyncio.ensure_future(_send_events(connection, send))
        gone = asyncio.ensure_future(_until_gone(receive))
        await asyncio.wait({sender, gone}, return_when=asyncio.FIRST_COMPLETED)
        hub.end(connection)
        sender.cancel()
        gone.cancel()

    async def _connect(self, scope: Scope) -> Connection:
        cookie = session_cookie(scope)
        viewer = await _in_thread(self._viewer_of_session, cookie)
        return Connection(viewer=cast("Viewer", viewer), cookie=cookie)

    async def _converse(self, connection: Connection, receive: Receive) -> None:
        while True:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                return
            wish = _wish(message.get("text") or "")
            if wish is None:
                return
            if "ping" in wish and not connection.waiting.full():
                # A page cannot see the protocol's own pings, and a cut line makes no sound.
                connection.waiting.put_nowait('{"pong":[]}')
            hub.unhear(connection, wish.get("unhear", []))
            if wanted := wish.get("hear"):
                allowed = await self._allowed(connection.viewer, wanted)
                hub.hear(connection, allowed)
                connection.waiting.put_nowait(json.dumps({"heard": sorted(allowed)}))

    async def _allowed(self, viewer: Viewer, wanted: list[str]) -> set[str]:
        asked = list(dict.fromkeys(wanted))[:MOST_TOPICS]
        return cast("set[str]", await _in_thread(_allowed_now, viewer, asked))

    async def _ask_again(self, connection: Connection, asked: list[str]) -> set[str]:
        """After a change of access: who is this now, and what may they still hear."""
        viewer = cast("Viewer", await _in_thread(self._viewer_of_session, connection.cookie))
        connection.viewer = viewer
        return await self._allowed(viewer, asked)


def is_full() -> bool:
    """Every open page holds a file descriptor; some are kept for pages and the database."""
    return len(hub.connections) >= settings.LIVE_CONNECTIONS


def is_own_origin(scope: Scope, *, needed: bool = True) -> bool:
    """A browser says from which page it comes; other sites' pages may not listen."""
    headers = dict(scope["headers"])
    origin = headers.get(b"origin", b"").decode("latin-1")
    if not origin:
        return not needed
    host = headers.get(b"host", b"").decode("latin-1")
    domain, _port = split_domain_port(host.lower())
    if not validate_host(domain, settings.ALLOWED_HOSTS):
        return False
    return urlsplit(origin).netloc == host or origin in settings.CSRF_TRUSTED_ORIGINS


def session_cookie(scope: Scope) -> str:
    """The session's key as the browser sent it, or ''."""
    for name, value in scope["headers"]:
        if name == b"cookie":
            found = parse_cookie(value.decode("latin-1")).get(settings.SESSION_COOKIE_NAME)
            return found or ""
    return ""


def _allowed_now(viewer: Viewer, asked: list[str]) -> set[str]:
    return {name for name in asked if may_hear(viewer, name)}


async def _in_thread(call: Callable[..., object], *given: object) -> object:
    def with_connection() -> object:
        close_old_connections()
        try:
            return call(*given)
        finally:
            close_old_connections()

    return await asyncio.get_running_loop().run_in_executor(_asking, with_connection)


def _wish(text: str) -> dict[str, list[str]] | None:
    """What a browser asks; None when it is nothing we understand."""
    if len(text) > BIGGEST_MESSAGE:
        return None
    try:
        wish = json.loads(text)
    except ValueError:
        return None
    lists = wish.values() if isinstance(wish, dict) else [None]
    if not all(isinstance(names, list) and all(map(_is_name, names)) for names in lists):
        return None
    return cast("dict[str, list[str]]", wish)


def _is_name(value: object) -> bool:
    return isinstance(value, str) and len(value) < 200


async def _send_socket(connection: Connection, send: Send) -> None:
    while (text := await connection.waiting.get()) is not None:
        await send({"type": "websocket.send", "text": text})
    await send({"type": "websocket.close", "code": 1012})


async def _send_events(connection: Connection, send: Send) -> None:
    headers = [
        (b"content-type", b"text/event-stream"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await _send_part(send, "retry: 3000\n\n")
    while True:
        try:
            text = await asyncio.wait_for(connection.waiting.get(), STILL_HERE_SECONDS)
        except TimeoutError:
            await _send_part(send, ": still here\n\n")
            continue
        if text is None:
            await send({"type": "http.response.body", "body": b""})
            return
        await _send_part(send, f"data: {text}\n\n")


async def _send_part(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _refuse(send: Send) -> None:
    await send({"type": "http.response.start", "status": 403, "headers": []})
    await send({"type": "http.response.body", "body": b""})
