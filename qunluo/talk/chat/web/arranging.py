"""How a run of messages stands on the page: days, who speaks on, where the unread begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from qunluo.talk.chat import rules

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from qunluo.talk.chat.queries import Spoken


@dataclass(frozen=True)
class Row:
    """`day` begins with this message; `follows`: the author speaks on, so that neither face nor
    name stands beside it; `is_first_unread`: the unread line stands above.
    """

    said: Spoken
    day: date | None
    follows: bool
    is_first_unread: bool


def arranged(items: Sequence[Spoken], zone: ZoneInfo, first_unread: int | None) -> list[Row]:
    """The messages of a page, in order; the page's script keeps to the same rules."""
    rows: list[Row] = []
    before: Spoken | None = None
    for said in items:
        day = said.posted_at.astimezone(zone).date()
        is_new_day = before is None or before.posted_at.astimezone(zone).date() != day
        is_first_unread = said.number == first_unread
        follows = not is_new_day and not is_first_unread and _speaks_on(before, said)
        rows.append(Row(said, day if is_new_day else None, follows, is_first_unread))
        before = said
    return rows


def _speaks_on(before: Spoken | None, said: Spoken) -> bool:
    if before is None or said.answers is not None or before.removed:
        return False
    pause = said.posted_at - before.posted_at
    return before.author.id == said.author.id and pause < timedelta(minutes=rules.GROUP_MINUTES)
