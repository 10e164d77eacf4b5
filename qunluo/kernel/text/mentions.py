"""Mentions are typed as @handle, kept as `@[id]`, marked in HTML, and shown under today's name.

A rename, a merge or an erasure therefore rewrites no stored text (ground 6).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from qunluo.kernel.text.marks import CLOSE, OPEN, without_marks
from qunluo.kernel.text.players import with_players
from qunluo.kernel.text.rendering import MENTION, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from markdown_it.token import Token

# Not inside an address or an email; a Chinese word may stand right before it.
TYPED = re.compile(r"(?<![A-Za-z0-9_/@.=&?#+\\-])@(?:\[([0-9]{1,18})\]|(\w[\w-]{0,39}))")
CANDIDATE = re.compile(f"{OPEN}([0-9]+){CLOSE}")
MARK = re.compile('<span data-mention="([0-9]+)"></span>')
RAW_LINK = re.compile(r"<(/?)a[\s>]", re.IGNORECASE)


class PersonLike(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def handle(self) -> str: ...


def handles_in(source: str) -> set[str]:
    """Handles a source may mention, in lower case; ask which of them exist.

    `@wei你好` may mean `wei` or `wei你好`, so both are given.
    """
    source = without_marks(source)
    found: set[str] = set()
    for match in _genuine(source):
        found.update(_readings(match[2] or ""))
    return found


def keep(source: str, ids_by_handle: Mapping[str, int]) -> str:
    """The source as stored: `@handle` of known people becomes `@[id]`, except in code and links.

    A typed `@[7]` is escaped, so that nobody mentions by guessing numbers.
    """
    known = {handle.lower(): member_id for handle, member_id in ids_by_handle.items()}

    def kept(match: re.Match[str]) -> str:
        if match[1]:
            return f"@\\[{match[1]}]"
        for reading in _readings(match[2]):
            if reading in known:
                return f"@[{known[reading]}]{match[2][len(reading) :]}"
        return match[0]

    return _rewritten(without_marks(source), kept)


def for_editing(kept: str, handles_by_id: Mapping[int, str]) -> str:
    """The kept source as its writer typed it, under today's handles."""

    def typed(match: re.Match[str]) -> str:
        member_id = int(match[1]) if match[1] else None
        if member_id is None or member_id not in handles_by_id:
            return match[0]
        # A space keeps the handle apart from a letter that now follows it.
        following = match.string[match.end() : match.end() + 1]
        apart = " " if re.match(r"[\w-]", following) else ""
        return f"@{handles_by_id[member_id]}{apart}"

    return _rewritten(without_marks(kept), typed)


def ids_in(kept: str) -> set[int]:
    """Who a kept source mentions."""
    if not MENTION.search(kept):
        return set()
    tokens = parse(without_marks(kept))
    return {
        child.meta["id"]
        for token in tokens
        for child in token.children or []
        if child.type == "mention"
    }


def show(html: str, people: Mapping[int, PersonLike]) -> Markup:
    """Rendered HTML with the names people have now; unknown ones are called former members."""

    nobody = _("former member")

    def named(match: re.Match[str]) -> str:
        person = people.get(int(match[1]))
        if person is None:
            return f'<span class="mention">@{escape(nobody)}</span>'
        title = f' title="@{escape(person.handle)}"' if person.handle else ""
        return f'<span class="mention"{title}>@{escape(person.name)}</span>'

    return Markup(MARK.sub(named, with_players(html)))  # noqa: S704 - `render` sanitised it


def marked_ids(html: str) -> set[int]:
    """Whom the marks in rendered HTML name, to ask for their names."""
    return {int(number) for number in MARK.findall(html)}


def _readings(typed: str) -> Iterator[str]:
    """Longest first; a handle may end anywhere but between two ASCII characters."""
    lowered = typed.lower()
    for end in range(len(lowered), 0, -1):
        if end == len(lowered) or not (lowered[end - 1].isascii() and lowered[end].isascii()):
            yield lowered[:end]


def _rewritten(source: str, change: Callable[[re.Match[str]], str]) -> str:
    pieces, done = [], 0
    for match in _genuine(source):
        pieces += [source[done : match.start()], change(match)]
        done = match.end()
    return "".join([*pieces, source[done:]])


def _genuine(source: str) -> list[re.Match[str]]:
    """The candidates that the parser sees as written text, found by carrying a number through it.

    Only the parser knows what is code or a link; its tokens carry no positions inside a line.
    """
    candidates = list(TYPED.finditer(source))
    if not candidates:
        return []
    marked, done = [], 0
    for number, match in enumerate(candidates):
        marked += [source[done : match.start()], f"{OPEN}{number}{CLOSE}"]
        done = match.start() + 1
    seen = set(_numbers_in_text(parse("".join([*marked, source[done:]]))))
    return [match for number, match in enumerate(candidates) if number in seen]


def _numbers_in_text(tokens: Iterable[Token]) -> Iterator[int]:
    for token in tokens:
        depth = 0
        for child in token.children or []:
            depth += _link_step(child)
            if child.type == "text" and depth <= 0:
                yield from (int(number) for number in CANDIDATE.findall(child.content))


def _link_step(token: Token) -> int:
    if token.type == "link_open":
        return 1
    if token.type == "link_close":
        return -1
    if token.type == "html_inline" and (found := RAW_LINK.match(token.content)):
        return -1 if found[1] else 1
    return 0
