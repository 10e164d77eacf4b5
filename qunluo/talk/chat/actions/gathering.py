"""Turn talk into a topic, so that what is worth keeping does not scroll away."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from qunluo.kernel import files, text
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Forbidden, Invalid
from qunluo.kernel.stream.record import record
from qunluo.talk.chat import rules
from qunluo.talk.chat.actions.ground import change, locked_room, of_room, require_member
from qunluo.talk.chat.activities import TalkGathered
from qunluo.talk.chat.queries import spaces_for_talk
from qunluo.talk.forum import actions as forum
from qunluo.talk.forum import queries as topics

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person
    from qunluo.talk.chat.models import Message, Room


@action
def gather_talk(
    member: Viewer, room_id: int, numbers: Collection[int], *, title: str, space_id: int
) -> int:
    """Open a topic that quotes these messages under their authors' names; returns its id.

    Only spaces that are not more open than the room take it. Refuses with `chat.nothing_chosen`,
    `chat.too_many_chosen`, `chat.more_open`, and like opening a topic.
    """
    require_member(member)
    room = locked_room(member, room_id)
    rows = list(
        room.messages.select_related("file")
        .filter(number__in=list(numbers)[: rules.TOPIC_MOST + 1], removed_at=None)
        .order_by("number")
    )
    _require_some(rows)
    if space_id not in {space.id for space in spaces_for_talk(member, room)}:
        told = _("Choose a space that is not open to more people than this room.")
        raise Forbidden("chat.more_open", told, fields={"space": told})
    topic_id = forum.open_topic(member, space_id, title, body=_body(member, room, rows))
    for row in rows:
        change(room, row, topic_id=topic_id)
    envelope = of_room(member, room) | {"target_type": "forum.topic", "target_id": topic_id}
    record(TalkGathered(**envelope, message_count=len(rows)))
    return topic_id


def _require_some(rows: Sequence[Message]) -> None:
    if not rows:
        told = _("Choose at least one message.")
        raise Invalid("chat.nothing_chosen", told, fields={"numbers": told})
    if len(rows) > rules.TOPIC_MOST:
        most = _("At most %(most)d messages fit into one topic.") % {"most": rules.TOPIC_MOST}
        raise Invalid("chat.too_many_chosen", most, fields={"numbers": most})


def _body(member: Viewer, room: Room, rows: Sequence[Message]) -> str:
    """Markdown: who said what when, in the community's time, names as mentions (ground 6)."""
    concerned: set[int | None] = {row.author_id for row in rows}
    for row in rows:
        concerned |= text.ids_in(row.body_source)
    people = topics.people_of(room.community_id, concerned)
    zone = ZoneInfo(room.community.timezone)
    opening = _("From the chat room “%(room)s”:") % {"room": room.name}
    return "\n\n".join([opening, *(_quoted(row, people, zone) for row in rows)])


def _quoted(row: Message, people: Mapping[int, Person], zone: ZoneInfo) -> str:
    author = topics.byline(people, row.author_id)
    name = f"@{author.handle}" if author.handle else author.name
    moment = row.posted_at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    handles = {pk: person.handle for pk, person in people.items() if person.handle}
    said = text.for_editing(row.body_source, handles)
    if row.file is not None:
        sign = "!" if row.file.kind == "image" else ""
        said = f"{said}\n\n{sign}[{row.file.name}]({files.stable_address(row.file)})".strip()
    quoted = "\n".join(f"> {line}".rstrip() for line in said.split("\n"))
    return f"{name} · {moment}\n\n{quoted}"
