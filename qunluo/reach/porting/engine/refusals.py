"""Why a dump or one of its rows cannot be used; codes here, sentences where they are shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class DumpRefused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """The whole dump cannot be used. `code` names the sentence, `about` fills it."""

    def __init__(self, code: str, **about: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.about = about


class RowRefused(Exception):  # noqa: N818
    """One row cannot be used."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.field = field


class RefusalFile:
    """JSON lines of rows that were not used: file, row (its Id, else its place), code, field, reason.

    `words` says a code in the language of who asked for the import.
    """

    def __init__(self, path: Path, words: Callable[[str], str]) -> None:
        self.path, self.words = path, words
        self.count = 0
        self._file = path.open("w", encoding="utf-8")

    def add(self, file: str, row: str, code: str, field: str = "") -> None:
        line = {
            "file": file,
            "row": row,
            "code": code,
            "field": field,
            "reason": self.words(code),
        }
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self.count += 1

    def close(self) -> None:
        self._file.close()
