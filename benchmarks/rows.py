"""The rows of the table; each returns (what, measured, baseline or aim)."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

from benchmarks.town import ROOT, Town, proportional_memory, stop, town

BEER = ROOT.parent / "shared" / "data" / "beer.stackexchange.com.tar.xz"
LANGUAGE = "zh-CN"
TURNS = 3
Row = tuple[str, str, str]


def requests_per_second(address: str, seconds: int, cookie: str = "") -> float:
    """By wrk, once the server has come to rest: what an earlier run left in line is not measured."""
    wait_for_rest(address, cookie)
    words = ["wrk", "-t2", "-c16", f"-d{seconds}s", "-H", f"Accept-Language: {LANGUAGE}"]
    if cookie:
        words += ["-H", f"Cookie: {cookie}"]
    told = subprocess.run(
        [*words, in_ascii(address)], capture_output=True, text=True, check=True
    ).stdout
    if bad := re.search(r"Non-2xx or 3xx responses: (\d+)", told):
        raise SystemExit(f"{address}: {bad[0]}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])  # type: ignore[index]
    if not rate:
        raise SystemExit(f"{address} answered nothing in {seconds} s: the machine is too busy")
    return rate


def wait_for_rest(address: str, cookie: str) -> None:
    """Three answers in a row within a second each; after half a minute it is as it is."""
    headers = {"Accept-Language": LANGUAGE, **({"Cookie": cookie} if cookie else {})}
    asked, until, quick = Request(in_ascii(address), headers=headers), time.monotonic() + 30, 0
    while quick < 3 and time.monotonic() < until:
        began = time.monotonic()
        with urlopen(asked, timeout=30) as answer:
            answer.read()
        quick = quick + 1 if time.monotonic() - began < 1 else 0


def in_ascii(address: str) -> str:
    return quote(address, safe=":/?=&%")


def pages(seconds: int) -> list[Row]:
    """Topic page of 20 posts against a trivial view, on the same server, taken in turns."""
    with tempfile.TemporaryDirectory() as home:
        place = town(Path(home), settings="benchmarks.settings")
        place.grow("hamlet")
        path, cookie = place.make_topic()
        server = place.serve()
        try:
            base = f"http://127.0.0.1:{place.port}"
            for warm, known in (("/trivial/", ""), (path, ""), (path, cookie)):
                requests_per_second(base + warm, 2, known)
            turns = [
                (
                    requests_per_second(f"{base}/trivial/", seconds),
                    requests_per_second(base + path, seconds),
                    requests_per_second(base + path, seconds, cookie),
                )
                for _ in range(TURNS)
            ]
        finally:
            stop(server)
    trivial, visitor, member = (statistics.median(rates) for rates in zip(*turns, strict=True))
    of_visitor = statistics.median(one[1] / one[0] for one in turns)
    of_member = statistics.median(one[2] / one[0] for one in turns)
    return [
        ("trivial view", f"{trivial:,.0f} requests/s", "the baseline"),
        (
            "topic page of 20 posts, visitor",
            f"{visitor:,.0f}/s = {of_visitor:.2f} × trivial",
            "aim 0.6",
        ),
        (
            "topic page of 20 posts, signed in",
            f"{member:,.0f}/s = {of_member:.2f} × trivial",
            "aim 0.12",
        ),
    ]


def memory(seconds: int) -> list[Row]:
    """Start-up to the first page, then the idle product's memory after a minute."""
    with tempfile.TemporaryDirectory() as home:
        place = town(Path(home))
        place.grow("village")
        place.verb("-m", "qunluo.site.cli", "setup", "--no-demo")
        began = time.monotonic()
        runner = place.start("-m", "qunluo.site.cli", "run", "--port", str(place.port))
        try:
            place.wait("/")
            first = time.monotonic() - began
            time.sleep(60 if seconds > 3 else 10)
            used = proportional_memory([runner.pid])
        finally:
            stop(runner)
    return [
        ("command to first page", f"{first:.1f} s", "aim under 5 s"),
        ("idle product, all processes (PSS)", f"{used:.0f} MB", "aim under 250 MB"),
    ]


