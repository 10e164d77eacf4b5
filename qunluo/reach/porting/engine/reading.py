"""Stream the rows of one file of a dump; nothing a file says can make it expand or fetch."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from qunluo.reach.porting.engine.refusals import DumpRefused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BLOCK = 1 << 18
LARGEST_ROW = 1 << 24  # bytes; beyond it the parser itself would have to hold the row

Attributes = dict[str, str]


def rows_in(path: Path) -> Iterator[Attributes]:
    """The attributes of each `<row …/>`, in file order.

    Raises DumpRefused: `entities` (a document type is declared), `not_xml`, `truncated`,
    `row_too_large`.
    """
    found: list[Attributes] = []
    parser = _parser(path, found)
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            _feed(parser, block, path, is_last=False)
            yield from found
            found.clear()
            if file.tell() - parser.CurrentByteIndex > LARGEST_ROW + BLOCK:
                raise DumpRefused("row_too_large", file=path.name)
        _feed(parser, b"", path, is_last=True)
    yield from found


def _parser(path: Path, found: list[Attributes]) -> expat.XMLParserType:
    parser = expat.ParserCreate()

    def row(name: str, attributes: Attributes) -> None:
        if name == "row":
            found.append(attributes)

    def refuse(*_declaration: object) -> None:
        raise DumpRefused("entities", file=path.name)

    parser.StartElementHandler = row
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


UNFINISHED = {
    expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS],
    expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN],
    expat.errors.codes[expat.errors.XML_ERROR_PARTIAL_CHAR],
}


def _feed(parser: expat.XMLParserType, block: bytes, path: Path, *, is_last: bool) -> None:
    try:
        parser.Parse(block, is_last)
    except expat.ExpatError as error:
        if is_last and error.code in UNFINISHED:
            raise DumpRefused("truncated", file=path.name) from None
        raise DumpRefused("not_xml", file=path.name, line=error.lineno) from None
