"""`qunluo run`: set up what is not set up, start server and worker, stop both. No Django here."""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from qunluo.site.environment import PACKAGE, home
from qunluo.site.leash import NAME as LEASH
from qunluo.site.speaking import gettext

_ = gettext

GRACE_SECONDS = 12.0
START_SECONDS = 30.0
SHORT_LIFE_SECONDS = 10.0
MOST_SHORT_LIVES = 3
# Few arenas for many threads, and no column tables in memory: some megabytes per process.
FRUGAL = {"MALLOC_ARENA_MAX": "2", "PYTHONNODEBUGRANGES": "1"}
SIGN_IN = "sign_in.txt"
DEMO_SIGN_IN = "demo-sign-in.txt"


def run(words: list[str]) -> int:
    """Returns the exit code; Ctrl-C and TERM are the usual way to end and give 0."""
    about = _("Start the server and the worker, and stop both on Ctrl-C.")
    parser = argparse.ArgumentParser(prog="qunluo run", description=about)
    host = os.environ.get("QUNLUO_HOST", "127.0.0.1")
    wanted = int(os.environ.get("QUNLUO_PORT", "8000"))
    parser.add_argument("--host", default=host, help=_("The address to answer on."))
    parser.add_argument("--port", type=int, default=wanted, help=_("The port to answer on."))
    chosen = parser.parse_args(words)
    folder = home()
    if not set_up(folder):
        return 1
    port = free_port(chosen.host, chosen.port)
    if port != chosen.port:
        told = {"wanted": chosen.port, "port": port}
        say(_("Port %(wanted)d is taken; using %(port)d.") % told)
    address = f"http://{chosen.host}:{port}"
    os.environ.setdefault("QUNLUO_PUBLIC_ADDRESS", address)
    house = House()
    signal.signal(signal.SIGTERM, house.ask_to_stop)
    signal.signal(signal.SIGINT, house.ask_to_stop)
    house.start("server", ["serve", "--host", chosen.host, "--port", str(port)])
    if house.wait_for(f"{address}/healthz"):
        greet(os.environ["QUNLUO_PUBLIC_ADDRESS"], folder)
        house.start("worker", ["worker"])
    return house.keep()


def set_up(folder: Path) -> bool:
    """Migrate and make the first sign-in, unless nothing has changed since the last time."""
    stamp, mark = folder / "setup.stamp", fingerprint(folder)
    if stamp.exists() and stamp.read_text() == mark:
        return True
    say(_("Preparing the database …"))
    done = subprocess.run(python("setup"), check=False)  # noqa: S603 - our own program
    if done.returncode:
        say(_("The set-up did not succeed; the reason is above."))
        return False
    stamp.write_text(fingerprint(folder))
    return True


def fingerprint(folder: Path) -> str:
    """Changes when there are other migrations, another database, or none."""
    digest = hashlib.sha256(sys.version.encode())
    database = os.environ.get("DATABASE_URL", "")
    digest.update(database.encode())
    if not database:
        digest.update(str((folder / "qunluo.sqlite3").exists()).encode())
    for path in sorted(PACKAGE.glob("**/migrations/*.py")):
        entry = path.stat()
        digest.update(f"{path.relative_to(PACKAGE)} {entry.st_size} {entry.st_mtime_ns}".encode())
    return digest.hexdigest()


def greet(address: str, folder: Path) -> None:
    """Where it is and who can sign in."""
    say("")
    say(_("Qunluo is running at %(address)s") % {"address": address})
    lines = [
        line
        for kept in (folder / SIGN_IN, folder / DEMO_SIGN_IN)
        if kept.exists()
        for line in kept.read_text().splitlines()
    ]
    if lines:
        say(_("You can sign in as:"))
    for line in lines:
        say(f"  {line}")
    say(_("Ctrl-C stops it."))


@dataclass
class Child:
    """One process of ours, how to start it again, and how often it died young."""

    name: str
    words: list[str]
    process: subprocess.Popen[bytes]
    since: float
    short_lives: int = 0


@dataclass
class House:
    """The server and the worker: started, watched, started again, stopped."""

    children: dict[str, Child] = field(default_factory=dict)
    is_stopping: bool = False
    failed: bool = False
    _leash: tuple[int, int] = field(default_factory=os.pipe)

    def start(self, name: str, words: list[str]) -> None:
        if self.is_stopping:
            return
        reading = self._leash[0]
        process = subprocess.Popen(  # noqa: S603 - our own program
            python(*words),
            env={**FRUGAL, **os.environ, LEASH: str(reading)},
            pass_fds=(reading,),
            # A Ctrl-C goes to us alone; we stop them in order.
            start_new_session=True,
        )
        known = self.children.get(name)
        lives = known.short_lives if known else 0
        self.children[name] = Child(name, words, process, time.monotonic(), lives)

    def ask_to_stop(self, *_signal: object) -> None:
        self.is_stopping = True

    def wait_for(self, address: str) -> bool:
        """Until the server answers; False when it does not."""
        server = self.children["server"].process
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and not self.is_stopping:
            if server.poll() is not None:
                break
            with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=1):  # noqa: S310
                return True
            time.sleep(0.05)
        if not self.is_stopping:
            say(_("The server did not start; the reason is above."))
            self.is_stopping = self.failed = True
        return False

    def keep(self) -> int:
        """Watch until told to stop; a process that died is started again."""
        while not self.is_stopping:
            for child in list(self.children.values()):
                if child.process.poll() is not None:
                    self._again(child)
            time.sleep(0.2)
        return self._stop()

    def _again(self, child: Child) -> None:
        is_short = time.monotonic() - child.since < SHORT_LIFE_SECONDS
        child.short_lives = child.short_lives + 1 if is_short else 1
        told = {"name": child.name, "code": child.process.returncode}
        if child.short_lives >= MOST_SHORT_LIVES:
            say(_("The %(name)s keeps ending (code %(code)d); stopping.") % told)
            self.is_stopping = self.failed = True
            return
        say(_("The %(name)s ended (code %(code)d); starting it again.") % told)
        time.sleep(child.short_lives - 1)
        self.start(child.name, child.words)

    def _stop(self) -> int:
        running = [child.process for child in self.children.values()]
        for process in running:
            if process.poll() is None:
                process.terminate()
        until = time.monotonic() + GRACE_SECONDS
        for process in running:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        say(_("Stopped."))
        return int(self.failed)


def python(*words: str) -> list[str]:
    return [sys.executable, "-m", "qunluo.site.cli", "--lang", gettext.language, *words]


def free_port(host: str, wanted: int, tries: int = 50) -> int:
    """The wanted port, or the next one that nobody has."""
    for port in range(wanted, wanted + tries):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((host, port))
            except OSError:
                continue
            return port
    raise SystemExit(f"no free port from {wanted} to {wanted + tries - 1}")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
