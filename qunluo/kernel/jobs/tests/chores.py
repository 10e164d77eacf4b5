"""Jobs that only tests know."""

from __future__ import annotations

import os
import time
from pathlib import Path

from qunluo.kernel import jobs


@jobs.job()
def note(folder: str, word: str) -> str:
    with Path(folder, "notes").open("a") as notes:
        notes.write(f"{word} {os.getpid()}\n")
    return word


@jobs.job(retries=0)
def long_walk(folder: str) -> None:
    """Says when it begins, waits for the file `go`, says when it ends."""
    note.call(folder, "begin")
    while not Path(folder, "go").exists():
        jobs.report_progress(1, 10, "walking")
        time.sleep(0.05)
    note.call(folder, "end")


@jobs.job(retries=2)
def stumble(folder: str, times: int) -> None:
    seen = Path(folder, "stumbles")
    count = len(seen.read_text()) if seen.exists() else 0
    seen.write_text("x" * (count + 1))
    if count < times:
        raise RuntimeError(f"stumbled {count + 1}")
