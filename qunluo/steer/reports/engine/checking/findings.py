"""A place of a text that states what no fact carries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "numeral", "unit", "date", "name", "ranking", "direction", "cause", "wording", "fact"
]  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """`start`, `end`: where in the text. `expected`: what the facts would say there, if anything.

    Kinds: numeral, unit, date, name, ranking, direction, cause (a word of that kind that is not
    bound), wording (other words than its rule says), fact (a slot without a usable fact).
    """

    kind: Kind
    start: int
    end: int
    words: str
    expected: str = ""
