"""Which uploaded files the forum's texts show, for the sweep of those nobody uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel import files
from qunluo.talk.forum.models import Draft, Post, Revision

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def files_shown(keys: Iterable[str]) -> set[str]:
    """Those of the keys that a post, an earlier state of one, or a draft shows; three queries.

    Removed posts count: they may be restored.
    """
    wanted = set(keys)
    return {key for text in _texts() for key in files.keys_in(text) if key in wanted}


def _texts() -> Iterator[str]:
    for model in (Post, Revision, Draft):
        found = model.objects.filter(body_source__contains="/files/")
        yield from found.values_list("body_source", flat=True).iterator()
