"""The list of one's conversations, one of them, and finding words in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from qunluo.kernel import preferences, text
from qunluo.kernel.refusal import Refusal
from qunluo.kernel.web.paging import page_of
from qunluo.people.communities import queries as communities
from qunluo.talk.chat.queries import Window
from qunluo.talk.conversations import rules
from qunluo.talk.conversations.models import Block, Message
from qunluo.talk.conversations.queries.finding import (
    blocks_between,
    conversation_address,
    conversation_for,
    message_address,
    messages_of,
    people_in,
    seats_of,
)
from qunluo.talk.conversations.queries.messages import html_of, window
from qunluo.talk.forum import queries as forum

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer
    from qunluo.kernel.web.paging import Page
    from qunluo.people.members.queries import Person
    from qunluo.talk.conversations.models import Conversation

FAR_BEHIND = 40
EXCERPT = 80
FOUND_MOST = 50
NOWHERE: Mapping[str, int | None] = MappingProxyType({})


@dataclass(frozen=True)
class Line:
    """One line of the list. `people` are the others; `title` is their names, or the group's."""

    id: int
    title: str
    people: tuple[Person, ...]
    community_name: str
    community_slug: str
    address: str
    is_group: bool
    is_muted: bool
    unread: int
    excerpt: str
    last_posted_at: datetime


@dataclass(frozen=True)
class Sheet:
    """A conversation's page. `frozen`: a key of rules.FROZEN, "not_here" or "barred" with `why`,
    or empty: then one may write. `keep_days`: 0 when nothing is deleted by itself."""

    line: Line
    window: Window
    read_number: int
    first_unread: int | None
    recall_minutes: int
    keep_days: int
    frozen: str
    why: str
    me: Person | None
    may_add: bool


@dataclass(frozen=True)
class Found:
    """A message in which the words were found."""

    title: str
    who: str
    excerpt: str
    address: str
    posted_at: datetime


@dataclass(frozen=True)
class BlockLine:
    person: Person
    made_at: datetime


def lines(viewer: Viewer, cursor: str | None = None, *, size: int = 50) -> Page[Line]:
    """One's conversations, the last written in first; six queries."""
    rows = _with_counts(seats_of(viewer).exclude(conversation__last_number=0))
    page = page_of(rows, ("-conversation__last_posted_at", "-pk"), cursor, size=size)
    return page.of(_lines(viewer, page.items))


def unread_count(viewer: Viewer) -> int:
    """Conversations with something unread, muted ones left out; one query."""
    unread = seats_of(viewer).filter(is_muted=False, conversation__last_number__gt=F("read_number"))
    return unread.count()


def sheet(viewer: Viewer, conversation_id: int, place: Mapping[str, int | None] = NOWHERE) -> Sheet:
    """A conversation with some of its messages; without a place the newest, or those around the
    first unread. Refuses with `missing`."""
    conversation = conversation_for(viewer, conversation_id)
    row: Any = _with_counts(seats_of(viewer).filter(conversation=conversation_id)).get()
    read: int = row.read_number
    unread = max(read, row.first_number - 1) + 1 if read < conversation.last_number else None
    if unread and not any(place.values()) and conversation.last_number - unread >= FAR_BEHIND:
        place = {"around": unread}
    (line,) = _lines(viewer, [row])
    frozen, why = frozen_for(viewer, conversation)
    wanted = (rules.RECALL_MINUTES, rules.KEEP_DAYS)
    kept = preferences.get_many(conversation.community_id, wanted)
    me = forum.people_of(conversation.community_id, [viewer.member_id])
    return Sheet(
        line=line,
        window=window(conversation, row, place),
        read_number=read,
        first_unread=unread,
        recall_minutes=kept[rules.RECALL_MINUTES.name],
        keep_days=kept[rules.KEEP_DAYS.name],
        frozen=frozen,
        why=why,
        me=me.get(viewer.member_id or 0),
        may_add=line.is_group and not frozen,
    )


def frozen_for(viewer: Viewer, conversation: Conversation) -> tuple[str, str]:
    """Why the viewer cannot write in their conversation just now: (key, words), or two empty ones."""
    try:
        standing = communities.enter(viewer, conversation.community.slug).viewer
        standing.require(rules.WRITE)
        communities.require_may_write(standing)
    except Refusal as refusal:
        is_outside = refusal.code in {"missing", "join_required"}
        told = _("You are not in this community any more. You can read this, but not write.")
        return ("not_here", told) if is_outside else ("barred", str(refusal.message))
    key = _frozen_by_others(viewer.require_member_id(), conversation)
    return key, str(rules.FROZEN.get(key, ""))


def _frozen_by_others(member_id: int, conversation: Conversation) -> str:
    here = people_in([conversation.pk]).get(conversation.pk, [])
    others = [one for one in here if one != member_id]
    if not others:
        return "alone"
    if conversation.pair is None:
        return ""
    if blocked := blocks_between(member_id, others):
        return next(iter(blocked.values()))
    return "" if communities.present_among(conversation.community_id, others) else "gone"


