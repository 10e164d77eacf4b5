"""An installed `qunluo`, far from the checkout: it seeds, runs, serves a page with its style and script.

Run by bin/wheel, with the program's path as its one word.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

START_SECONDS = 120


def main(program: str) -> int:
    assert not [p for p in os.environ["PATH"].split(":") if (Path(p) / "node").exists()], "Node"
    with tempfile.TemporaryDirectory(prefix="qunluo-home-") as folder:
        home = {**os.environ, "QUNLUO_HOME": folder, "LANG": "C.UTF-8", "DATABASE_URL": ""}
        for words in (["--help"], ["setup", "--no-demo"], ["seed", "--size", "hamlet"]):
            subprocess.run([program, *words], check=True, cwd=folder, env=home)
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
        began = time.monotonic()
        running = subprocess.Popen([program, "run", "--port", str(port)], cwd=folder, env=home)
        try:
            page = wait_for(f"http://127.0.0.1:{port}/c/tea-demo/")
            print(f"first page after {time.monotonic() - began:.1f} s")
            look(page, port)
        finally:
            running.send_signal(signal.SIGINT)
            code = running.wait(30)
        assert code == 0, f"`qunluo run` ended with {code}"
    print("the wheel holds")
    return 0


def look(page: str, port: int) -> None:
    """The page is Chinese, and what it loads is there, of the right kind and not empty."""
    assert 'lang="zh-hans"' in page.lower(), page[:400]
    files = set(re.findall(r'(?:href|src)="(/static/build/[^"]+\.(?:css|js))"', page))
    assert {name.rpartition(".")[2] for name in files} == {"css", "js"}, files
    for name in sorted(files):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{name}", timeout=10) as answer:
            kind, size = answer.headers["content-type"], len(answer.read())
        print(f"{answer.status} {size:>8} {kind} {name}")
        assert size > 500
        assert ("css" in kind) == name.endswith(".css"), kind


def wait_for(address: str) -> str:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                assert answer.status == 200
                return answer.read().decode()
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} did not answer within {START_SECONDS} s")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
