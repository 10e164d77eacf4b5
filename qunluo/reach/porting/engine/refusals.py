"""Why a dump or one of its rows cannot be used; codes here, sentences where they are shown."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

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


class RefusedRow(NamedTuple):
    """One line of the list; `field` is the field's name or, for broken XML, the line's place."""

    file: str
    row: str
    code: str
    field: str


def first_refusals(path: Path, most: int) -> list[RefusedRow]:
    """The first lines of a list; none when it is not there."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8") as file:
        told = [json.loads(line) for line in islice(file, most)]
    return [RefusedRow(one["file"], one["row"], one["code"], one["field"]) for one in told]
