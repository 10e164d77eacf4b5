"""A real server process: pages, headers, health, and the live hub."""

import asyncio
import json

import httpx
import pytest
import websockets

from qunluo.kernel.testing.installation import until

VILLAGE = """
from datetime import UTC, datetime
from qunluo.kernel.testing.cast import build_village
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
village = build_village()
keys = []
for name in ("mei", "zhu"):
    member = village.members[name]
    session = SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.create()
    keys.append(f"{member.pk}:{session.session_key}")
print("|".join(keys))
"""
TELL = "from qunluo.kernel import bus; bus.tell({topic!r}, 'posted', {{'id': 7}})"
CLOSE = """
from qunluo.kernel.viewer import Viewer
from importlib import import_module
members = import_module("qunluo.people.members.queries")
communities = import_module("qunluo.people.communities.queries")
actions = import_module("qunluo.people.communities.actions")
lan = import_module("django.contrib.auth").get_user_model().objects.get(handle="lan")
viewer = communities.entrance(members.viewer_of(lan), "tea").viewer
actions.change_settings(viewer, access="private")
"""


@pytest.fixture
def town(installation):
    installation.env["QUNLUO_METRICS_TOKEN"] = "let-me-count"
    installation.people = [
        entry.split(":") for entry in installation.shell(VILLAGE).splitlines()[-1].split("|")
    ]
    installation.address = installation.serve()
    return installation


def hear(town, topics, session="", origin=None):
    """A browser's websocket that asked for topics; gives (socket, what was allowed)."""
    address = town.address.replace("http", "ws") + "/live/"
    headers = {"Cookie": f"qunluo_session={session}"} if session else {}
    return websockets.connect(
        address, origin=origin or town.address, additional_headers=headers, open_timeout=10
    )


async def ask(socket, *topics):
    await socket.send(json.dumps({"hear": list(topics)}))
    return json.loads(await asyncio.wait_for(socket.recv(), 30))["heard"]


def test_pages_are_served_kept_and_guarded(town):
    with httpx.Client(base_url=town.address) as visitor:
        first = visitor.get("/", headers={"X-Request-ID": "abcd-1234"})
        assert first.status_code == 200
        assert first.headers["X-Request-ID"] == "abcd-1234"
        assert "unsafe" not in first.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in first.headers["Content-Security-Policy"]
        assert "set-cookie" not in first.headers
        assert "x-page-cache" not in first.headers
        again = visitor.get("/", headers={"X-Request-ID": "two words"})
        assert again.text == first.text
        assert visitor.get("/metrics").status_code == 404
        told = visitor.get("/metrics", headers={"Authorization": "Bearer let-me-count"}).text
        assert 'qunluo_pages_total{kept="yes"} 1' in told
        assert 'qunluo_requests_total{method="GET",status="200"}' in told


def test_ready_only_with_a_worker(town):
    assert httpx.get(f"{town.address}/healthz").text == "alive\n"
    without = httpx.get(f"{town.address}/readyz")
    assert (without.status_code, without.json()["checks"]["worker"]) == (503, False)
    worker = town.worker()
    until(lambda: httpx.get(f"{town.address}/readyz").status_code == 200)
    worker.terminate()
    worker.wait(30)
    assert httpx.get(f"{town.address}/readyz").status_code == 503


def test_a_private_community_is_not_shown_to_visitors_any_more(town):
    """Made private by another process: the kept page is gone within moments."""
    assert "Tea" in httpx.get(town.address).text
    assert "Tea" in httpx.get(town.address).text
    town.shell(CLOSE)
    until(lambda: "Tea" not in httpx.get(town.address).text, 3)


