"""A seeded installation in a folder of its own, and its processes."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
POSTS = 20
MAKE_TOPIC = """
from datetime import timedelta
from importlib import import_module
from django.apps import apps
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from qunluo.kernel import clock
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.talk.forum import actions
Member = apps.get_model("members.Member")
people = [Member.objects.get(handle=f"demo-{n}") for n in ("lan", "an", "wei", "mei")]
eyes = [communities.entrance(members.viewer_of(m), "tea-demo").viewer for m in people]
space = next(s for s in communities.place(eyes[0]).spaces if s.slug == "square")
text = "喝茶这件事，说简单也简单。**水、器、茶**三样里先把水弄好。\\n\\n- 先试软水\\n- 再调水温\\n\\n> 一次只改一样。"
now = clock.now() - timedelta(days=2)
with clock.at(now):
    topic = actions.open_topic(eyes[0], space.id, "基准：二十帖的话题", body=text, tags=["冲泡"])
for n in range(POSTS - 1):
    with clock.at(now + timedelta(minutes=7 * (n + 1))):
        actions.post_reply(eyes[(n + 1) % 4], topic, f"{text}\\n\\n第 {n} 层")
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY] = str(people[3].pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = people[3].get_session_auth_hash()
session.save()
slug = apps.get_model("forum.Topic").objects.get(pk=topic).slug
print("FOUND", topic, slug, session.session_key, settings.SESSION_COOKIE_NAME)
"""


@dataclass
class Town:
    home: Path
    port: int
    environment: dict[str, str]

    def verb(self, *words: str, text: str = "") -> str:
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=self.environment, input=text,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise SystemExit(done.stdout + done.stderr)
        return done.stdout

    def grow(self, size: str) -> None:
        self.verb("-m", "qunluo.site.cli", "setup", "--no-demo")
        self.verb("-m", "qunluo.site.cli", "seed", "--size", size)

    def make_topic(self) -> tuple[str, str]:
        """(path of the topic, cookie header of a signed-in member)."""
        told = self.verb(
            "manage.py", "shell", "--no-imports", text=MAKE_TOPIC.replace("POSTS", str(POSTS))
        )
        found = re.search(r"FOUND (\S+) (\S*) (\S+) (\S+)", told)
        assert found, told
        topic, slug, key, cookie = found.groups()
        return f"/c/tea-demo/forum/topics/{topic}-{slug}/", f"{cookie}={key}"

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        log = (self.home / f"{words[-1].strip('-')}.log").open("wb")
        return subprocess.Popen(
            [sys.executable, *words], cwd=ROOT, env=self.environment, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip

    def serve(self) -> subprocess.Popen[bytes]:
        server = self.start("-m", "qunluo.site.cli", "serve", "--port", str(self.port))
        self.wait("/healthz")
        return server

    def wait(self, path: str, seconds: float = 60) -> float:
        """Seconds until the path answers."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=2):
                    return time.monotonic() - began
            except OSError:
                time.sleep(0.05)
        raise SystemExit(f"{path} did not answer in {seconds} s")


def town(home: Path, *, settings: str = "qunluo.site.settings") -> Town:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = int(taken.getsockname()[1])
    # Compiled once, as in any installation, whatever this shell wishes for its own processes.
    inherited = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment = {
        **inherited,
        "PYTHONPYCACHEPREFIX": os.environ.get("PYTHONPYCACHEPREFIX", str(home / "bytecode")),
        "QUNLUO_HOME": str(home),
        "QUNLUO_PUBLIC_ADDRESS": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": settings,
        "PYTHONPATH": str(ROOT),
    }
    return Town(home, port, environment)


def stop(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)


def proportional_memory(pids: list[int]) -> float:
    """PSS in MB of the processes and all their children."""
    total = 0
    for pid in pids:
        for family in (pid, *children(pid)):
            try:
                rolled = Path(f"/proc/{family}/smaps_rollup").read_text()
            except OSError:
                continue
            total += int(re.search(r"^Pss:\s+(\d+)", rolled, re.MULTILINE)[1])  # type: ignore[index]
    return total / 1024


def children(pid: int) -> list[int]:
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text().split():
            found += [int(child), *children(int(child))]
    return found
