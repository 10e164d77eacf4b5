"""A real installation of its own, with real worker processes."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from qunluo.kernel.testing import tables

ROOT = Path(__file__).resolve().parents[3]


class Installation:
    def __init__(self, home, database_url):
        self.home = home
        self.env = {
            **os.environ,
            "QUNLUO_HOME": str(home),
            "DATABASE_URL": database_url,
            "QUNLUO_JOB_LEASE": "2",
            "PYTHONPATH": str(ROOT),
        }
        self.workers = []
        if not database_url:
            shutil.copyfile(tables.sqlite_tables(), home / "qunluo.sqlite3")

    def run(self, *words):
        done = self.try_run(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def try_run(self, *words):
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def shell(self, code):
        return self.run("shell", "--no-imports", "-c", code)

    def worker(self):
        process = subprocess.Popen([sys.executable, "manage.py", "worker"], cwd=ROOT, env=self.env)
        self.workers.append(process)
        return process

    def serve(self):
        """A running server; returns its address."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        words = [sys.executable, "manage.py", "serve", "--port", str(port)]
        self.server = subprocess.Popen(words, cwd=ROOT, env=self.env)
        self.workers.append(self.server)
        address = f"http://127.0.0.1:{port}"
        until(lambda: answers(f"{address}/healthz"))
        return address

    def notes(self):
        kept = self.home / "notes"
        return kept.read_text().splitlines() if kept.exists() else []

    def close(self):
        for process in self.workers:
            if process.poll() is None:
                process.kill()
            process.wait()


def answers(address):
    with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5):
        return True
    return False


def until(true, seconds=60.0):
    """Waits for something to become true; returns how long it took."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, "it did not happen in time"
        time.sleep(0.05)
    return time.monotonic() - began


def _postgresql():
    """A database of its own on the server that DATABASE_URL names."""
    import psycopg

    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        pytest.skip("DATABASE_URL names no PostgreSQL")
    name = f"qunluo_jobs_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(address, autocommit=True) as server:
        kept = tables.postgresql_tables(address)
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{kept}"')
    return address, name


@contextlib.contextmanager
def made_in(folder, kind):
    """An installation on "sqlite" or "postgresql", gone afterwards."""
    folder.mkdir(exist_ok=True)
    if kind == "sqlite":
        with contextlib.closing(Installation(folder, "")) as made:
            yield made
        return
    import psycopg

    address, name = _postgresql()
    own = urlunsplit(urlsplit(address)._replace(path=f"/{name}"))
    try:
        with contextlib.closing(Installation(folder, own)) as made:
            yield made
    finally:
        with psycopg.connect(address, autocommit=True) as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
if os.environ.get("DATABASE_URL", "").startswith("postgres"):
    KINDS = KINDS[1:]


@pytest.fixture
def short_path():
    """A folder near the root: an address of a local socket holds about a hundred signs."""
    with tempfile.TemporaryDirectory(prefix="qunluo-", ignore_cleanup_errors=True) as name:
        yield Path(name)


@pytest.fixture(params=KINDS)
def installation(request, short_path):
    with made_in(short_path / "home", request.param) as made:
        yield made


@pytest.fixture(params=KINDS)
def two_installations(request, short_path):
    with (
        made_in(short_path / "one", request.param) as one,
        made_in(short_path / "two", request.param) as two,
    ):
        yield one, two
