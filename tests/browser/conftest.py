"""A real server on a demo town, and a real Chromium that signs in like anybody."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.checking import Town

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent.parent
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-default-apps",
    "--mute-audio",
]
START_SECONDS = 60


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as player:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = player.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def town(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The hamlet, served by the product's own server on a port of its own.

    TOWN_HOME names a folder that is seeded already, for quick looks while building.
    """
    kept = os.environ.get("TOWN_HOME", "")
    home = Path(kept) if kept else tmp_path_factory.mktemp("home")
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "QUNLUO_HOME": str(home),
        "QUNLUO_PUBLIC_ADDRESS": address,
        "DATABASE_URL": "",
    }
    if not kept:
        shutil.copytree(grown(tmp_path_factory), home, dirs_exist_ok=True)
    with (home / "server.log").open("wb") as log:
        words = [sys.executable, "-m", "qunluo.site.cli", "serve", "--port", str(port)]
        server = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            wait_for(f"{address}/healthz", server)
            yield Town(address, home, chromium, passwords(home))
        finally:
            server.terminate()
            server.wait(20)


def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A seeded home, made by whichever of the run's processes comes first; each takes a copy."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "town"
    with (shared.with_suffix(".lock")).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "grown").exists():
            shared.mkdir(exist_ok=True)
            environment = {**os.environ, "QUNLUO_HOME": str(shared), "DATABASE_URL": ""}
            verb("setup", "--no-demo", environment=environment)
            verb("seed", "--size", "hamlet", "--deliver", environment=environment)
            (shared / "grown").touch()
    return shared


def verb(*words: str, environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "qunluo.site.cli", *words],
        check=False,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, "the server ended before it answered"
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{address} did not answer within {START_SECONDS} s")


def passwords(home: Path) -> dict[str, tuple[str, str]]:
    """Who can sign in: `keeper` (staff) and the demo's cast, as (address, password)."""
    # Written in the language of whoever set it up.
    told = re.match(r"(\S+)\s[^:：]+[:：]\s*(\S+)", (home / "sign_in.txt").read_text())
    assert told is not None
    found = {"keeper": (told[1], told[2])}
    for line in (home / "demo-sign-in.txt").read_text().splitlines():
        words = line.split()
        if len(words) > 2 and "@" in words[0]:
            found[words[0].partition("@")[0].removeprefix("demo-")] = (words[0], words[2])
    return found
