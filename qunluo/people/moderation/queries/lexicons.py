"""The watched words of a community in memory, fresh as of the last commit.

Each list is kept as one automaton under its stamp: whoever screens a text reads the stamps first,
so a change counts for the next text everywhere. The bus only lets processes build it beforehand.
"""

from __future__ import annotations

import logging
import threading
from functools import lru_cache
from typing import Any

from django.db import DatabaseError, close_old_connections
from django.db.models import Q

from qunluo.kernel import bus
from qunluo.people.moderation.engine import Entry, Lexicon
from qunluo.people.moderation.models import Word, WordList

log = logging.getLogger(__name__)

_kept: dict[int, tuple[str, Lexicon]] = {}
_building = threading.Lock()


def lexicons_for(community_id: int) -> list[Lexicon]:
    """The installation's lists and the community's; one query while nothing has changed."""
    _listen()
    here = Q(community=None) | Q(community=community_id)
    stamps = WordList.objects.filter(here, retired_at=None).order_by("pk")
    return [_lexicon(pk, stamp) for pk, stamp in stamps.values_list("pk", "stamp")]


def _lexicon(list_id: int, stamp: str) -> Lexicon:
    kept = _kept.get(list_id)
    if kept is not None and kept[0] == stamp:
        return kept[1]
    with _building:
        kept = _kept.get(list_id)
        if kept is None or kept[0] != stamp:
            rows = Word.objects.filter(list=list_id).values_list("word", "level")
            kept = (stamp, Lexicon(Entry(word, level) for word, level in rows.iterator(5_000)))
            _kept[list_id] = kept
    return kept[1]


@lru_cache(maxsize=1)
def _listen() -> None:
    bus.subscribe("words", _refresh)


def _refresh(message: dict[str, Any]) -> None:
    """Build a changed list before somebody waits for it; whoever is too early builds it again."""
    threading.Thread(target=_build, args=(message.get("list"),), daemon=True).start()


def _build(list_id: int | None) -> None:
    try:
        found = WordList.objects.filter(pk=list_id or 0, retired_at=None)
        for pk, stamp in found.values_list("pk", "stamp"):
            _lexicon(pk, stamp)
    except DatabaseError:
        log.warning("a changed word list was not built beforehand", extra={"list": list_id})
    finally:
        close_old_connections()
