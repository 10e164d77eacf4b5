"""CommonMark and GitHub's tables, task lists, strikethrough and autolinks, to sanitised HTML."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.token import Token

from qunluo.kernel.text.cjk import FriendlyInline, break_lines_beside_cjk
from qunluo.kernel.text.cleaning import clean_html, cleaned
from qunluo.kernel.text.emoji import with_emoji
from qunluo.kernel.text.marks import carry, without_marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.utils import EnvType, OptionsDict

VERSION = 1
"""Goes up when the same source gives other HTML; rows rendered before are rendered again."""

MOST_CHARACTERS = 100_000
"""What an editor may send; imports may keep more."""

MENTION = re.compile(r"@\[([0-9]{1,18})\]")
TASK = re.compile(r"\[([ xX])\][ \t]+")


def render(kept: str) -> str:
    """Kept Markdown (mentions as `@[id]`) to sanitised HTML with mention marks."""
    return cleaned(str(markdown().render(without_marks(kept))))


def render_short(kept: str) -> str:
    """The same for short messages: every line end breaks, no headings, tables or raw HTML."""
    return cleaned(str(short_markdown().render(without_marks(kept))))


def rendered(kept: str, source_format: str = "markdown") -> str:
    """The present HTML of a kept source; `source_format` is `markdown` or `html`."""
    return clean_html(kept) if source_format == "html" else render(kept)


@lru_cache(maxsize=1)
def markdown() -> MarkdownIt:
    """The parser, made once; it keeps no state between texts."""
    md = MarkdownIt()
    md.inline = FriendlyInline()
    md.configure("commonmark", {"html": True, "linkify": True, "maxNesting": 40})
    md.enable(["table", "strikethrough", "linkify"])
    # Only what begins with a scheme becomes a link: `read.me` is a file, not a place in Montenegro.
    md.linkify.set({"fuzzy_link": False, "fuzzy_email": False})  # type: ignore[union-attr]
    md.inline.ruler.before("link", "mention", _mention)
    md.core.ruler.push("emoji", _emoji)
    md.core.ruler.push("cjk_breaks", break_lines_beside_cjk)
    md.core.ruler.push("tasks", _tasks)
    md.core.ruler.push("alignment", _alignment)
    md.add_render_rule("mention", _mention_mark)
    return md


@lru_cache(maxsize=1)
def short_markdown() -> MarkdownIt:
    """What fits into a line of talk: emphasis, code, links, lists, quotations, mentions."""
    md = MarkdownIt()
    md.inline = FriendlyInline()
    md.configure("commonmark", {"html": False, "linkify": True, "maxNesting": 12})
    md.enable(["strikethrough", "linkify"])
    md.disable(["heading", "lheading", "hr", "image", "reference", "code"])
    md.linkify.set({"fuzzy_link": False, "fuzzy_email": False})  # type: ignore[union-attr]
    md.inline.ruler.before("link", "mention", _mention)
    md.core.ruler.push("emoji", _emoji)
    md.core.ruler.push("breaks", _every_line_breaks)
    md.add_render_rule("mention", _mention_mark)
    return md


def parse(source: str) -> list[Token]:
    return markdown().parse(source)


def _mention(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "@" or state.linkLevel > 0:
        return False
    found = MENTION.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("mention", "", 0)
        token.meta["id"] = int(found[1])
    state.pos = found.end()
    return True


def _mention_mark(
    self: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType
) -> str:
    return carry(tokens[place].meta["id"])


def _emoji(state: StateCore) -> None:
    """Shortcodes in written text; code and bare addresses are left alone."""
    for block in state.tokens:
        bare = False
        for token in block.children or []:
            if token.type == "link_open":
                bare = token.info == "auto"
            elif token.type == "link_close":
                bare = False
            elif token.type == "text" and not bare:
                token.content = with_emoji(token.content)


def _every_line_breaks(state: StateCore) -> None:
    for block in state.tokens:
        for token in block.children or []:
            if token.type == "softbreak":
                token.type, token.tag = "hardbreak", "br"


def _tasks(state: StateCore) -> None:
    """`- [x] done` shows a ticked box; ballot boxes need no form field and no label."""
    for place in range(2, len(state.tokens)):
        item, inline = state.tokens[place - 2], state.tokens[place]
        if item.type != "list_item_open" or inline.type != "inline" or not inline.children:
            continue
        first = inline.children[0]
        if first.type == "text" and (found := TASK.match(first.content)):
            box = "☐" if found[1] == " " else "☑"
            first.content = f"{box} {first.content[found.end() :]}"
            item.attrSet("class", "task")


def _alignment(state: StateCore) -> None:
    """Classes, since the page's security policy forbids style attributes."""
    for token in state.tokens:
        if token.type in {"th_open", "td_open"}:
            style = str(token.attrs.pop("style", ""))
            if style.startswith("text-align:"):
                token.attrSet("class", f"align-{style.removeprefix('text-align:').strip()}")
