"""Private-use characters that carry mentions through the parser and the sanitiser.

Nobody can type them: they are taken out of everything that comes in.
"""

from __future__ import annotations

import re

OPEN, CLOSE = "\ue000", "\ue001"
TYPED = re.compile("[\ue000\ue001]")
CARRIED = re.compile("\ue000([0-9]+)\ue001")


def without_marks(text: str) -> str:
    return TYPED.sub("", text)


def carry(number: int | str) -> str:
    return f"{OPEN}{number}{CLOSE}"
