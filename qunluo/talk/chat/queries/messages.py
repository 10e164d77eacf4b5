"""Messages as open pages, programs and templates see them: the same for every reader of a room.

What differs by reader (is it mine, may I recall it) is told by the ids in it, so that a message is
made once and handed to everybody who hears the room (ADR 0080).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from markupsafe import Markup

from qunluo.kernel import files, text
from qunluo.kernel.text.mentions import marked_ids
from qunluo.talk.chat.models import Message, Reaction
from qunluo.talk.forum import queries as forum

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qunluo.kernel.files.models import StoredFile
    from qunluo.people.members.queries import Person
    from qunluo.talk.chat.models import Room

EXCERPT = 80
PREVIEW_PIXELS = 640


@dataclass(frozen=True)
class Quoted:
    """The message that is answered; `excerpt` is empty when it was removed."""

    number: int
    name: str
    excerpt: str


@dataclass(frozen=True)
class Attached:
    """`kind`: image, audio, video, document …; `preview` an image's smaller copy. Sizes in pixels
    (images only) and bytes. Addresses ask at each visit who may read.
    """

    kind: str
    name: str
    address: str
    preview: str
    width: int | None
    height: int | None
    size: int


@dataclass(frozen=True)
class Spoken:
    """One message. `removed` is the class of the reason, or empty; then nothing of it is left.

    `reactions`: who gave which sign. `mentions`: whom it calls.
    """

    id: int
    room_id: int
    number: int
    change: int
    author: Person
    body: Markup
    posted_at: datetime
    edited_at: datetime | None
    client_id: str
    answers: Quoted | None = None
    file: Attached | None = None
    reactions: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    mentions: tuple[int, ...] = ()
    removed: str = ""
    topic_address: str = ""


@dataclass(frozen=True)
class Window:
    """A run of messages in order. `change` and `last_number` are the room's when it was read."""

    items: tuple[Spoken, ...]
    has_earlier: bool
    has_later: bool
    change: int
    last_number: int


def spoken(room: Room, rows: Sequence[Message]) -> tuple[Spoken, ...]:
    """Messages of one room as told; five queries at most, whatever their number."""
    reactions = _reactions([row.pk for row in rows])
    answered = [row.answers_id for row in rows if row.answers_id is not None]
    quoted = {row.pk: row for row in Message.objects.filter(pk__in=answered)}
    concerned: set[int | None] = {row.author_id for row in (*rows, *quoted.values())}
    for row in (*rows, *quoted.values()):
        concerned |= marked_ids(html_of(row))
    people = forum.people_of(room.community_id, concerned)
    slug = room.community.slug
    return tuple(
        Spoken(
            id=row.pk,
            room_id=room.pk,
            number=row.number,
            change=row.change,
            author=forum.byline(people, row.author_id),
            body=Markup("") if row.removed_at else text.show(html_of(row), people),
            posted_at=row.posted_at,
            edited_at=None if row.removed_at else row.edited_at,
            client_id=row.client_id,
            answers=_quoted(quoted.get(row.answers_id or 0), people),
            file=None if row.removed_at else attached(row.file),
            reactions={} if row.removed_at else reactions.get(row.pk, {}),
            mentions=() if row.removed_at else tuple(sorted(marked_ids(row.body_html))),
            removed=row.removed_reason or "moderation" if row.removed_at else "",
            topic_address=forum.topic_address(slug, row.topic_id, "") if row.topic_id else "",
        )
        for row in rows
    )


def html_of(row: Message) -> str:
    """The stored rendering, or a fresh one when the renderer has changed since."""
    if row.render_version != text.VERSION:
        return text.render_short(row.body_source)
    return row.body_html


def window(
    room: Room,
    *,
    before: int | None = None,
    after: int | None = None,
    around: int | None = None,
    size: int = 50,
) -> Window:
    """The newest messages, those before or after a number, or those around one; six queries."""
    rows = room.messages.select_related("file")
    if around is not None:
        first = max(1, around - size // 2)
        found = list(rows.filter(number__gte=first).order_by("number")[:size])
    elif after is not None:
        found = list(rows.filter(number__gt=after).order_by("number")[:size])
    else:
        earlier = rows.filter(number__lt=before) if before is not None else rows
        found = list(earlier.order_by("-number")[:size])[::-1]
    return Window(
        items=spoken(room, found),
        has_earlier=bool(found) and found[0].number > 1,
        has_later=bool(found) and found[-1].number < room.last_number,
        change=room.last_change,
        last_number=room.last_number,
    )


def changes(room: Room, since: int, *, size: int = 200) -> Window:
    """What is new or changed after the room's change `since`, in order of change.

    `has_later`: there is more; ask again since the returned `change`. Six queries.
    """
    rows = room.messages.select_related("file").filter(change__gt=since).order_by("change")
    found = list(rows[: size + 1])
    more, found = len(found) > size, found[:size]
    reached = found[-1].change if more else max([room.last_change, *(row.change for row in found)])
    return Window(spoken(room, found), False, more, reached, room.last_number)


def one(room: Room, message_id: int) -> Spoken:
    """One message as told."""
    row = Message.objects.select_related("file").get(pk=message_id, room=room)
    return spoken(room, [row])[0]


def _reactions(ids: Iterable[int]) -> dict[int, dict[str, tuple[int, ...]]]:
    rows = Reaction.objects.filter(message__in=list(ids)).order_by("pk")
    given: dict[int, dict[str, tuple[int, ...]]] = defaultdict(dict)
    for message_id, sign, member_id in rows.values_list("message_id", "sign", "member_id"):
        signs = given[message_id]
        signs[sign] = (*signs.get(sign, ()), member_id)
    return given


def _quoted(row: Message | None, people: Mapping[int, Person]) -> Quoted | None:
    if row is None:
        return None
    shown = "" if row.removed_at else text.plain(str(text.show(html_of(row), people)))
    return quoted_as(row.number, forum.byline(people, row.author_id).name, shown)


def quoted_as(number: int, name: str, shown: str) -> Quoted:
    """The message that is answered, in a few words."""
    return Quoted(number, name, shown if len(shown) <= EXCERPT else f"{shown[:EXCERPT]}…")


def attached(file: StoredFile | None) -> Attached | None:
    """A file as a message carries it; conversations show theirs alike."""
    if file is None:
        return None
    address = files.stable_address(file)
    is_image = file.kind == "image"
    return Attached(
        kind=file.kind,
        name=file.name,
        address=address,
        preview=f"{address}?size={PREVIEW_PIXELS}" if is_image else "",
        width=file.width,
        height=file.height,
        size=file.bytes,
    )
