"""Keep lists of watched words; every change is on record and counts at once."""

from __future__ import annotations

import csv
import io
import secrets
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import bus, clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid, Refusal, one_or_missing
from qunluo.kernel.stream.record import record
from qunluo.people.moderation import rules
from qunluo.people.moderation.activities import WordListMade, WordListRetired, WordsChanged
from qunluo.people.moderation.engine import key_of
from qunluo.people.moderation.models import Word, WordChange, WordList

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qunluo.kernel.viewer import Viewer

CHUNK = 1_000
HEADINGS = {"word", "词", "词语", "敏感词"}


@dataclass(frozen=True)
class Imported:
    """What an import did; `refused` are lines that hold no usable word or level."""

    added: int
    changed: int
    same: int
    refused: tuple[str, ...]


@action
def make_list(actor: Viewer, name: str) -> int:
    """Begin a list of the community the actor stands in, or of the installation; returns its id.

    Refuses with `not_permitted`, `moderation.empty`, `moderation.too_long`.
    """
    _require(actor)
    made = WordList.objects.create(
        community_id=actor.community_id,
        name=rules.checked("name", name, rules.NAME_MOST),
        stamp=_stamp(),
        made_at=clock.now(),
        made_by_id=actor.member_id,
    )
    _note(actor, made, "made")
    record(WordListMade(object_id=made.pk, **_told(actor)))
    return made.pk


@action
def retire_list(actor: Viewer, list_id: int) -> None:
    """Watch its words no longer; the list and its history stay readable for staff."""
    found = _list(actor, list_id)
    WordList.objects.filter(pk=found.pk).update(retired_at=clock.now(), stamp=_stamp())
    _note(actor, found, "retired")
    record(WordListRetired(object_id=found.pk, **_told(actor)))


@action
def set_word(actor: Viewer, list_id: int, word: str, *, level: str) -> None:
    """Add a word, or change its level. Refuses with `moderation.no_word`, `moderation.choice`,
    `moderation.word_is_there`."""
    found = _list(actor, list_id)
    rules.refuse_choice({"level": (level, rules.LEVELS_WITH_ALLOW)})
    word = rules.checked("word", word, rules.WORD_MOST)
    key = _key(word)
    known = Word.objects.filter(list=found, key=key).first()
    if known is not None and known.level == level:
        raise Refusal("moderation.word_is_there", _("This word is on the list already."))
    Word.objects.update_or_create(
        list=found,
        key=key,
        defaults={"word": word, "level": level},
        create_defaults={"word": word, "level": level, "added_at": clock.now()},
    )
    before = known.level if known else ""
    _note(actor, found, "changed" if known else "added", word=word, before=before, after=level)
    _changed(actor, found, "changed" if known else "added", 1)


@action
def remove_word(actor: Viewer, list_id: int, word_id: int) -> None:
    """Take a word off the list. Refuses with `missing`."""
    found = _list(actor, list_id)
    word = one_or_missing(Word.objects.filter(list=found, pk=word_id))
    word.delete()
    _note(actor, found, "removed", word=word.word, before=word.level)
    _changed(actor, found, "removed", 1)


@action
def import_words(actor: Viewer, list_id: int, told: str, *, level: str = "hold") -> Imported:
    """Take words from lines: `word` or `word,level` (CSV, tabs too); `level` where none is given.

    Empty lines and lines that begin with # are passed over. Refuses with `moderation.no_word` when
    nothing usable is there, `moderation.too_many_words` above 200,000.
    """
    found = _list(actor, list_id)
    rules.refuse_choice({"level": (level, rules.LEVELS_WITH_ALLOW)})
    wanted, refused = _lines(told, level)
    if not wanted:
        raise _no_word()
    if len(wanted) > rules.WORDS_MOST:
        raise Invalid("moderation.too_many_words", _("One list holds at most 200,000 words."))
    levels = dict(Word.objects.filter(list=found).values_list("key", "level"))
    new = {key: one for key, one in wanted.items() if key not in levels}
    other = {key: one for key, one in wanted.items() if levels.get(key, one[1]) != one[1]}
    now = clock.now()
    Word.objects.bulk_create(
        [
            Word(list=found, key=key, word=word, level=its, added_at=now)
            for key, (word, its) in new.items()
        ],
        batch_size=CHUNK,
    )
    for its in rules.LEVELS_WITH_ALLOW:
        keys = [key for key, one in other.items() if one[1] == its]
        for start in range(0, len(keys), CHUNK):
            chunk = keys[start : start + CHUNK]
            Word.objects.filter(list=found, key__in=chunk).update(level=its)
    count = len(new) + len(other)
    _note(actor, found, "imported", count=count)
    _changed(actor, found, "imported", count)
    return Imported(len(new), len(other), len(wanted) - count, tuple(refused))


def _lines(told: str, level: str) -> tuple[dict[str, tuple[str, str]], list[str]]:
    """Words and levels by key, and the lines that could not be used."""
    wanted: dict[str, tuple[str, str]] = {}
    refused: list[str] = []
    for row in _rows(told):
        word, its = row[0].strip(), (row[1].strip().lower() if len(row) > 1 else "") or level
        if not word or word.startswith("#") or (not wanted and word.lower() in HEADINGS):
            continue
        key = key_of(word)
        if not key or len(word) > rules.WORD_MOST or its not in rules.LEVELS_WITH_ALLOW:
            refused.append(",".join(row)[:100])
            continue
        wanted[key] = (word, its)
    return wanted, refused


def _rows(told: str) -> Iterator[list[str]]:
    text = told.lstrip("\ufeff").replace("\x00", "")
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    return (row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if row)


def _key(word: str) -> str:
    key = key_of(word)
    if not key:
        raise _no_word()
    return key[:200]


def _no_word() -> Invalid:
    told = _("There is no word here: it needs at least one letter, digit or Chinese character.")
    return Invalid("moderation.no_word", told, fields={"word": told})


def _list(actor: Viewer, list_id: int) -> WordList:
    """The list under lock, of the community the actor stands in or of the installation."""
    _require(actor)
    found = WordList.objects.select_for_update().filter(
        pk=list_id, community=actor.community_id, retired_at=None
    )
    return one_or_missing(found)


def _require(actor: Viewer) -> None:
    if actor.community_id is None:
        actor.require_staff()
    else:
        actor.require(rules.KEEP_WORDS)


def _changed(actor: Viewer, found: WordList, act: str, count: int) -> None:
    WordList.objects.filter(pk=found.pk).update(stamp=_stamp())
    record(WordsChanged(object_id=found.pk, act=act, count=count, **_told(actor)))


def _note(actor: Viewer, found: WordList, act: str, **told: Any) -> None:
    WordChange.objects.create(
        list=found,
        act=act,
        changed_at=clock.now(),
        changed_by_id=actor.member_id,
        **told,
    )
    transaction.on_commit(partial(bus.publish, "words", {"list": found.pk}), robust=True)


def _told(actor: Viewer) -> dict[str, Any]:
    return {
        "actor_key": actor.actor_key,
        "community_id": actor.community_id,
        "audience": "staff",
    }


def _stamp() -> str:
    return secrets.token_hex(8)