def search(viewer: Viewer, words: str) -> list[Found]:
    """Messages of one's own conversations that hold all the words, the newest first; four queries."""
    viewer.require_member_id()
    asked = words.split()[:5]
    if not asked:
        return []
    found = messages_of(viewer).filter(removed_at=None)
    for word in asked:
        found = found.filter(body_source__icontains=word)
    rows = list(found.select_related("conversation").order_by("-posted_at", "-pk")[:FOUND_MOST])
    titles = _titles(viewer, {row.conversation_id for row in rows})
    people = forum.people_of(0, {row.author_id for row in rows})
    return [
        Found(
            titles.get(row.conversation_id, ""),
            forum.byline(people, row.author_id).name,
            _excerpt(row),
            message_address(row.pk),
            row.posted_at,
        )
        for row in rows
    ]


def blocks_of(viewer: Viewer) -> list[BlockLine]:
    """Whom the viewer has blocked, the latest first; two queries."""
    rows = list(Block.objects.filter(blocker=viewer.require_member_id()).order_by("-made_at"))
    people = forum.people_of(0, [row.blocked_id for row in rows])
    return [BlockLine(forum.byline(people, row.blocked_id), row.made_at) for row in rows]


def is_blocked(viewer: Viewer, member_id: int) -> bool:
    """Whether the viewer has blocked this person; one query."""
    return Block.objects.filter(blocker=viewer.member_id or 0, blocked=member_id).exists()


def titles_for(viewer: Viewer, conversation_ids: Sequence[int]) -> dict[int, str]:
    """What the viewer's own conversations are called; three queries."""
    own = seats_of(viewer).filter(conversation__in=list(conversation_ids))
    return _titles(viewer, set(own.values_list("conversation_id", flat=True)))


def _with_counts(seats: Any) -> Any:
    newest = Message.objects.filter(conversation=OuterRef("conversation"), removed_at=None)
    newest = newest.filter(number__gte=OuterRef("first_number")).order_by("-number")
    later = (
        Message.objects.filter(
            conversation=OuterRef("conversation"),
            removed_at=None,
            number__gt=OuterRef("read_number"),
        )
        .filter(~Q(author=OuterRef("member")), number__gte=OuterRef("first_number"))
        .order_by()
        .values("conversation")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return seats.select_related("conversation__community").annotate(
        newest_id=Subquery(newest.values("pk")[:1]), unread=Coalesce(Subquery(later), 0)
    )


def _lines(viewer: Viewer, seats: Sequence[Any]) -> list[Line]:
    ids = [seat.conversation_id for seat in seats]
    sitting = people_in(ids)
    newest = Message.objects.filter(pk__in=[seat.newest_id for seat in seats if seat.newest_id])
    last = {row.conversation_id: row for row in newest.select_related("file")}
    wanted = {member_id for here in sitting.values() for member_id in here}
    wanted |= {row.author_id for row in last.values() if row.author_id}
    names = _named(seats, sitting, wanted)
    return [_line(viewer, seat, sitting, last.get(seat.conversation_id), names) for seat in seats]


def _named(
    seats: Sequence[Any], sitting: Mapping[int, list[int]], wanted: set[int]
) -> dict[tuple[int, int], Person]:
    """People under the names of each conversation's community: two queries per community."""
    found: dict[tuple[int, int], Person] = {}
    for community_id in {seat.conversation.community_id for seat in seats}:
        people = forum.people_of(community_id, wanted)
        found |= {(community_id, member_id): one for member_id, one in people.items()}
    return found


def _line(
    viewer: Viewer,
    seat: Any,
    sitting: Mapping[int, list[int]],
    last: Message | None,
    names: Mapping[tuple[int, int], Person],
) -> Line:
    talk = seat.conversation
    here = {who: person for (place, who), person in names.items() if place == talk.community_id}
    ids = _others(viewer, talk, sitting.get(talk.pk, []))
    people = tuple(forum.byline(here, one) for one in ids)
    excerpt = _excerpt(last) if last else ""
    if last and talk.pair is None and last.author_id:
        excerpt = f"{forum.byline(here, last.author_id).name}: {excerpt}"
    return Line(
        id=talk.pk,
        title=_title(talk, people),
        people=people,
        community_name=talk.community.name,
        community_slug=talk.community.slug,
        address=conversation_address(talk.pk),
        is_group=talk.pair is None,
        is_muted=seat.is_muted,
        unread=0 if seat.is_muted else seat.unread,
        excerpt=excerpt,
        last_posted_at=talk.last_posted_at or talk.started_at,
    )


def _others(viewer: Viewer, talk: Conversation, sitting: Sequence[int]) -> list[int]:
    """In a direct one the other of the pair, even after they have gone."""
    pair = [int(one) for one in talk.pair.split(":")] if talk.pair else sitting
    return [one for one in pair if one != viewer.member_id]


def _title(talk: Conversation, people: Sequence[Person]) -> str:
    if talk.name:
        return talk.name
    return "、".join(person.name for person in people[:4]) or _("Just you")


def _titles(viewer: Viewer, ids: set[int]) -> dict[int, str]:
    rows = seats_of(viewer).filter(conversation__in=ids).select_related("conversation")
    talks = [row.conversation for row in rows]
    sitting = people_in(ids)
    people = forum.people_of(0, {one for talk in talks for one in sitting.get(talk.pk, [])})
    return {
        talk.pk: _title(
            talk,
            [forum.byline(people, one) for one in _others(viewer, talk, sitting.get(talk.pk, []))],
        )
        for talk in talks
    }


def _excerpt(row: Message) -> str:
    shown = text.plain(str(text.show(html_of(row), {}))).replace("\n", " ").strip()
    if not shown and row.file_id:
        return _("A file")
    return shown if len(shown) <= EXCERPT else f"{shown[:EXCERPT]}…"
