"""Whatever is cut, lost, doubled or late: in the end everybody sees every message once, as it is."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qunluo.kernel import bus
from qunluo.kernel.action import writing
from qunluo.kernel.refusal import Refusal
from qunluo.talk.chat import actions, queries
from qunluo.talk.chat.actions import Utterance
from qunluo.talk.chat.models import Message, Room


@dataclass
class Reader:
    """An open page: the rules of frontend/src/parts/chat/room.ts, without the page."""

    viewer: Any
    room_id: int
    change: int = 0
    shown: dict[int, dict[str, Any]] = field(default_factory=dict)
    early: set[int] = field(default_factory=set)

    def hear(self, told: dict[str, Any]) -> None:
        self._apply(told)
        if told["change"] == self.change + 1:
            self.change = told["change"]
        elif told["change"] > self.change:
            self.early.add(told["change"])
        while self.change + 1 in self.early:
            self.change += 1
        self.early = {one for one in self.early if one > self.change}

    def catch_up(self, size: int = 3) -> None:
        more = True
        while more:
            room = queries.room_for(self.viewer, self.room_id)
            found = queries.changes(room, self.change, size=size)
            for told in queries.wires(found.items):
                self._apply(told)
            self.change, more = max(self.change, found.change), found.has_later
        self.early = {one for one in self.early if one > self.change}

    def _apply(self, told: dict[str, Any]) -> None:
        known = self.shown.get(told["number"])
        if known is None or known["change"] < told["change"]:
            self.shown[told["number"]] = told


DEEDS = st.lists(
    st.tuples(st.sampled_from(["say", "say", "say", "again", "edit", "recall", "react", "up"]),
              st.integers(0, 10**6)),
    min_size=1,
    max_size=25,
)  # fmt: skip


@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(deeds=DEEDS, seed=st.integers(0, 10**6))
def test_every_message_is_seen_once_and_as_it_is(
    village, room_id, django_capture_on_commit_callbacks, deeds, seed
):
    rng = random.Random(seed)
    with writing("chat"):
        Message.objects.all().delete()
        Room.objects.filter(pk=room_id).update(last_number=0, last_change=0)
    told: list[dict[str, Any]] = []
    leave = bus.subscribe(
        "live", lambda m: told.append(m["payload"]) if m["event"] == "message" else None
    )
    readers = [Reader(village.viewer(name), room_id) for name in ("mei", "jun", "lan")]
    sent: list[str] = []
    try:
        for number, (deed, chance) in enumerate(deeds):
            with django_capture_on_commit_callbacks(execute=True):
                _do(village, room_id, deed, chance, sent, f"{seed}-{number}")
            news, told[:] = list(told), []
            rng.shuffle(news)
            for reader in readers:
                for one in news:
                    fate = rng.random()
                    if fate < 0.4:
                        continue  # the line was cut
                    reader.hear(one)
                    if fate > 0.9:
                        reader.hear(one)  # told twice
                if rng.random() < 0.1:
                    reader.catch_up()
    finally:
        leave()
    room = queries.room_for(village.viewer("mei"), room_id)
    truth = {one["number"]: one for one in queries.wires(queries.window(room, size=100).items)}
    assert [m["client"] for _n, m in sorted(truth.items())] == list(dict.fromkeys(sent))
    for reader in readers:
        reader.catch_up()
        assert reader.change == room.last_change
        assert reader.shown == truth
        assert sorted(reader.shown) == list(range(1, room.last_number + 1))


def _do(village, room_id: int, deed: str, chance: int, sent: list[str], mark: str) -> None:
    authors = ("mei", "jun")
    if deed in {"say", "again"}:
        client = sent[chance % len(sent)] if deed == "again" and sent else f"{mark}:{chance % 2}"
        author = authors[int(client.rpartition(":")[2])]
        said = Utterance(f"Words {client}")
        actions.post_message(village.viewer(author), room_id, said, client_id=client)
        sent.append(client)
        return
    rows = list(Message.objects.filter(room=room_id).order_by("number"))
    if not rows or deed == "up":
        return
    row = rows[chance % len(rows)]
    author = village.viewer(authors[int(row.client_id.rpartition(":")[2])])
    try:
        if deed == "edit":
            actions.edit_message(author, row.pk, f"Mended {mark}")
        elif deed == "recall":
            actions.recall_message(author, row.pk)
        else:
            actions.react(village.viewer("lan"), row.pk, "like")
    except Refusal:
        pass
