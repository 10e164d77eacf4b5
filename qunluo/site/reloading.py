"""`bin/dev`: run, and start again whenever a Python file or a catalogue changes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

from qunluo.site.environment import PACKAGE

WATCHED = ("*.py", "*.html", "*.mo", "*.json")


def newest() -> float:
    """When the source last changed."""
    return max(path.stat().st_mtime for kind in WATCHED for path in PACKAGE.rglob(kind))


def main(words: list[str]) -> int:
    """Until Ctrl-C: a change stops the product kindly and starts it anew."""
    os.chdir(PACKAGE.parent)
    while True:
        running = subprocess.Popen([sys.executable, "-m", "qunluo.site.cli", "run", *words])  # noqa: S603
        seen = newest()
        try:
            while newest() == seen:
                time.sleep(0.5)
        except KeyboardInterrupt:
            running.send_signal(signal.SIGTERM)
            return running.wait()
        running.send_signal(signal.SIGTERM)
        running.wait()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
