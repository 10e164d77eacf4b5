"""From the dump's texts to what is kept: quick ways for plain sentences, the careful one else."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# Anything that Markdown could read as more than words; what has none of it is one paragraph.
MARKUP = re.compile(r"[*_`\[\]<>\\~|&]|//|mailto:|:[a-z+]|\n|^\s|^\s*(?:\d+[.)]|[-+=#])")
OWN_LINK = re.compile(r'(<(?:a|img)\b[^>]*?\b(?:href|src)=")(/(?!/))')


def paragraph(text: str, render: Callable[[str], str]) -> str:
    """HTML of a comment; most are plain sentences and need no Markdown parser."""
    if MARKUP.search(text) or not text.strip():
        return render(text)
    return f"<p>{escape(text.rstrip(), quote=False)}</p>\n"


def with_full_links(html: str, site: str) -> str:
    """Links within the source lead back to the source."""
    return OWN_LINK.sub(rf"\1https://{site}\2", html) if '="/' in html else html