def test_the_hub_tells_those_who_may_hear(town):
    (mei, session), (zhu, other) = town.people

    async def play():
        async with hear(town, [], session) as socket, hear(town, [], other) as stranger:
            heard = await ask(socket, f"member:{mei}", f"member:{zhu}", "community:tea", "x:1", "y")
            assert heard == ["community:tea", f"member:{mei}"]
            assert await ask(stranger, "community:tea", f"member:{mei}") == ["community:tea"]
            await asyncio.to_thread(town.shell, TELL.format(topic=f"member:{mei}"))
            told = json.loads(await asyncio.wait_for(socket.recv(), 30))
            assert told == {"topic": f"member:{mei}", "event": "posted", "payload": {"id": 7}}
            # The community closes: who is no member hears nothing of it from now on.
            await asyncio.to_thread(town.shell, CLOSE)
            await asyncio.to_thread(town.shell, TELL.format(topic="community:tea"))
            told = json.loads(await asyncio.wait_for(socket.recv(), 30))
            assert told["topic"] == "community:tea"
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(stranger.recv(), 1)

    asyncio.run(play())


def test_other_sites_pages_may_not_listen(town):
    async def play():
        with pytest.raises(websockets.InvalidStatus) as refused:
            async with hear(town, [], origin="https://elsewhere.example"):
                pass
        assert refused.value.response.status_code == 403
        async with hear(town, []) as socket:
            await socket.send("no json")
            with pytest.raises(websockets.ConnectionClosed):
                await asyncio.wait_for(socket.recv(), 30)

    asyncio.run(play())
    elsewhere = {"Origin": "https://elsewhere.example"}
    assert httpx.get(f"{town.address}/live/events/", headers=elsewhere).status_code == 403


def test_events_come_without_a_websocket_too(town):
    (mei, session), _zhu = town.people
    address = f"{town.address}/live/events/?topic=member:{mei}&topic=community:tea"
    with httpx.stream("GET", address, cookies={"qunluo_session": session}, timeout=20) as answer:
        assert answer.headers["content-type"] == "text/event-stream"
        lines = answer.iter_lines()
        assert next(lines) == "retry: 3000"
        town.shell(TELL.format(topic="community:tea"))
        told = next(line for line in lines if line.startswith("data:"))
        assert json.loads(told[6:])["payload"] == {"id": 7}


def test_open_pages_do_not_hold_up_the_end(town):
    async def play():
        async with hear(town, []) as socket:
            await ask(socket, "community:tea")
            town.server.terminate()
            with pytest.raises(websockets.ConnectionClosed):
                await asyncio.wait_for(socket.recv(), 30)

    asyncio.run(play())
    assert town.server.wait(30) in {0, -15}


TOPIC = """
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.talk.forum import actions, queries
from importlib import import_module
mei = import_module("django.contrib.auth").get_user_model().objects.get(handle="mei")
viewer = communities.entrance(members.viewer_of(mei), "tea").viewer
space = next(one for one in communities.place(viewer).spaces if one.slug == "square")
topic = actions.open_topic(viewer, space.id, "Kept", body="First words")
print(queries.topic_head(viewer, topic).address)
"""
REPLY = """
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.talk.forum import actions
from qunluo.talk.forum.models import Topic
from importlib import import_module
mei = import_module("django.contrib.auth").get_user_model().objects.get(handle="mei")
viewer = communities.entrance(members.viewer_of(mei), "tea").viewer
actions.post_reply(viewer, Topic.objects.get(title="Kept").pk, "Second words")
"""


def test_a_topic_s_page_is_kept_for_visitors_until_somebody_writes(town):
    address = town.address + town.shell(TOPIC).splitlines()[-1]
    first = httpx.get(address, timeout=30)
    again = httpx.get(address, timeout=30)
    # A page from the cache passes no middleware, so nobody gives it a number.
    assert "x-request-id" in first.headers
    assert "x-request-id" not in again.headers
    assert again.text == first.text
    dark = httpx.get(address, timeout=30, cookies={"qunluo_theme": "dark"})
    assert 'data-theme="qunluo-dark"' in dark.text
    english = httpx.get(address, timeout=30, cookies={"qunluo_language": "en"})
    assert '<html lang="en"' in english.text
    assert 'data-theme="qunluo-dark"' not in httpx.get(address, timeout=30).text
    town.shell(REPLY)
    until(lambda: "Second words" in httpx.get(address, timeout=30).text, 10)
