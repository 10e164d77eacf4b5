"""The watched words of a community in memory, fresh as of the last commit (ADR 0126).

Each list is kept as one automaton under its stamp, made when the process starts. Whoever screens a
text reads the stamps first, so a change counts for the next text everywhere; only a long list goes
on as it was for the second or two in which the changed one is made beside it, because a text is
screened inside its writer's transaction and others wait for that.
"""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from functools import lru_cache, partial
from typing import Any

from django.db import DatabaseError, close_old_connections
from django.db.models import Q

from qunluo.kernel import bus
from qunluo.people.moderation.engine import Entry, Lexicon
from qunluo.people.moderation.models import Word, WordList

log = logging.getLogger(__name__)

LONG = 2_000  # words: made in about a twentieth of a second
_kept: dict[int, tuple[str, Lexicon]] = {}
_making: dict[int, threading.Lock] = defaultdict(threading.Lock)
_beside: set[int | None] = set()


def lexicons_for(community_id: int) -> list[Lexicon]:
    """The installation's lists and the community's; one query while nothing has changed."""
    _listen()
    here = Q(community=None) | Q(community=community_id)
    stamps = WordList.objects.filter(here, retired_at=None).order_by("pk")
    return [_lexicon(pk, stamp) for pk, stamp in stamps.values_list("pk", "stamp")]


def make_lexicons() -> None:
    """Every list in force, and the tables they are matched with; called when a process starts."""
    _listen()
    _make(None)
    Lexicon([Entry("茶", "log")]).finds("茶 tea")


def _lexicon(list_id: int, stamp: str) -> Lexicon:
    kept = _kept.get(list_id)
    if kept is not None:
        if kept[0] == stamp:
            return kept[1]
        if len(kept[1]) > LONG:
            _make_beside(list_id)
            return kept[1]
    return _made(list_id, stamp)


def _made(list_id: int, stamp: str) -> Lexicon:
    with _making[list_id]:
        kept = _kept.get(list_id)
        if kept is None or kept[0] != stamp:
            rows = Word.objects.filter(list=list_id).values_list("word", "level")
            kept = (stamp, Lexicon(Entry(word, level) for word, level in rows.iterator(5_000)))
            _kept[list_id] = kept
    return kept[1]


@lru_cache(maxsize=1)
def _listen() -> None:
    bus.subscribe("words", _changed, on_gap=partial(_make_beside, None))


def _changed(message: dict[str, Any]) -> None:
    """Make a changed list before somebody waits for it."""
    _make_beside(message.get("list") or 0)


def _make_beside(list_id: int | None) -> None:
    """In a thread of its own, once at a time for each list."""
    if list_id in _beside:
        return
    _beside.add(list_id)
    threading.Thread(target=_beside_the_others, args=(list_id,), daemon=True).start()


def _beside_the_others(list_id: int | None) -> None:
    try:
        _make(list_id)
    except DatabaseError:
        log.warning("a changed word list was not made beforehand", extra={"list": list_id})
    finally:
        _beside.discard(list_id)
        close_old_connections()


def _make(list_id: int | None) -> None:
    """One list or all, until what is kept is what the database holds: it may change meanwhile."""
    wanted = WordList.objects.filter(retired_at=None)
    if list_id is not None:
        wanted = wanted.filter(pk=list_id)
    for _round in range(3):
        stamps = dict(wanted.values_list("pk", "stamp"))
        old = {pk: stamp for pk, stamp in stamps.items() if _kept.get(pk, ("",))[0] != stamp}
        if not old:
            break
        for pk, stamp in old.items():
            _made(pk, stamp)
    if list_id is None:
        for gone in set(_kept) - set(stamps):
            _kept.pop(gone, None)
    elif not stamps:
        _kept.pop(list_id, None)
