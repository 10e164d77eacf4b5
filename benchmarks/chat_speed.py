"""A busy room: python -m benchmarks.chat_speed [--idle 5000] [--hearers 1000] [--rate 10] [--seconds 20]
[--processes 2] [--kill].

Starts the product's own server (with --processes 2: two, joined by a Redis of their own), opens idle
websockets and hearers of one room, lets 40 members speak through the API, and counts what arrives
where and when: from before the POST until the last byte of the frame is read. --kill ends the first
server with SIGKILL in between and starts it again; hearers come back and ask for what they missed.
With two cores the servers have the first to themselves as far as the machine allows.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SPEAKERS = 40
CLIENT = re.compile(rb'"client":"(b-\d+)"')
FRESH = re.compile(rb'"event":"message"')
CHANGE = re.compile(rb'"change":(\d+)')
PATIENCE = 0.35
CSRF = "c" * 32
SET_UP = f"""
import json
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from qunluo.kernel.action import writing
from qunluo.kernel.testing.cast import FOUNDED, build_village, model
from qunluo.talk.chat import actions
village = build_village()
keys = []
with writing("*"):
    for n in range({SPEAKERS}):
        member = model("members.Member").objects.create_user(
            f"s{{n}}@example.org", handle=f"s{{n}}", display_name=f"Speaker {{n}}", joined_at=FOUNDED)
        model("communities.Membership").objects.create(
            community=village.community, member=member, joined_at=FOUNDED, join_channel="open")
        session = SessionStore()
        session[SESSION_KEY] = str(member.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = member.get_session_auth_hash()
        session.create()
        keys.append(session.session_key)
room = actions.open_room(village.viewer("lan"), actions.Setup("Fair"), space_id=village.forum.pk)
print(json.dumps([room, keys]))
"""


class Hearer(asyncio.Protocol):
    """A websocket as thin as it can be: it counts, answers pings, and comes back when cut off."""

    def __init__(self, fair: Fair, port: int, topic: str) -> None:
        self.fair, self.port, self.topic = fair, port, topic
        self.left, self.is_open, self.change = b"", False, 0
        self.got: set[bytes] = set()
        self.early: set[int] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.line = transport
        key = base64.b64encode(os.urandom(16)).decode()
        self.line.write(  # type: ignore[attr-defined]
            f"GET /live/ HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            f"Origin: http://127.0.0.1:{self.port}\r\n\r\n".encode()
        )

    def say(self, opcode: int, payload: bytes) -> None:
        head = bytes([0x80 | opcode])
        size = bytes([0x80 | len(payload)]) if len(payload) < 126 else b""
        self.line.write(head + size + b"\0\0\0\0" + payload)  # type: ignore[attr-defined]

    def data_received(self, piece: bytes) -> None:
        self.left += piece
        if not self.is_open:
            if b"\r\n\r\n" not in self.left:
                return
            self.left = self.left.split(b"\r\n\r\n", 1)[1]
            self.is_open = True
            self.fair.open += 1
            self.say(1, json.dumps({"hear": [self.topic]}).encode() if self.topic else b"{}")
        while frame := self._frame():
            opcode, payload = frame
            if opcode == 9:
                self.say(10, payload)
            elif opcode == 1 and self.topic:
                self._hear(payload)

    def _frame(self) -> tuple[int, bytes] | None:
        left = self.left
        if len(left) < 2:
            return None
        size, start = left[1] & 0x7F, 2
        if size == 126:
            size, start = int.from_bytes(left[2:4], "big"), 4
        elif size == 127:
            size, start = int.from_bytes(left[2:10], "big"), 10
        if len(left) < start + size:
            return None
        self.left = left[start + size :]
        return left[0] & 0x0F, left[start : start + size]

    def _hear(self, payload: bytes) -> None:
        if b'"heard"' in payload:
            self.fair.hearing += 1
            if self.fair.is_cut:
                self.fair.ask_for_missed(self)
        elif FRESH.search(payload) and (found := CLIENT.search(payload)):
            self.fair.arrived(self, found[1])
            self._count(payload)

    def _count(self, payload: bytes) -> None:
        """Changes come without gaps: like the page, ask for one that is still missing a while on."""
        if not (found := CHANGE.search(payload)):
            return
        if int(found[1]) > self.change:
            self.early.add(int(found[1]))
        self._close_up()
        if self.early:
            asyncio.get_running_loop().call_later(PATIENCE, self._look_again)

    def _close_up(self) -> None:
        while self.change + 1 in self.early:
            self.change += 1
            self.early.discard(self.change)

    def _look_again(self) -> None:
        if self.early:
            self.change = max(self.early)
            self.early.clear()
            self.fair.ask_for_missed(self)

    def connection_lost(self, _why: Exception | None) -> None:
        if self.is_open:
            self.fair.open -= 1
            self.is_open = False
            if self.topic:
                self.fair.hearing -= 1
                self.fair.come_back(self)


class Fair:
    """The servers, the hearers, the speakers, and the books of who heard what."""

    def __init__(self, told: argparse.Namespace, home: Path) -> None:
        self.told, self.home = told, home
        self.open = self.hearing = self.missed_asked = 0
        self.is_cut = self.is_over = False
        self.sent: dict[bytes, float] = {}
        self.made: dict[bytes, int] = {}
        self.took: list[float] = []
        self.doubles: Counter[str] = Counter()
        self.servers: dict[int, subprocess.Popen[bytes]] = {}
        self.hearers: list[Hearer] = []
        self.asking = ThreadPoolExecutor(4)
        self.returning: list[asyncio.Future[None]] = []

    def environment(self) -> dict[str, str]:
        more = {"QUNLUO_HOME": str(self.home), "DATABASE_URL": "", "REDIS_URL": self.redis or ""}
        return {**os.environ, **more, "PYTHONPATH": str(ROOT), "QUNLUO_LOG": "warning"}

    redis: str | None = None

    def manage(self, *words: str) -> str:
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment(), capture_output=True, text=True, check=True
        )
        return done.stdout

    def serve(self, port: int) -> None:
        command = [sys.executable, "manage.py", "serve", "--port", str(port)]
        log = (self.home / f"server-{port}.log").open("ab")
        server = subprocess.Popen(command, cwd=ROOT, env=self.environment(), stdout=log, stderr=log)
        if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
            os.sched_setaffinity(server.pid, {0})
        self.servers[port] = server
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1)
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("the server did not answer")

    async def connect(self, port: int, topic: str) -> None:
        hearer = Hearer(self, port, topic)
        await asyncio.get_running_loop().create_connection(lambda: hearer, "127.0.0.1", port)
        if topic:
            self.hearers.append(hearer)

    def come_back(self, hearer: Hearer) -> None:
        if self.is_over:
            return
        self.is_cut = True

        async def again() -> None:
            while not self.is_over:
                await asyncio.sleep(0.3)
                hearer.left = b""
                loop = asyncio.get_running_loop()
                try:
                    await loop.create_connection(lambda: hearer, "127.0.0.1", hearer.port)
                except OSError:
                    continue
                return

        self.returning.append(asyncio.ensure_future(again()))

    def ask_for_missed(self, hearer: Hearer) -> None:
        """What the page does after a cut: everything since the last change it knows of."""
        loop = asyncio.get_running_loop()
        asked = loop.run_in_executor(self.asking, self._missed, hearer.port)
        self.missed_asked += 1
        asked.add_done_callback(
            lambda done: [self.arrived(hearer, one, late=True) for one in done.result()]
        )

    def _missed(self, port: int) -> list[bytes]:
        clients: list[bytes] = []
        change, more = 0, True
        while more:
            path = (
                f"/api/v1/communities/tea/chat/rooms/{self.room}/messages?since={change}&size=200"
            )
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
                found = json.load(answer)
            clients += [one["client"].encode() for one in found["items"]]
            change, more = found["change"], found["has_later"]
        return clients

    room = 0

    def arrived(self, hearer: Hearer, client: bytes, *, late: bool = False) -> None:
        if client in hearer.got:
            self.doubles["asked for" if late else "told"] += 1
            return
        hearer.got.add(client)
        if not late:
            self.took.append(time.monotonic() - self.sent[client])

    def speak(self, number: int, key: str, ports: list[int]) -> None:
        """One message, sent again under its mark until it is taken."""
        client = f"b-{number}"
        path = f"/api/v1/communities/tea/chat/rooms/{self.room}/messages"
        body = json.dumps({"body": f"Word {number} of the fair, 你好"}).encode()
        headers = {
            "Cookie": f"qunluo_session={key}; qunluo_csrf={CSRF}",
            "X-CSRFToken": CSRF,
            "Content-Type": "application/json",
            "Idempotency-Key": client,
        }
        self.sent[client.encode()] = time.monotonic()
        for turn in range(200):
            port = ports[(number + turn) % len(ports)]
            asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", body, headers)
            try:
                with urllib.request.urlopen(asked, timeout=30) as answer:
                    self.made[client.encode()] = json.load(answer)["number"]
                return
            except (OSError, HTTPException):  # an answer may be cut in the middle, too
                time.sleep(0.25)


def used(pids: list[int]) -> float:
    """CPU seconds of the servers so far."""
    ticks = 0
    for pid in pids:
        parts = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(parts[11]) + int(parts[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> int:
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) // 1024 if found else 0


async def play(fair: Fair, keys: list[str], ports: list[int]) -> None:
    told = fair.told
    await fill(fair, ports)
    held = sum(resident(server.pid) for server in fair.servers.values())
    print(f"open {fair.open}, hearing {fair.hearing}, servers hold {held} MB", flush=True)
    await asyncio.sleep(3)
    pids = [server.pid for server in fair.servers.values()]
    before, began, count = used(pids), time.monotonic(), told.rate * told.seconds
    await speak_all(fair, keys, ports, count)
    took = time.monotonic() - began
    burnt = 0.0 if told.kill else used(pids) - before
    until = time.monotonic() + 60
    while time.monotonic() < until and any(len(one.got) < count for one in fair.hearers):
        await asyncio.sleep(0.5)
    report(fair, count, took, burnt)
    fair.is_over = True


async def fill(fair: Fair, ports: list[int]) -> None:
    told = fair.told
    for topic, many in (("", told.idle), (f"chat:{fair.room}", told.hearers)):
        for number in range(0, many, 50):
            batch = range(number, min(number + 50, many))
            await asyncio.gather(*(fair.connect(ports[n % len(ports)], topic) for n in batch))
    while fair.open < told.idle + told.hearers or fair.hearing < told.hearers:
        await asyncio.sleep(0.2)


async def speak_all(fair: Fair, keys: list[str], ports: list[int], count: int) -> None:
    loop, pool, began = asyncio.get_running_loop(), ThreadPoolExecutor(32), time.monotonic()
    sending = []
    for number in range(count):
        await asyncio.sleep(max(0.0, began + number / fair.told.rate - time.monotonic()))
        key = keys[number % SPEAKERS]
        sending.append(loop.run_in_executor(pool, fair.speak, number, key, ports))
        if fair.told.kill and number == count // 2:
            first = fair.servers[ports[0]]
            first.send_signal(signal.SIGKILL)
            first.wait()
            threading.Thread(target=fair.serve, args=(ports[0],)).start()
    await asyncio.gather(*sending)


def report(fair: Fair, count: int, took: float, burnt: float) -> None:
    delivered = sum(len(one.got) for one in fair.hearers)
    wanted = count * len(fair.hearers)
    fair.took.sort()
    p50, p99 = (fair.took[int(len(fair.took) * share)] * 1000 for share in (0.5, 0.99))
    numbers = sorted(fair.made.values())
    print(f"spoken {len(numbers)} of {count} in {took:.1f} s; numbers once and without gaps: "
          f"{numbers == list(range(1, count + 1))}")  # fmt: skip
    print(f"DELIVERED {delivered} of {wanted} ({delivered / wanted:.4%}), p50 {p50:.0f} ms, "
          f"p99 {p99:.0f} ms, told again and shown once {fair.doubles['told']}")  # fmt: skip
    if fair.missed_asked:
        print(f"came back and asked for what was missed: {fair.missed_asked} times, "
              f"{fair.doubles['asked for']} known already and shown once")  # fmt: skip
    if burnt:
        print(f"servers used {burnt:.1f} CPU seconds, {burnt / took:.0%} of one core; "
              f"load of the machine {os.getloadavg()[0]:.1f}")  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("idle", 5000), ("hearers", 1000), ("rate", 10), ("seconds", 20)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--kill", action="store_true")
    told = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="qunluo-fair-"))
    fair, redis = Fair(told, home), None
    try:
        if told.processes > 1:
            port = free_port()
            words = ["redis-server", "--port", str(port), "--save", "", "--dir", str(home)]
            redis = subprocess.Popen(words, stdout=subprocess.DEVNULL)
            fair.redis = f"redis://127.0.0.1:{port}/0"
        fair.manage("migrate", "--verbosity", "0")
        fair.room, keys = json.loads(
            fair.manage("shell", "--no-imports", "-c", SET_UP).splitlines()[-1]
        )
        ports = [free_port() for _ in range(told.processes)]
        for port in ports:
            fair.serve(port)
        asyncio.run(play(fair, keys, ports))
    finally:
        for server in [*fair.servers.values(), *([redis] if redis else [])]:
            server.terminate()
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
