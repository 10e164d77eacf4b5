"""Lists of watched words as those who keep them see them."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from qunluo.kernel.refusal import one_or_missing
from qunluo.kernel.web.paging import Page, page_of
from qunluo.people.members import queries as members
from qunluo.people.moderation import rules
from qunluo.people.moderation.engine import finds_of, key_of
from qunluo.people.moderation.models import Word, WordChange, WordList
from qunluo.people.moderation.queries.lexicons import lexicons_for

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person


@dataclass(frozen=True)
class ListLine:
    """`is_here`: of the place the viewer stands in; else the installation's, which holds too."""

    id: int
    name: str
    word_count: int
    made_at: datetime
    is_here: bool


@dataclass(frozen=True)
class WordLine:
    id: int
    word: str
    level: str


@dataclass(frozen=True)
class ChangeLine:
    """`act`: made, added, changed, removed, imported, retired."""

    act: str
    word: str
    before: str
    after: str
    count: int
    changed_at: datetime
    by: Person | None


@dataclass(frozen=True)
class ListSheet:
    """One list: a page of its words, its last thirty changes."""

    id: int
    name: str
    word_count: int
    words: Page[WordLine]
    changes: tuple[ChangeLine, ...]


@dataclass(frozen=True)
class Trial:
    """What a text would meet: (found in the text, word on the list, level, how)."""

    text: str
    finds: tuple[tuple[str, str, str, str], ...]


def require_keeping(viewer: Viewer) -> None:
    """Keepers of a community's words; outside communities the installation's staff."""
    if viewer.community_id is None:
        viewer.require_staff()
    else:
        viewer.require(rules.KEEP_WORDS)


def lists_for(viewer: Viewer) -> list[ListLine]:
    """The lists that hold where the viewer stands; one query."""
    require_keeping(viewer)
    here = Q(community=None) | Q(community=viewer.community_id)
    rows = WordList.objects.filter(here, retired_at=None).annotate(n=Count("words"))
    return [
        ListLine(row.pk, row.name, row.n, row.made_at, row.community_id == viewer.community_id)
        for row in rows.order_by("community", "name", "pk")
    ]


def list_for(
    viewer: Viewer, list_id: int, *, words: str = "", cursor: str | None = None
) -> ListSheet:
    """One list the viewer keeps, with words that hold the given one; five queries."""
    found = _list(viewer, list_id)
    rows = Word.objects.filter(list=found)
    count = rows.count()
    if asked := key_of(words):
        rows = rows.filter(key__contains=asked)
    page = page_of(rows, ("key", "pk"), cursor, size=50)
    return ListSheet(
        id=found.pk,
        name=found.name,
        word_count=count,
        words=page.each(lambda row: WordLine(row.pk, row.word, row.level)),
        changes=_changes(found),
    )


def exported(viewer: Viewer, list_id: int) -> tuple[str, str]:
    """A list's name and its words as CSV with a mark for spreadsheets; two queries."""
    found = _list(viewer, list_id)
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(["word", "level"])
    rows = Word.objects.filter(list=found).order_by("key").values_list("word", "level")
    writer.writerows((_harmless(word), level) for word, level in rows.iterator(5_000))
    return found.name, out.getvalue()


def try_text(viewer: Viewer, text: str) -> Trial:
    """What the lists in force find in a text; for those who keep them."""
    require_keeping(viewer)
    text = text[:5_000]
    found = finds_of(lexicons_for(viewer.community_id or 0), text)
    return Trial(
        text, tuple((text[one.start : one.end], one.word, one.level, one.how) for one in found)
    )


def _harmless(word: str) -> str:
    """A spreadsheet takes a cell that begins so for a formula."""
    return f"'{word}" if word[:1] in "=+-@" else word


def _list(viewer: Viewer, list_id: int) -> WordList:
    require_keeping(viewer)
    found = WordList.objects.filter(pk=list_id, community=viewer.community_id, retired_at=None)
    return one_or_missing(found)


def _changes(found: WordList) -> tuple[ChangeLine, ...]:
    rows = list(WordChange.objects.filter(list=found).order_by("-changed_at", "-pk")[:30])
    people = members.persons([row.changed_by_id for row in rows if row.changed_by_id])
    return tuple(
        ChangeLine(
            act=row.act,
            word=row.word,
            before=row.before,
            after=row.after,
            count=row.count,
            changed_at=row.changed_at,
            by=people.get(row.changed_by_id or 0),
        )
        for row in rows
    )
