"""Who is here: held in memory and written by a thread of its own, so that no GET writes.

A crash loses at most the last few seconds. Of visitors only daily counts are kept: two are told
apart by a hash under a salt that lives in memory for one day and is never written anywhere.
"""

from __future__ import annotations

import atexit
import logging
import secrets
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import close_old_connections

from qunluo.kernel import clock
from qunluo.people.communities import actions

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.communities.queries import CommunityCard

log = logging.getLogger(__name__)
MOST_VISITORS = 200_000
CHUNK = 500
Key = tuple[int, int, int | None]


@dataclass
class _Buffer:
    """What was seen since the last flush, and what was told today so that it is not told again."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    seen: dict[tuple[Key, date], actions.Presence] = field(default_factory=dict)
    told: set[tuple[Key, date]] = field(default_factory=set)
    visitors: set[tuple[int, date, bytes]] = field(default_factory=set)
    fresh: Counter[tuple[int, date]] = field(default_factory=Counter)
    pages: Counter[tuple[int, date]] = field(default_factory=Counter)
    salted_on: date | None = None
    salt: bytes = b""
    flusher: threading.Thread | None = None


_buffer = _Buffer()


def note_page(request: HttpRequest, answer: HttpResponse) -> None:
    """Called for every answer: a member's page of a community counts as being there."""
    community: CommunityCard | None = getattr(request, "community", None)
    if community is None or request.method != "GET" or answer.status_code != 200:
        return
    note_visit(request.viewer, community)  # type: ignore[attr-defined]


def note_visit(viewer: Viewer, community: CommunityCard, space_id: int | None = None) -> None:
    """That a member reads the community, or one space of it; once a day is enough, more is free."""
    if viewer.member_id is None or not viewer.is_member:
        return
    now = clock.now()
    day = now.astimezone(ZoneInfo(community.timezone)).date()
    key = ((community.id, viewer.member_id, space_id), day)
    with _buffer.lock:
        if key in _buffer.told or key in _buffer.seen:
            return
        _buffer.seen[key] = actions.Presence(
            community.id, viewer.member_id, viewer.actor_key, space_id, day, now
        )
    _start_flusher()


def note_visitor(community: CommunityCard, address: str, browser: str) -> None:
    """One page read by someone not signed in. Neither address nor browser is kept."""
    day = clock.now().astimezone(ZoneInfo(community.timezone)).date()
    with _buffer.lock:
        if _buffer.salted_on != day:
            _buffer.salted_on, _buffer.salt = day, secrets.token_bytes(16)
            _buffer.visitors.clear()
        _buffer.pages[community.id, day] += 1
        told = f"{address}\0{browser}".encode()
        mark = blake2b(told, key=_buffer.salt, digest_size=12).digest()
        one = (community.id, day, mark)
        if one not in _buffer.visitors and len(_buffer.visitors) < MOST_VISITORS:
            _buffer.visitors.add(one)
            _buffer.fresh[community.id, day] += 1
    _start_flusher()


def flush() -> int:
    """Write what the buffer holds; returns how many visits were new. Kept when writing fails."""
    with _buffer.lock:
        seen, _buffer.seen = _buffer.seen, {}
        pages, _buffer.pages = _buffer.pages, Counter()
        fresh, _buffer.fresh = _buffer.fresh, Counter()
    try:
        return _write(seen, pages, fresh)
    except Exception:
        with _buffer.lock:
            _buffer.seen = {**seen, **_buffer.seen}
            _buffer.pages += pages
            _buffer.fresh += fresh
        raise


def forget() -> None:
    """Empty the buffer, between tests."""
    with _buffer.lock:
        for held in (_buffer.seen, _buffer.told, _buffer.visitors, _buffer.fresh, _buffer.pages):
            held.clear()


def _write(
    seen: dict[tuple[Key, date], actions.Presence],
    pages: Counter[tuple[int, date]],
    fresh: Counter[tuple[int, date]],
) -> int:
    visits, new = list(seen.values()), 0
    for start in range(0, len(visits), CHUNK):
        new += actions.record_visits(visits[start : start + CHUNK])
    if pages:
        actions.record_visitors(
            actions.VisitorCount(community_id, day, fresh[community_id, day], count)
            for (community_id, day), count in pages.items()
        )
    with _buffer.lock:
        newest = max((day for _key, day in seen), default=None)
        if newest is not None:
            # Two calendar days are open at once, in different time zones.
            _buffer.told = {one for one in _buffer.told if (newest - one[1]).days <= 1} | set(seen)
    return new


def _start_flusher() -> None:
    if not settings.VISIT_FLUSH_SECONDS or _buffer.flusher is not None:
        return
    with _buffer.lock:
        if _buffer.flusher is None:
            _buffer.flusher = threading.Thread(target=_keep_flushing, daemon=True, name="visits")
            _buffer.flusher.start()
            atexit.register(_flush_quietly)


def _keep_flushing() -> None:
    while True:
        time.sleep(settings.VISIT_FLUSH_SECONDS)
        _flush_quietly()


def _flush_quietly() -> None:
    try:
        close_old_connections()
        flush()
    except Exception:
        log.exception("visits stay in memory until the next try")
    finally:
        close_old_connections()
