"""What people write: Markdown to safe HTML, mentions as ids, plain text for search."""

from __future__ import annotations

from qunluo.kernel.text.cleaning import clean_html
from qunluo.kernel.text.differences import Change, differences
from qunluo.kernel.text.mentions import for_editing, handles_in, ids_in, keep, show
from qunluo.kernel.text.plain import excerpt, plain
from qunluo.kernel.text.rendering import MOST_CHARACTERS, VERSION, render, render_short, rendered
from qunluo.kernel.text.writing import Written, tidied, write

__all__ = [
    "MOST_CHARACTERS",
    "VERSION",
    "Change",
    "Written",
    "clean_html",
    "differences",
    "excerpt",
    "for_editing",
    "handles_in",
    "ids_in",
    "keep",
    "plain",
    "render",
    "render_short",
    "rendered",
    "show",
    "tidied",
    "write",
]
