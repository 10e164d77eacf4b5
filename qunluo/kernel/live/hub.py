"""Who hears what, in one event loop: connections, their topics, and handing events out."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qunluo.kernel import bus
from qunluo.kernel.live.presence import presence
from qunluo.kernel.live.topics import shows_presence

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Iterable

    from qunluo.kernel.viewer import Viewer

MOST_TOPICS = 50
MOST_WAITING = 200
TICK_SECONDS = 2.0
TICKS_TO_TELL_ALL = 10


# Compared by identity: two connections are never the same.
@dataclass(eq=False)
class Connection:
    """One open page. `waiting` holds what it has not been sent; None ends it."""

    viewer: Viewer
    cookie: str
    waiting: asyncio.Queue[str | None] = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))
    topics: set[str] = field(default_factory=set)
    # Under whose name the connection counts as present, by topic.
    shown: dict[str, int] = field(default_factory=dict)
    # Topics whose access is being asked again, and what was said in them meanwhile.
    asking: set[str] = field(default_factory=set)
    held: list[tuple[str, str]] = field(default_factory=list)


class Hub:
    """All connections of this process; every method runs in its loop unless it says otherwise."""

    def __init__(self) -> None:
        self.connections: set[Connection] = set()
        self._hearing: dict[str, set[Connection]] = defaultdict(set)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._leave: list[Callable[[], None]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self.ask_again: Callable[[Connection, list[str]], Awaitable[set[str]]] | None = None

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._leave = [
            bus.subscribe("live", self._from_bus(self.hand_out), on_gap=self._gap),
            bus.subscribe("access", self._from_bus(self.access_changed)),
            bus.subscribe("presence", presence.hear),
        ]
        self._keep(self._tell_presence())

    def stop(self) -> None:
        for leave in self._leave:
            leave()
        for task in tuple(self._tasks):
            task.cancel()
        for connection in list(self.connections):
            self.end(connection)

    def _from_bus(
        self, handle: Callable[[dict[str, Any]], None]
    ) -> Callable[[dict[str, Any]], None]:
        """From whatever thread the message comes, into the loop."""

        def receive(message: dict[str, Any]) -> None:
            if self._loop is not None and not self._loop.is_closed():
                self._loop.call_soon_threadsafe(handle, message)

        return receive

    def join(self, connection: Connection) -> None:
        self.connections.add(connection)

    def end(self, connection: Connection) -> None:
        """Forget a connection and let its sender end."""
        self.unhear(connection, list(connection.topics))
        self.connections.discard(connection)
        if connection.waiting.full():
            connection.waiting.get_nowait()
        connection.waiting.put_nowait(None)

    def hear(self, connection: Connection, topics: Iterable[str]) -> None:
        """Let a connection hear topics it was allowed to; beyond the limit they are left out."""
        for name in topics:
            if len(connection.topics) < MOST_TOPICS and connection in self.connections:
                connection.topics.add(name)
                self._hearing[name].add(connection)
                self._show(connection, name)

    def _show(self, connection: Connection, name: str) -> None:
        """Count the connection as its present viewer, who may have signed in or out meanwhile."""
        if name in connection.shown:
            presence.left(name, connection.shown.pop(name))
        member_id = connection.viewer.member_id
        if member_id is not None and shows_presence(name):
            connection.shown[name] = member_id
            presence.came(name, member_id)

    def unhear(self, connection: Connection, topics: Iterable[str]) -> None:
        for name in topics:
            connection.topics.discard(name)
            if name in connection.shown:
                presence.left(name, connection.shown.pop(name))
            self._hearing[name].discard(connection)
            if not self._hearing[name]:
                del self._hearing[name]

    def hand_out(self, message: dict[str, Any]) -> None:
        """One event to everybody who hears its topic; encoded once."""
        listening = self._hearing.get(message["topic"])
        if not listening:
            return
        text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
        for connection in tuple(listening):
            if message["topic"] in connection.asking:
                connection.held.append((message["topic"], text))
            else:
                self._put(connection, text)

    def _put(self, connection: Connection, text: str) -> None:
        if connection.waiting.full():
            # It reads too slowly to be told the truth: it must come back and load the page.
            self.end(connection)
            return
        connection.waiting.put_nowait(text)

    def access_changed(self, message: dict[str, Any]) -> None:
        """Hold back at once, then ask again: of one member (`{"member": id}`) or of everybody."""
        member = message.get("member")
        for connection in tuple(self.connections):
            if connection.topics and member in {None, connection.viewer.member_id}:
                connection.asking |= connection.topics
                self._keep(self._hear_again(connection))

    def _keep(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _tell_presence(self) -> None:
        """Every two seconds what changed: one event a topic, however many came and went."""
        ticks = 0
        while True:
            await asyncio.sleep(TICK_SECONDS)
            ticks += 1
            told: dict[str, Any] = {"origin": presence.origin, "topics": presence.changes()}
            if ticks % TICKS_TO_TELL_ALL == 0:
                told |= {"topics": presence.everything(), "all": True}
            if told["topics"] or told.get("all"):
                bus.publish("presence", told)
            for name, payload in presence.news().items():
                self.hand_out({"topic": name, "event": "here", "payload": payload})

    async def _hear_again(self, connection: Connection) -> None:
        asked = list(connection.asking)
        allowed = await self.ask_again(connection, asked) if self.ask_again else set()
        self.unhear(connection, set(asked) - allowed)
        connection.asking -= set(asked)
        for name in allowed & connection.topics:
            self._show(connection, name)
        held, connection.held = connection.held, []
        for name, text in held:
            if name in connection.topics:
                self._put(connection, text)

    def _gap(self) -> None:
        """Messages may have been lost: pages load what they show again."""
        self._from_bus(self._tell_all)({"topic": "", "event": "missed", "payload": {}})

    def _tell_all(self, message: dict[str, Any]) -> None:
        text = json.dumps(message)
        for connection in tuple(self.connections):
            self._put(connection, text)


hub = Hub()
