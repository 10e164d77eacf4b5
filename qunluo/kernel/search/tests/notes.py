"""A kind of object of the tests' own: notes that lie in memory."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from qunluo.kernel.objects import ObjectCard, ObjectText

START = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Note:
    id: int
    community_id: int
    title: str
    body: str
    space_id: int | None = None
    audience: str = "public"
    tags: tuple[str, ...] = ()
    is_seen: bool = True
    sort: str = ""
    author_key: str | None = None


class Notes:
    def __init__(self, object_type="test.note"):
        self.object_type = object_type
        self.kept: dict[int, Note] = {}
        self.asked = 0

    def add(self, *notes: Note) -> None:
        self.kept |= {note.id: note for note in notes}

    def change(self, note_id: int, **changes) -> None:
        self.kept[note_id] = replace(self.kept[note_id], **changes)

    def cards(self, viewer, ids):
        return {
            pk: ObjectCard(self.object_type, pk, self.kept[pk].title, f"/notes/{pk}/")
            for pk in ids
            if pk in self.kept and self.kept[pk].is_seen
        }

    def texts(self, ids):
        self.asked += 1
        for note in (self.kept[pk] for pk in ids if pk in self.kept):
            yield ObjectText(
                self.object_type,
                note.id,
                note.community_id,
                note.space_id,
                note.title,
                note.body,
                note.tags,
                note.author_key,
                note.audience,
                "zh-hans",
                START + timedelta(minutes=note.id),
                note.sort,
            )

    def all_ids(self, community_id):
        return (note.id for note in self.kept.values() if note.community_id == community_id)
