"""Who is here now: members whose open pages hear a topic, in all server processes together.

Held in memory and never written. Each process tells the others what changed, and now and then all
it knows, so that a process that starts late or ends without a word is seen for what it is.
"""

from __future__ import annotations

import secrets
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

FORGET_SECONDS = 60.0
MOST_TOLD = 100


@dataclass
class _Others:
    """What another process said last, and when (monotonic seconds)."""

    heard_at: float
    topics: dict[str, frozenset[int]] = field(default_factory=dict)


class Presence:
    """`came` and `left` are called by the hub; `present` from any thread."""

    def __init__(self) -> None:
        self.origin = secrets.token_hex(6)
        self._here: dict[str, Counter[int]] = defaultdict(Counter)
        self._others: dict[str, _Others] = {}
        self._changed: set[str] = set()
        self._elsewhere: set[str] = set()
        self._lock = Lock()

    def came(self, topic: str, member_id: int) -> None:
        with self._lock:
            self._here[topic][member_id] += 1
            if self._here[topic][member_id] == 1:
                self._changed.add(topic)

    def left(self, topic: str, member_id: int) -> None:
        with self._lock:
            self._here[topic][member_id] -= 1
            if self._here[topic][member_id] <= 0:
                del self._here[topic][member_id]
                self._changed.add(topic)
            if not self._here[topic]:
                del self._here[topic]

    def present(self, topic: str) -> frozenset[int]:
        """Ids of members; each once, however many pages they have open."""
        with self._lock:
            found = set(self._here.get(topic, ()))
            for others in self._others.values():
                found |= others.topics.get(topic, frozenset())
        return frozenset(found)

    def changes(self) -> dict[str, list[int]]:
        """What changed in this process since the last call, for the other processes."""
        with self._lock:
            changed, self._changed = self._changed, set()
            self._elsewhere |= changed
            return {topic: sorted(self._here.get(topic, ())) for topic in changed}

    def everything(self) -> dict[str, list[int]]:
        with self._lock:
            return {topic: sorted(members) for topic, members in self._here.items()}

    def hear(self, message: dict[str, Any]) -> None:
        """Another process told: `topics` replace those named, with `all` all it had."""
        origin = message["origin"]
        if origin == self.origin:
            return
        told = {topic: frozenset(ids) for topic, ids in message["topics"].items()}
        with self._lock:
            known = self._others.setdefault(origin, _Others(0.0))
            known.heard_at = time.monotonic()
            before = dict(known.topics)
            known.topics = told if message.get("all") else {**known.topics, **told}
            asked = {*told, *before} if message.get("all") else set(told)
            self._elsewhere |= {t for t in asked if before.get(t) != known.topics.get(t)}

    def news(self) -> dict[str, dict[str, Any]]:
        """Topics whose people changed anywhere since the last call, as pages are told."""
        with self._lock:
            silent = time.monotonic() - FORGET_SECONDS
            for origin in [o for o, others in self._others.items() if others.heard_at < silent]:
                self._elsewhere |= set(self._others.pop(origin).topics)
            changed, self._elsewhere = self._elsewhere, set()
        return {topic: _told(self.present(topic)) for topic in changed}


def _told(members: frozenset[int]) -> dict[str, Any]:
    return {"count": len(members), "ids": sorted(members)[:MOST_TOLD]}


presence = Presence()


def present_in(topic: str) -> frozenset[int]:
    """Ids of the members who have the topic open just now, in any server process."""
    return presence.present(topic)
