"""A child process ends with the one that started it, even if that one was killed."""

from __future__ import annotations

import os
import signal
import threading

NAME = "QUNLUO_LEASH"


def hold_leash() -> None:
    """If we were started on a leash (the reading end of a pipe), stop when it goes slack."""
    held = os.environ.pop(NAME, "")
    if held.isdigit():
        threading.Thread(target=_watch, args=(int(held),), daemon=True, name="leash").start()


def _watch(end: int) -> None:
    try:
        while os.read(end, 1):
            pass
    except OSError:
        return
    os.kill(os.getpid(), signal.SIGTERM)