def replies(seconds: int) -> list[Row]:
    """16 clients reply to one topic through the action, each on a connection of its own."""
    rows = []
    for name, prefix in (("SQLite", []), ("PostgreSQL", [str(ROOT / "bin" / "with-postgresql")])):
        with tempfile.TemporaryDirectory() as home:
            place: Town = town(Path(home))
            done = subprocess.run(
                [*prefix, sys.executable, "-m", "benchmarks.replying", str(max(3, seconds))],
                cwd=ROOT, env=place.environment, capture_output=True, text=True, check=False,
            )  # fmt: skip
        told = re.search(r"RATE (\S+) P99 (\S+)", done.stdout)
        shown = (
            f"{float(told[1]):,.0f}/s, p99 {float(told[2]):.0f} ms"
            if told
            else "did not run: " + done.stderr[-200:]
        )
        rows.append((f"replies by 16 clients, {name}", shown, ""))
    return rows


def searches(seconds: int) -> list[Row]:
    """Words of two signs inside longer ones, among 200,000 texts (20,000 in a hurry)."""
    count = 200_000 if seconds > 3 else 20_000
    rows = []
    for name, prefix in (("SQLite", []), ("PostgreSQL", [str(ROOT / "bin" / "with-postgresql")])):
        with tempfile.TemporaryDirectory() as home:
            place: Town = town(Path(home))
            done = subprocess.run(
                [*prefix, sys.executable, "-m", "benchmarks.searching", str(count)],
                cwd=ROOT, env=place.environment, capture_output=True, text=True, check=False,
            )  # fmt: skip
        told = re.search(r"P50 (\S+) P95 (\S+) RECALL (\S+)", done.stdout)
        shown = (
            f"p50 {told[1]} ms, p95 {told[2]} ms, recall {told[3]}"
            if told
            else "did not run: " + done.stderr[-200:]
        )
        rows.append((f"search among {count:,} texts, {name}", shown, "p50 5.7 ms on SQLite"))
    return rows


def imports(seconds: int) -> list[Row]:
    script = ROOT / "benchmarks" / "import_speed.py"
    if not BEER.exists() or not script.exists():
        return [("import", "the archive is not at hand", "aim at most 20 ×")]
    with tempfile.TemporaryDirectory() as work:
        with tarfile.open(BEER) as packed:
            packed.extractall(work, filter="data")
        (folder,) = Path(work).iterdir()
        words = [sys.executable, str(script), str(folder)]
        told = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    if told.returncode:
        return [("import", "did not run: " + told.stderr[-200:], "aim at most 20 ×")]
    return [
        ("import", line.strip(), "aim at most 20 ×") for line in told.stdout.splitlines() if line
    ]


def report(seconds: int) -> list[Row]:
    """The real community's report: facts, sentences, PDF and DOCX, in one process that is warm."""
    if not BEER.exists():
        return [("report", "the archive is not at hand", "aim under 5 s")]
    with tempfile.TemporaryDirectory() as home:
        place = town(Path(home))
        place.grow("hamlet")
        told = place.verb("-m", "benchmarks.reporting", str(BEER))
        words = ("report", "--community", "beer", "--month", "2020-04", "--out", home)
        began = time.monotonic()
        place.verb("-m", "qunluo.site.cli", *words)
        whole = time.monotonic() - began
    found = re.search(r"MADE (\S+) PDF (\S+) DOCX (\S+)", told)
    assert found, told
    made, pdf, docx = map(float, found.groups())
    return [
        ("report of the real community, made", f"{made:.1f} s", "aim under 5 s with the files"),
        ("… as PDF and DOCX with charts", f"{pdf:.1f} s and {docx:.1f} s", ""),
        ("… by the command, start and both files", f"{whole:.1f} s", "aim under 5 s"),
    ]


def words(seconds: int) -> list[Row]:
    """50,000 watched words: built, and looked for in this product's own Chinese pages."""
    command = [sys.executable, "-m", "benchmarks.watching", str(seconds)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = re.search(r"BUILT (\S+) EACH (\S+) MB (\S+)", told)
    assert found, told
    built, each, size = map(float, found.groups())
    return [
        ("50,000 watched words loaded", f"{built:.2f} s, {size:.0f} MB", "aim under 2 s"),
        ("… looked for in 1,000 characters", f"{each:.2f} ms", "aim at most 1 ms"),
    ]


ROWS = {
    "words": words,
    "pages": pages,
    "replies": replies,
    "search": searches,
    "imports": imports,
    "report": report,
    "memory": memory,
}
