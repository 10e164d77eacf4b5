"""Messages of a conversation, in the shape that chat's pages and scripts know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from qunluo.kernel import text
from qunluo.kernel.text.mentions import marked_ids
from qunluo.talk.chat.queries import Spoken, Window
from qunluo.talk.chat.queries.messages import attached, quoted_as
from qunluo.talk.conversations.models import Message
from qunluo.talk.forum import queries as forum

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qunluo.people.members.queries import Person
    from qunluo.talk.chat.queries import Quoted
    from qunluo.talk.conversations.models import Conversation, Seat


def html_of(row: Message) -> str:
    """The stored rendering, or a fresh one when the renderer has changed since."""
    if row.render_version != text.VERSION:
        return text.render_short(row.body_source)
    return row.body_html


def spoken(conversation: Conversation, rows: Sequence[Message]) -> tuple[Spoken, ...]:
    """Messages of one conversation as told; three queries at most."""
    answered = [row.answers_id for row in rows if row.answers_id is not None]
    quoted = {row.pk: row for row in Message.objects.filter(pk__in=answered)} if answered else {}
    concerned: set[int | None] = {row.author_id for row in (*rows, *quoted.values())}
    for row in (*rows, *quoted.values()):
        concerned |= marked_ids(html_of(row))
    people = forum.people_of(conversation.community_id, concerned)
    return tuple(_one(row, quoted.get(row.answers_id or 0), people) for row in rows)


def _one(row: Message, quoted: Message | None, people: Mapping[int, Person]) -> Spoken:
    is_gone = row.removed_at is not None
    return Spoken(
        id=row.pk,
        room_id=row.conversation_id,
        number=row.number,
        change=row.change,
        author=forum.byline(people, row.author_id),
        body=Markup("") if is_gone else text.show(html_of(row), people),
        posted_at=row.posted_at,
        edited_at=None if is_gone else row.edited_at,
        client_id=row.client_id,
        answers=_quoted(quoted, people),
        file=None if is_gone else attached(row.file),
        removed=row.removed_reason or "moderation" if is_gone else "",
    )


def _quoted(row: Message | None, people: Mapping[int, Person]) -> Quoted | None:
    if row is None:
        return None
    shown = "" if row.removed_at else text.plain(str(text.show(html_of(row), people)))
    return quoted_as(row.number, forum.byline(people, row.author_id).name, shown)


def window(
    conversation: Conversation,
    seat: Seat,
    place: Mapping[str, int | None],
    *,
    size: int = 50,
) -> Window:
    """The newest messages, or those `before`, `after` or `around` a number; four queries."""
    rows = conversation.messages.select_related("file").filter(number__gte=seat.first_number)
    around, after, before = place.get("around"), place.get("after"), place.get("before")
    if around is not None:
        found = list(rows.filter(number__gte=around - size // 2).order_by("number")[:size])
    elif after is not None:
        found = list(rows.filter(number__gt=after).order_by("number")[:size])
    else:
        earlier = rows.filter(number__lt=before) if before is not None else rows
        found = list(earlier.order_by("-number")[:size])[::-1]
    return Window(
        items=spoken(conversation, found),
        has_earlier=bool(found) and found[0].number > seat.first_number,
        has_later=bool(found) and found[-1].number < conversation.last_number,
        change=conversation.last_change,
        last_number=conversation.last_number,
    )


def changes(conversation: Conversation, seat: Seat, since: int, *, size: int = 200) -> Window:
    """What is new or changed after the change `since`, in order of change, as in chat."""
    rows = conversation.messages.select_related("file").filter(
        change__gt=since, number__gte=seat.first_number
    )
    found = list(rows.order_by("change")[: size + 1])
    more, found = len(found) > size, found[:size]
    newest = max([conversation.last_change, *(row.change for row in found)])
    reached = found[-1].change if more else newest
    return Window(
        spoken(conversation, found),
        has_earlier=False,
        has_later=more,
        change=reached,
        last_number=conversation.last_number,
    )


def one(conversation: Conversation, message_id: int) -> Spoken:
    """One message as told."""
    row = Message.objects.select_related("file").get(pk=message_id, conversation=conversation)
    return spoken(conversation, [row])[0]
