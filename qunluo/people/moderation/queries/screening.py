"""What may be written: words, floods, newcomers, the emergency switch; one call for all of talk."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock, preferences
from qunluo.kernel.refusal import Invalid
from qunluo.people.communities import queries as communities
from qunluo.people.moderation import rules
from qunluo.people.moderation.engine import Find, finds_of, key_of, masked
from qunluo.people.moderation.models import Trace
from qunluo.people.moderation.queries.lexicons import lexicons_for

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer

LINK = re.compile(r"\]\([^)\s]+|https?://\S+|www\.\S+", re.IGNORECASE)  # one address counts once
REPEAT_WITHIN = timedelta(days=1)
REPEAT_LEAST = 12  # signs; thanks and greetings are nobody's flood


@dataclass(frozen=True)
class Verdict:
    """What becomes of a text: `title` and `body` as they may be kept (masked where asked).

    `level`: "" or log, mask, hold. `reasons` are (kind, detail) for staff.
    """

    title: str
    body: str
    level: str
    reasons: tuple[tuple[str, str], ...]
    mark: str

    @property
    def is_held(self) -> bool:
        return self.level == "hold"


def screen(viewer: Viewer, body: str, *, title: str = "", may_wait: bool = True) -> Verdict:
    """Judge what a member is about to write where they stand; at most five queries.

    Refuses with `moderation.words` (field `title` or `body`) when a word must not be written. With
    `may_wait=False` (edits, profiles) a text that would be held is refused too. Those who decide
    on cases are not held.
    """
    lexicons = lexicons_for(viewer.community_id or 0)
    of_title, of_body = finds_of(lexicons, title), finds_of(lexicons, body)
    refused = {"block"} if may_wait else {"block", "hold"}
    _refuse(refused, title=(title, of_title), body=(body, of_body))
    finds = [*of_title, *of_body]
    reasons = [("word", f"{one.word} ({one.how})"[:200]) for one in finds if one.level != "mask"]
    must_wait = any(one.level == "hold" for one in finds)
    mark = mark_of(body)
    if may_wait and not viewer.may_anywhere(rules.DECIDE):
        signals = _signals(viewer, f"{title}\n{body}", mark)
        reasons += signals
        must_wait = must_wait or bool(signals)
    else:
        must_wait = False
    return Verdict(
        title=_masked(title, of_title),
        body=_masked(body, of_body),
        level="hold" if must_wait else _mild(finds),
        reasons=tuple(reasons),
        mark=mark,
    )


def screen_texts(viewer: Viewer, texts: Mapping[str, str]) -> Mapping[str, str]:
    """Names and descriptions by field: nothing of them waits, so what would be held is refused
    too. One query; refuses with `moderation.words`."""
    lexicons = lexicons_for(viewer.community_id or 0)
    found = {name: finds_of(lexicons, text) for name, text in texts.items()}
    _refuse({"block", "hold"}, **{name: (texts[name], found[name]) for name in texts})
    return {name: _masked(text, found[name]) for name, text in texts.items()}


def mark_of(text: str) -> str:
    """The same for the same words, however they are spaced; '' for short texts."""
    key = key_of(text)
    if len(key) < REPEAT_LEAST:
        return ""
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def _refuse(levels: set[str], **fields: tuple[str, list[Find]]) -> None:
    for name, (text, finds) in fields.items():
        for one in finds:
            if one.level in levels:
                told = _("“%(part)s” may not be written here. Change it and send again.")
                message = told % {"part": text[one.start : one.end][:40]}
                raise Invalid("moderation.words", message, fields={name: message})


def _masked(text: str, finds: list[Find]) -> str:
    return masked(text, [one for one in finds if one.level == "mask"])


def _mild(finds: list[Find]) -> str:
    levels = {one.level for one in finds}
    return "log" if levels & {"log", "hold"} else "mask" if levels else ""


def _signals(viewer: Viewer, text: str, mark: str) -> list[tuple[str, str]]:
    wanted = (rules.NEWCOMER_DAYS, rules.NEWCOMER_LINKS, rules.REPEATS)
    set_to = preferences.get_many(viewer, wanted)
    came = communities.coming_of(viewer)
    now = clock.now()
    found: list[tuple[str, str]] = []
    if came.is_holding_newcomers and _is_since(came.joined_at, rules.FIRST_WEEK, now):
        found.append(("emergency", ""))
    days = set_to[rules.NEWCOMER_DAYS.name]
    if days and _is_since(came.joined_at, timedelta(days=days), now):
        found.append(("newcomer", str(days)))
    links = len(LINK.findall(text))
    is_new = _is_since(came.joined_at, rules.FIRST_WEEK, now)
    if is_new and links > set_to[rules.NEWCOMER_LINKS.name]:
        found.append(("links", str(links)))
    most = set_to[rules.REPEATS.name]
    if mark and most and (times := _times(viewer, mark, now) + 1) >= most:
        found.append(("repeat", str(times)))
    return found


def _is_since(joined_at: datetime | None, span: timedelta, now: datetime) -> bool:
    return joined_at is not None and now - joined_at < span


def _times(viewer: Viewer, mark: str, now: datetime) -> int:
    return Trace.objects.filter(
        community=viewer.community_id,
        member=viewer.member_id,
        mark=mark,
        written_at__gt=now - REPEAT_WITHIN,
    ).count()
