"""Between processes of several machines: Redis publish and subscribe, by REDIS_URL."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)

CHANNEL = "qunluo"
TIMEOUT_SECONDS = 2.0
PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)


class RedisLine:
    def __init__(self, url: str) -> None:
        self._client = redis.Redis.from_url(
            url,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
            # We try again ourselves: the library's own silent reconnection would hide the gap.
            retry=Retry(NoBackoff(), 0),
        )
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def send(self, packet: bytes) -> None:
        try:
            self._client.publish(CHANNEL, packet)
        except redis.RedisError as error:
            raise OSError(str(error)) from error

    def open(self, receive: Callable[[bytes], None], gap: Callable[[], None]) -> None:
        self._thread = threading.Thread(
            target=self._read, args=(receive, gap), daemon=True, name="bus"
        )
        self._thread.start()

    def _read(self, receive: Callable[[bytes], None], gap: Callable[[], None]) -> None:
        failures = 0
        while not self._closing.is_set():
            try:
                with self._client.pubsub(ignore_subscribe_messages=True) as heard:  # type: ignore[no-untyped-call]
                    heard.subscribe(CHANNEL)
                    heard.get_message(timeout=TIMEOUT_SECONDS)
                    failures = 0
                    gap()  # whatever was said while nobody was subscribed is lost
                    self._hear(heard, receive)
            except redis.RedisError:
                log.warning("Redis does not answer; trying again")
                self._closing.wait(PAUSES[min(failures, len(PAUSES) - 1)])
                failures += 1

    def _hear(self, heard: redis.client.PubSub, receive: Callable[[bytes], None]) -> None:
        while not self._closing.is_set():
            found = heard.get_message(timeout=1.0)
            if found and found["type"] == "message":
                receive(found["data"])

    def close(self) -> None:
        self._closing.set()  # the reader leaves within a second and takes its connection along
