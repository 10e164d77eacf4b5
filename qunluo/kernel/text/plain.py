"""Rendered HTML as plain text, for search, excerpts and mails."""

from __future__ import annotations

import re
from html import unescape

TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:[^"'>]|"[^"]*"|'[^']*')*>""")
ALT = re.compile(r'<img(?: [a-z-]+="[^"]*")*? alt="([^"]*)"[^>]*>')
BLOCKS = frozenset(
    [
        "p",
        "br",
        "div",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "pre",
        "blockquote",
        "table",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "hr",
        "figure",
        "figcaption",
        "details",
        "summary",
        "caption",
    ]
)
SPACES = re.compile(r"[ \t\r\f\v]+")
BLANK_LINES = re.compile(r"\s*\n\s*")


def plain(html: str) -> str:
    """The words of sanitised HTML, one block a line; images by their description."""
    text = ALT.sub(r" \1 ", html)
    text = TAG.sub(_gap, text)
    return BLANK_LINES.sub("\n", SPACES.sub(" ", unescape(text))).strip()


def excerpt(html: str, length: int = 160) -> str:
    """The first `length` characters on one line, with an ellipsis when there was more."""
    text = plain(html).replace("\n", " ")
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def _gap(found: re.Match[str]) -> str:
    name = found[2].lower()
    if name in BLOCKS:
        return "\n"
    return " " if name in {"td", "th"} else ""
