"""From typed words to the columns that keep them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.kernel.text.mentions import handles_in, ids_in, keep
from qunluo.kernel.text.rendering import VERSION, render

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True)
class Written:
    """Checked words ready to be stored; `mentions` are member ids."""

    source: str
    html: str
    mentions: frozenset[int]

    def columns(self) -> dict[str, object]:
        return {
            "body_source": self.source,
            "body_html": self.html,
            "render_version": VERSION,
        }


def tidied(typed: str) -> str:
    """As it is stored: one kind of line end, nothing a database refuses, no empty ends."""
    return typed.replace("\r\n", "\n").replace("\x00", "").strip()


def write(
    body: str,
    ids_of: Callable[[set[str]], Mapping[str, int]],
    *,
    rendering: Callable[[str], str] = render,
) -> Written:
    """Render tidied words; `ids_of` says which handles are people that may be mentioned here."""
    handles = handles_in(body)
    ids = ids_of(handles) if handles else {}
    kept = keep(body, ids)
    # Someone may type the stored mark by hand; only those people may be mentioned.
    return Written(kept, rendering(kept), frozenset(ids_in(kept) & set(ids.values())))
