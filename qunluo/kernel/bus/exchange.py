"""Publish and subscribe between threads and processes, by local sockets or by Redis.

Messages are hints, not records: each says that something committed has changed. Whoever may have
missed one (`on_gap`: a connection came back) looks for itself.
"""

from __future__ import annotations

import json
import logging
import secrets
import threading
from collections import defaultdict
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from django.conf import settings
from django.db import transaction

from qunluo.kernel.bus.local import LocalLine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

log = logging.getLogger(__name__)


class Line(Protocol):
    """How messages reach other processes."""

    def send(self, packet: bytes) -> None: ...

    def open(self, receive: Callable[[bytes], None], gap: Callable[[], None]) -> None: ...

    def close(self) -> None: ...


class Exchange:
    """The handlers of this process and its line to the others."""

    def __init__(self) -> None:
        self.origin = secrets.token_hex(6)
        self._handlers: dict[str, list[Callable[[dict[str, Any]], None]]] = defaultdict(list)
        self._gaps: list[Callable[[], None]] = []
        self._line: Line | None = None
        self._lock = threading.Lock()

    @property
    def line(self) -> Line:
        with self._lock:
            if self._line is None:
                self._line = _line()
            return self._line

    def publish(self, channel: str, message: Mapping[str, Any]) -> None:
        told = dict(message)
        self._hand_out(channel, told)
        packet = {"from": self.origin, "channel": channel, "message": told}
        try:
            self.line.send(json.dumps(packet, ensure_ascii=False).encode())
        except OSError:
            log.warning("the bus did not take a message", extra={"channel": channel})

    def subscribe(
        self,
        channel: str,
        handler: Callable[[dict[str, Any]], None],
        on_gap: Callable[[], None] | None = None,
    ) -> Callable[[], None]:
        self._handlers[channel].append(handler)
        if on_gap:
            self._gaps.append(on_gap)

        def leave() -> None:
            self._handlers[channel].remove(handler)
            if on_gap:
                self._gaps.remove(on_gap)

        return leave

    def listen(self) -> None:
        self.line.open(self._receive, self._gap)

    def close(self) -> None:
        with self._lock:
            line, self._line = self._line, None
        if line:
            line.close()

    def _receive(self, packet: bytes) -> None:
        try:
            told = json.loads(packet)
            sender, channel, message = told["from"], told["channel"], told["message"]
        except (ValueError, KeyError, TypeError):
            log.warning("the bus brought a message that cannot be read")
            return
        if sender != self.origin:
            self._hand_out(channel, message)

    def _hand_out(self, channel: str, message: dict[str, Any]) -> None:
        for handler in tuple(self._handlers.get(channel, ())):
            try:
                handler(message)
            except Exception:
                log.exception("a bus handler failed", extra={"channel": channel})

    def _gap(self) -> None:
        for on_gap in tuple(self._gaps):
            on_gap()


def _line() -> Line:
    if not settings.REDIS_URL:
        return LocalLine()
    # Only who sets REDIS_URL pays for loading the client.
    line: Line = import_module("qunluo.kernel.bus.shared").RedisLine(settings.REDIS_URL)
    return line


exchange = Exchange()


def publish(channel: str, message: Mapping[str, Any]) -> None:
    """Tell every subscriber of this process before returning, and the other processes at once.

    Inside a transaction use `transaction.on_commit(partial(publish, …), robust=True)`.
    """
    exchange.publish(channel, message)


def subscribe(
    channel: str,
    handler: Callable[[dict[str, Any]], None],
    on_gap: Callable[[], None] | None = None,
) -> Callable[[], None]:
    """Hear a channel; the handler must be quick and may be called from any thread.

    `on_gap` is called when messages may have been missed. Returns a function that ends it.
    """
    return exchange.subscribe(channel, handler, on_gap)


def tell(topic: str, event: str, payload: Mapping[str, Any] | None = None) -> None:
    """Reach the browsers that hear a topic (`member:7`, `community:tea`, `topic:12`) after commit.

    The payload goes to everyone who may hear the topic: ids and counts, not text.
    """
    message = {"topic": topic, "event": event, "payload": dict(payload or {})}
    transaction.on_commit(partial(publish, "live", message), robust=True)


def listen() -> None:
    """Begin to hear other processes: called once by the server and by the worker."""
    exchange.listen()


def close() -> None:
    exchange.close()
