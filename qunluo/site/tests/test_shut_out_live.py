"""A sanction holds at once on what is open: two real server processes, joined by the bus."""

import asyncio
import json
import threading

import httpx
import pytest
import websockets

from qunluo.kernel.bus.tests.test_bus import redis_server  # noqa: F401 - a fixture

PEOPLE = """
import json
from importlib import import_module
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from qunluo.kernel.action import writing
from qunluo.kernel.testing.cast import build_village
chat = import_module("qunluo.talk.chat.actions")
forum = import_module("qunluo.talk.forum.actions")
village = build_village()
with writing("*"):
    village.community.access = "private"
    village.community.save()
keys = {}
for name in ("mei", "jun"):
    member = village.members[name]
    session = SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.create()
    keys[name] = session.session_key
room = chat.open_room(village.viewer("lan"), chat.Setup("Tea room"))
topic = forum.open_topic(village.viewer("jun"), village.forum.pk, "Which tea?", body="Tell.")
print(json.dumps({"keys": keys, "topics": [f"chat:{room}", f"topic:{topic}", "community:tea"]}))
"""
STANDING = """
from importlib import import_module
members = import_module("qunluo.people.members.queries")
communities = import_module("qunluo.people.communities.queries")
find = import_module("django.contrib.auth").get_user_model().objects.get
who = lambda name: communities.entrance(members.viewer_of(find(handle=name)), "tea").viewer
order = import_module("qunluo.people.moderation.actions")
"""
SHUT = STANDING + (
    "print(order.sanction(who('an'), find(handle='mei').pk, order.Penalty({kind!r}, 'Rude', {days})))"
)
LIFT = STANDING + "order.lift_sanction(who('an'), {sanction})"
SAY = (
    STANDING
    + """
chat = import_module("qunluo.talk.chat.actions")
forum = import_module("qunluo.talk.forum.actions")
bus = import_module("qunluo.kernel.bus")
room, topic = {topics!r}[0].split(":")[1], {topics!r}[1].split(":")[1]
chat.post_message(who("jun"), int(room), chat.Utterance({words!r}), client_id={words!r})
forum.post_reply(who("jun"), int(topic), {words!r})
bus.tell("community:tea", "posted", {{"words": {words!r}}})
"""
)


@pytest.fixture
def towns(request, installation):
    """The addresses of two servers of one installation, and who may sign in."""
    if request.param == "redis":
        installation.env["REDIS_URL"] = request.getfixturevalue("redis_server")[0]
    told = json.loads(installation.shell(PEOPLE).splitlines()[-1])
    return installation, [installation.serve(), installation.serve()], told


def hear(address, session):
    return websockets.connect(
        address.replace("http", "ws") + "/live/",
        origin=address,
        additional_headers={"Cookie": f"qunluo_session={session}"},
        open_timeout=20,
    )


async def ask(socket, topics):
    await socket.send(json.dumps({"hear": topics}))
    while True:
        told = json.loads(await asyncio.wait_for(socket.recv(), 30))
        if "heard" in told:
            return set(told["heard"])


async def words_in(socket, seconds):
    """All that arrives about what is said, until it has been still for so long."""
    found = []
    while True:
        try:
            text = await asyncio.wait_for(socket.recv(), seconds)
        except TimeoutError:
            return found
        told = json.loads(text)
        if told.get("event") not in {"here", "missed"}:
            found.append(told["topic"])


class Events(threading.Thread):
    """Server-sent events as a page without websockets hears them."""

    def __init__(self, address, session, topics):
        super().__init__(daemon=True)
        asked = "&".join(f"topic={one}" for one in topics)
        self.address = f"{address}/live/events/?{asked}"
        self.cookies = {"qunluo_session": session}
        self.heard, self.began = [], threading.Event()
        self.start()

    def run(self):
        with httpx.stream("GET", self.address, cookies=self.cookies, timeout=120) as answer:
            for line in answer.iter_lines():
                self.began.set()
                if line.startswith("data:"):
                    told = json.loads(line[5:])
                    if told.get("event") not in {"here", "missed"}:
                        self.heard.append(told["topic"])


@pytest.mark.parametrize(
    ("towns", "kind", "days"),
    [("sockets", "suspend", 2), ("redis", "ban", None)],
    indirect=["towns"],
)
def test_open_sockets_and_streams_fall_silent_in_both_processes(towns, kind, days):
    town, (one, two), told = towns
    topics, keys = told["topics"], told["keys"]

    async def play():
        async with (
            hear(one, keys["mei"]) as near,
            hear(two, keys["mei"]) as far,
            hear(two, keys["jun"]) as other,
        ):
            for socket in (near, far, other):
                assert await ask(socket, topics) == set(topics)
            events = Events(two, keys["mei"], topics)
            assert await asyncio.to_thread(events.began.wait, 20)
            await asyncio.to_thread(town.shell, SAY.format(topics=topics, words="before"))
            for socket in (near, far, other):
                assert set(await words_in(socket, 3)) == set(topics)
            assert set(events.heard) == set(topics)
            events.heard.clear()
            shut = SHUT.format(kind=kind, days=days)
            sanction = (await asyncio.to_thread(town.shell, shut)).splitlines()[-1]
            await asyncio.to_thread(town.shell, SAY.format(topics=topics, words="after"))
            assert set(await words_in(other, 3)) == set(topics)
            assert (await words_in(near, 1), await words_in(far, 1), events.heard) == ([], [], [])
            assert await ask(near, topics) == set()
            assert await ask(far, topics) == set()
            await asyncio.to_thread(town.shell, LIFT.format(sanction=sanction))
            assert await ask(far, topics) == set(topics)

    asyncio.run(play())
