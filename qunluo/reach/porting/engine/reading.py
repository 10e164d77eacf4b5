"""Stream the rows of one file of a dump; nothing a file says can make it expand or fetch.

What is not well-formed costs its row and no more: reading goes on at the next `<row`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING
from xml.parsers import expat

from qunluo.reach.porting.engine.refusals import DumpRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

BLOCK = 1 << 18
FIRST_BLOCK = 1 << 12  # after a broken row: many of them must not cost a whole block each
LARGEST_ROW = 1 << 24  # bytes; beyond it the parser itself would have to hold the row
DEEPEST = 100  # rows left open, one in the other; each is held by the parser

ROW = re.compile(rb"<row[\s/>]")
WHOLE = re.compile(rb'"\s*/>[^"]*\Z')  # a row that ended, and something behind it
ID = re.compile(rb'\bId\s*=\s*"(\d{1,20})"')

Attributes = dict[str, str]


@dataclass(frozen=True)
class BrokenRow:
    """A piece of the file that is no row: where it is, its id when that can be read, and why."""

    line: int
    id: str
    code: str


def rows_in(path: Path, broken: Callable[[BrokenRow], None]) -> Iterator[list[Attributes]]:
    """The attributes of each `<row …/>`, in file order, a block of them at a time.

    `broken` hears of what is not well-formed and of rows over 16 MB. Raises DumpRefused:
    `entities` (a document type is declared), `not_xml` (no row at all), `other_file` (another
    root), `truncated`.
    """
    with path.open("rb") as file:
        stretch = _Stretch(file, path, start=0, line=1)
        while True:
            yield from stretch.rows()
            if stretch.stopped_at is None:
                return
            after = _after(file, path, stretch)
            _tell(file, stretch, after, broken)
            if after is None:
                return
            stretch = after


class _Stretch:
    """A piece of the file, from one place to its end or to the first thing that is wrong."""

    def __init__(self, file: IO[bytes], path: Path, *, start: int, line: int) -> None:
        self.file, self.path, self.start, self.line = file, path, start, line
        self.found: list[Attributes] = []
        self.has_rows = False
        self.stopped_at: int | None = None
        self.stopped_line = line
        self.why = ""
        self.depth = 0
        self.root = path.stem.lower()
        self.lead = b"" if start == 0 else b"<%s>" % self.root.encode()
        self.parser = expat.ParserCreate("utf-8" if start else None)
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse

    def rows(self) -> Iterator[list[Attributes]]:
        self.file.seek(self.start)
        self._feed(self.lead)
        size = FIRST_BLOCK if self.start else BLOCK
        while self.stopped_at is None and (block := self.file.read(size)):
            self._feed(block)
            self._refuse_endless()
            if self.found:
                self.has_rows = True
                yield self.found
                self.found.clear()
            size = min(size * 2, BLOCK)
        if self.stopped_at is None:
            self._feed(b"", is_last=True)
            yield self.found

    def _feed(self, block: bytes, *, is_last: bool = False) -> None:
        try:
            self.parser.Parse(block, is_last)
        except expat.ExpatError as error:
            if is_last and error.code in UNFINISHED:
                raise DumpRefused("truncated", file=self.path.name) from None
            why = MISMATCH if error.code == TAG_MISMATCH else "not_well_formed"
            # A mismatch is found behind the `</` of the closing tag.
            self._stop(why, self.parser.ErrorByteIndex - (2 if why == MISMATCH else 0))
        except _TooDeep:
            pass  # it has stopped where that was noticed; the parser itself has read on

    def _stop(self, why: str, at: int) -> None:
        self.why = why
        self.stopped_at = max(self.start + at - len(self.lead), self.start)
        self.stopped_line = self.line + self.parser.CurrentLineNumber - 1

    def _refuse_endless(self) -> None:
        read = self.file.tell() - self.start + len(self.lead)
        if self.stopped_at is None and read - self.parser.CurrentByteIndex > LARGEST_ROW + BLOCK:
            self._stop("row_too_large", self.parser.CurrentByteIndex)

    def _begin(self, name: str, attributes: Attributes) -> None:
        if name == "row":
            self.found.append(attributes)
            if self.depth > DEEPEST:
                self._stop(MISMATCH, self.parser.CurrentByteIndex)
                raise _TooDeep
        elif self.depth == 0 and name.lower() != self.root:
            raise DumpRefused("other_file", file=self.path.name, root=name[:40])
        self.depth += 1

    def _end(self, _name: str) -> None:
        self.depth -= 1

    def _refuse(self, *_declaration: object) -> None:
        raise DumpRefused("entities", file=self.path.name)


class _TooDeep(Exception):  # noqa: N818 - read on with a parser that holds none of them
    """Many rows were left open, one in the other."""


MISMATCH = "mismatch"  # rows were left open: they were read, so none is lost
TAG_MISMATCH = expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH]
UNFINISHED = {
    expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS],
    expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN],
    expat.errors.codes[expat.errors.XML_ERROR_PARTIAL_CHAR],
}


def _after(file: IO[bytes], path: Path, stretch: _Stretch) -> _Stretch | None:
    """Where reading goes on behind what is wrong; None when the file ends there as it should."""
    at = stretch.stopped_at or 0
    # Nothing of this stretch was read: what is wrong stands at its very beginning.
    is_stuck = at == stretch.start or stretch.why == "row_too_large" or stretch.depth > DEEPEST
    place, lines, is_closed = _look_for_row(file, at + 1 if is_stuck else at, stretch.root)
    if place is not None:
        return _Stretch(file, path, start=place, line=stretch.stopped_line + lines)
    if not is_closed:
        is_rowless = stretch.start == 0 and not stretch.has_rows
        code = "not_xml" if is_rowless else "truncated"
        raise DumpRefused(code, file=path.name, line=stretch.stopped_line)
    return None


def _look_for_row(file: IO[bytes], start: int, root: str) -> tuple[int | None, int, bool]:
    """The next row's place, the lines until there, and whether the closing tag was met."""
    closing = b"</" + root.encode()
    at, lines, kept, is_closed = start, 0, b"", False
    file.seek(start)
    size = FIRST_BLOCK
    while block := file.read(size):
        size = min(size * 2, BLOCK)
        window = kept + block
        found = ROW.search(window)
        stop = found.start() if found else max(0, len(window) - len(closing))
        is_closed = is_closed or closing in window
        lines += window.count(b"\n", 0, stop)
        if found:
            return at + stop, lines, is_closed
        at, kept = at + stop, window[stop:]
    return None, lines, is_closed


def _tell(
    file: IO[bytes], stretch: _Stretch, after: _Stretch | None, broken: Callable[[BrokenRow], None]
) -> None:
    if stretch.why == MISMATCH:
        return
    at = stretch.stopped_at or 0
    begin = _row_before(file, stretch.start, at)
    if after and after.start == begin > stretch.start:
        return  # found before the row was read; the next stretch begins there and tells it
    until = min(after.start if after else at + BLOCK, begin + BLOCK)
    file.seek(begin)
    found = ID.search(file.read(max(until - begin, 0)))
    broken(BrokenRow(stretch.stopped_line, found[1].decode() if found else "", stretch.why))


def _row_before(file: IO[bytes], floor: int, at: int) -> int:
    """Where the row begins that is broken at `at`; `at` itself when something between rows is."""
    for reach in (BLOCK, LARGEST_ROW + BLOCK):
        begin = max(floor, at - reach)
        file.seek(begin)
        window = file.read(at - begin)
        places = [found.start() for found in ROW.finditer(window)]
        if places:
            return at if WHOLE.search(window, places[-1]) else begin + places[-1]
        if begin == floor:
            break
    return at
