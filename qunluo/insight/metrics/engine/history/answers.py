"""Answers kept on disk beside a prepared history: the roll-ups that a new process reads first.

An answer at a watermark never changes, so it is found once and then only read. One small file per
question; the folder may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qunluo.insight.metrics.engine.history.source import Source

VERSION = 1
MOST_FOLDERS = 6
READY = "ready.json"


class Answers:
    """The answers of one history. Without a folder (`kept_in` "") nothing is found or kept."""

    def __init__(self, source: Source) -> None:
        self.above = Path(source.kept_in) if source.kept_in else None
        name = f"answers-v{VERSION}-{source.base}-{source.watermark}"
        self.folder = self.above / name if self.above else None

    def get(self, key: tuple[object, ...]) -> Any:
        """None when it was not kept; a torn file counts as none."""
        if self.folder is None:
            return None
        try:
            return json.loads((self.folder / _named(key)).read_text())
        except (OSError, ValueError):
            return None

    def has(self, key: tuple[object, ...]) -> bool:
        return self.folder is not None and (self.folder / _named(key)).exists()

    def before(self, key: tuple[object, ...]) -> Any:
        """What the newest other folder has under this key, whatever its conditions; None: nothing."""
        if self.above is None:
            return None
        known = self.above.glob(f"answers-v{VERSION}-*/{_named(key)}")
        others = [path for path in known if path.parent != self.folder]
        try:
            return json.loads(max(others, key=_age).read_text()) if others else None
        except (OSError, ValueError):
            return None

    def put(self, key: tuple[object, ...], found: Any) -> None:
        """Keep plain values; a full disk only costs the next process its time."""
        if self.folder is None:
            return
        try:
            is_new = not self.folder.exists()
            self.folder.mkdir(parents=True, exist_ok=True)
            aside = self.folder / f".{_named(key)}-{os.getpid()}"
            aside.write_text(json.dumps(found, default=_plain))
            aside.replace(self.folder / _named(key))
        except OSError:
            return
        if is_new:
            self._tidy()

    def _tidy(self) -> None:
        assert self.above is not None  # noqa: S101 - only called with a folder
        known = sorted(self.above.glob("answers-*"), key=_age, reverse=True)
        for folder in known[MOST_FOLDERS:]:
            shutil.rmtree(folder, ignore_errors=True)


def _plain(value: Any) -> Any:
    """A number of numpy as Python's own."""
    return value.item()


def _age(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except OSError:
        return 0.0


def _named(key: tuple[object, ...]) -> str:
    if key == (READY,):
        return READY
    return hashlib.sha256(repr(key).encode()).hexdigest()[:32] + ".json"


def ready_marks(kept_in: str) -> list[tuple[int, str]]:
    """(watermark, base of its source) whose usual questions are answered, the newest first."""
    found = Path(kept_in).glob(f"answers-v{VERSION}-*/{READY}")
    told = [path.parent.name.split("-")[-2:] for path in found]
    return sorted(((int(mark), base) for base, mark in told), reverse=True)
