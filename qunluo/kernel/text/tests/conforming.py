"""Where a stored text differs from CommonMark's own examples, and the name of the reason."""

from __future__ import annotations

import json
import re
from difflib import SequenceMatcher
from html.parser import HTMLParser
from pathlib import Path

# The examples of the CommonMark specification 0.31.2, © John MacFarlane, CC BY-SA 4.0; the
# licence stands beside them in commonmark_0_31.LICENSE.
EXAMPLES = json.loads((Path(__file__).parent / "commonmark_0_31.json").read_text())

HEADING = re.compile("h[1-6]")
NAMED = {
    ("a", "rel"): "links",
    ("a", "href"): "unsafe addresses",
    ("code", "class"): "languages",
    ("ol", "start"): "long numbers",
}

Token = tuple[str, str, tuple[tuple[str, str], ...]]


class Tokens(HTMLParser):
    """HTML as tags, attributes and words; spaces at line ends say nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Token] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(("<", tag, tuple(sorted((name, value or "") for name, value in attrs))))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.found.append((">", tag, ()))

    def handle_data(self, data: str) -> None:
        if words := " ".join(data.split()):
            self.found.append(("text", words, ()))

    def handle_comment(self, data: str) -> None:
        self.found.append(("markup", data, ()))

    def handle_decl(self, decl: str) -> None:
        self.handle_comment(decl)

    def handle_pi(self, data: str) -> None:
        self.handle_comment(data)

    def unknown_decl(self, data: str) -> None:
        self.handle_comment(data)


def tokens(html: str) -> list[Token]:
    reader = Tokens()
    reader.feed(html)
    reader.close()
    return reader.found


def reasons(standard: str, ours: str) -> set[str]:
    """The names of all differences between two renderings of one example."""
    before, after = tokens(standard), tokens(ours)
    found = {"headings"} if _levels(before) != _levels(after) else set()
    before, after = _flat(before), _flat(after)
    has_links = any(tag == "a" for _kind, tag, _attrs in before)
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            found |= _named(before[a:b], after[c:d], has_links=has_links)
    return found


def _levels(read: list[Token]) -> list[str]:
    return [tag for _kind, tag, _attrs in read if HEADING.fullmatch(tag)]


def _flat(read: list[Token]) -> list[Token]:
    return [(kind, HEADING.sub("h", said) if kind in "<>" else said, a) for kind, said, a in read]


def _named(before: list[Token], after: list[Token], *, has_links: bool) -> set[str]:
    if [one[:2] for one in before] == [one[:2] for one in after]:
        return {name for pair in zip(before, after, strict=True) for name in _attributes(*pair)}
    tags = {tag for kind, tag, _attrs in before + after if kind in "<>"}
    if "img" in tags:
        return {"pictures"}
    return {"bare addresses"} if tags == {"a"} and not has_links else {"raw HTML"}


def _attributes(before: Token, after: Token) -> set[str]:
    old, new = dict(before[2]), dict(after[2])
    changed = {name for name in {*old, *new} if old.get(name) != new.get(name)}
    if before[1] == "img":
        return {"pictures"} if changed else set()
    return {NAMED.get((before[1], name), "raw HTML") for name in changed}


DIFFERENT = {
    # The page has the h1, so what people write begins at h2 and skips no level.
    "headings": "10 62 66-68 72-76 78-84 115 141 214-215 227-230 232 300 646-647",
    # A foreign link is vouched for by nobody: it carries rel.
    "links": "20 159 162 187 194-195 200 203-204 344 346 480-481 484-487 492 495-496 498-504 522 526 538 567 594-601 603-605",
    # Raw HTML passes the sanitiser: what is not allowed goes, what is open is closed.
    "raw HTML": "21 31 148-158 160 163-165 169-184 187 190-191 201 308-309 344 476-477 491 494 524 536 613-617 623 625-631 642-643",
    # Pictures load late, and come from the web or our files; others show their words.
    "pictures": "475 517 520 531 572-589 591",
    # Only http, https and mailto lead anywhere.
    "unsafe addresses": "596 598-599 601",
    # GitHub's autolinks make links of bare addresses, where CommonMark leaves text.
    "bare addresses": "602 608 611",
    # A language's name has letters, digits and + # . - only.
    "languages": "144",
    # A list begins at a number of at most four digits.
    "long numbers": "265",
}
"""By the name of the reason: the numbers of the examples that differ by it, and no others."""


def numbered(runs: str) -> set[int]:
    """`3 5-7` is 3, 5, 6 and 7."""
    pairs = (run.partition("-") for run in runs.split())
    return {n for first, _dash, last in pairs for n in range(int(first), int(last or first) + 1)}
