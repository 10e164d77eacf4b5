"""What Chinese, Japanese and Korean need from Markdown: emphasis beside 。“” and line ends.

CommonMark decides by spaces and punctuation whether `**` opens or closes, so `**他说“好”**吧` stays
unbold: a quotation mark before, a letter after. Beside a CJK letter punctuation is not asked here
(the same amendment as the markdown-cjk-friendly proposal); `_` keeps the rule of the standard.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline.state_inline import Scanned, StateInline

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token
    from markdown_it.utils import EnvType

LETTERS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
SIGNS = "\u2014\u2018-\u201d\u2026\u3000-\u303f\uff00-\uffef"
LETTER = re.compile(f"[{LETTERS}]")
LETTER_OR_SIGN = re.compile(f"[{LETTERS}{SIGNS}]")


class FriendlyState(StateInline):
    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803
        """The standard's answer, but punctuation is not asked beside a CJK letter."""
        scanned = super().scanDelims(start, canSplitWord)
        end = start + scanned.length
        before = self.src[start - 1] if start > 0 else " "
        after = self.src[end] if end < self.posMax else " "
        if not canSplitWord or not (LETTER.match(before) or LETTER.match(after)):
            return scanned
        return Scanned(not after.isspace(), not before.isspace(), scanned.length)


class FriendlyInline(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = FriendlyState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def break_lines_beside_cjk(state: StateCore) -> None:
    """A line end beside a CJK character breaks the line, as its writer meant; others stay soft."""
    for block in state.tokens:
        children = block.children or []
        for place, token in enumerate(children):
            if token.type == "softbreak" and (
                _ends_cjk(children[:place]) or _begins_cjk(children[place + 1 :])
            ):
                token.type, token.tag = "hardbreak", "br"


def _ends_cjk(tokens: list[Token]) -> bool:
    for token in reversed(tokens):
        if token.content.strip():
            return bool(LETTER_OR_SIGN.match(token.content.rstrip()[-1]))
        if token.type in {"softbreak", "hardbreak"}:
            break
    return False


def _begins_cjk(tokens: list[Token]) -> bool:
    for token in tokens:
        if token.content.strip():
            return bool(LETTER_OR_SIGN.match(token.content.lstrip()[0]))
        if token.type in {"softbreak", "hardbreak"}:
            break
    return False
