"""Handles: Latin letters, digits, `_`, `-` and Chinese characters."""

from __future__ import annotations

import re
import unicodedata

SHORTEST, LONGEST = 2, 30
# ASCII and Han only: other scripts have look-alikes of Latin letters, and the unique index
# folds ASCII case alone.
ALLOWED = re.compile(r"[A-Za-z0-9_\-\u3400-\u4dbf\u4e00-\u9fff]+")
RESERVED_WORDS = (
    "admin administrator root system staff moderator support help qunluo official everyone all here "
    "me null undefined 群落 管理员 官方 客服 系统 群主 全体成员 所有人 已注销成员"
)
RESERVED = frozenset(RESERVED_WORDS.split())


def tidy(handle: str) -> str:
    """Full-width forms become plain ones; a leading @ goes."""
    return unicodedata.normalize("NFKC", handle).strip().removeprefix("@")


def is_well_formed(handle: str) -> bool:
    has_length = SHORTEST <= len(handle) <= LONGEST
    return has_length and ALLOWED.fullmatch(handle) is not None and handle[0] not in "-_"


def is_reserved(handle: str) -> bool:
    return handle.lower() in RESERVED


def proposal(display_name: str) -> str:
    """What is left of a name when only allowed characters stay; may be empty."""
    kept = "".join(ALLOWED.findall(tidy(display_name))).strip("-_")
    return kept[: LONGEST - 4]
