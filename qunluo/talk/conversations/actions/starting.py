"""Begin a conversation, add people to a group, leave it, name it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock, preferences
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Forbidden, Invalid, Missing, Refusal, TooMany, missing
from qunluo.kernel.stream.record import record
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.people.profiles import queries as profiles
from qunluo.talk.conversations import rules
from qunluo.talk.conversations.actions.ground import (
    locked_conversation,
    of_conversation,
    require_standing_in,
    require_writing,
    tell_access_changed,
)
from qunluo.talk.conversations.activities import (
    ConversationLeft,
    ConversationNamed,
    ConversationStarted,
    PeopleAdded,
)
from qunluo.talk.conversations.models import Conversation, Seat
from qunluo.talk.conversations.queries.finding import blocks_between, people_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from qunluo.kernel.viewer import Viewer


@action
def start_direct(member: Viewer, other_id: int, *, is_invited: bool = False) -> int:
    """Open the conversation with somebody of the community one stands in, or find it again.

    `is_invited`: the other asked to be written to (by a need or an offer), so that "people I
    follow" does not stand in the way; "nobody" and a block still do. Refuses with `missing`,
    `conversations.oneself`, `conversations.blocked`, `conversations.not_taken`,
    `conversations.too_many` and like writing.
    """
    member_id = member.require_member_id()
    standing = require_standing_in(member, member.community_slug)
    if other_id == member_id:
        raise Refusal("conversations.oneself", _("This would be a talk with yourself."))
    if not communities.present_among(standing.community_id or 0, [other_id]):
        raise missing()
    pair = rules.pair_of(member_id, other_id)
    found = Conversation.objects.filter(community=standing.community_id, pair=pair).first()
    if found is not None:
        return found.pk
    _require_welcome(standing, [other_id], is_invited=is_invited)
    _keep_pace(standing)
    try:
        # Leans on conversations_one_per_pair: both may press the button at once.
        with transaction.atomic():
            talk = _open(standing, [other_id], pair=pair)
    except IntegrityError:
        return Conversation.objects.get(community=standing.community_id, pair=pair).pk
    record(ConversationStarted(**of_conversation(standing, talk), people_count=2))
    return talk.pk


@action
def start_group(member: Viewer, member_ids: Collection[int], *, name: str = "") -> int:
    """Open a conversation with several people of the community; at most 20 with oneself.

    Refuses with `missing`, `conversations.people`, `conversations.name`, and like `start_direct`.
    """
    member_id = member.require_member_id()
    standing = require_standing_in(member, member.community_slug)
    others = sorted(set(member_ids) - {member_id})
    if not 1 <= len(others) < rules.MOST_PEOPLE:
        raise _bad_number()
    _require_present(standing, others)
    _require_welcome(standing, others)
    _keep_pace(standing)
    talk = _open(standing, others, name=_name(name))
    record(ConversationStarted(**of_conversation(standing, talk), people_count=len(others) + 1))
    return talk.pk


@action
def add_people(member: Viewer, conversation_id: int, member_ids: Collection[int]) -> int:
    """Add people to a group; they read what is said from now on. Returns how many were new.

    Refuses with `missing`, `conversations.not_a_group`, `conversations.people`, and like starting.
    """
    talk = locked_conversation(member, conversation_id)
    standing = require_writing(member, talk)
    if talk.pair is not None:
        told = _("Two people talk here. Begin a group instead.")
        raise Refusal("conversations.not_a_group", told)
    here = people_in([talk.pk]).get(talk.pk, [])
    new = sorted(set(member_ids) - set(here))
    if not new or len(here) + len(new) > rules.MOST_PEOPLE:
        raise _bad_number()
    _require_present(standing, new)
    _require_welcome(standing, new)
    _seat(talk, new, first_number=talk.last_number + 1)
    record(PeopleAdded(**of_conversation(standing, talk), people_count=len(new)))
    return len(new)


@action
def leave_conversation(member: Viewer, conversation_id: int) -> None:
    """Leave a group: nothing of it is read or heard any more. What one said stays.

    Refuses with `missing`, `conversations.not_a_group`.
    """
    talk = locked_conversation(member, conversation_id)
    if talk.pair is not None:
        told = _("Nobody leaves a talk of two. Mute it, or block the other person.")
        raise Refusal("conversations.not_a_group", told)
    own = Seat.objects.filter(conversation=talk, member=member.member_id)
    own.update(left_at=clock.now())
    tell_access_changed(member.require_member_id())
    record(ConversationLeft(**of_conversation(member, talk)))


@action
def name_conversation(member: Viewer, conversation_id: int, name: str) -> None:
    """Give a group a name. Refuses with `missing`, `conversations.not_a_group`, `conversations.name`."""
    talk = locked_conversation(member, conversation_id)
    require_writing(member, talk)
    if talk.pair is not None:
        raise Refusal("conversations.not_a_group", _("A talk of two is named after both."))
    Conversation.objects.filter(pk=talk.pk).update(name=_name(name))
    record(ConversationNamed(**of_conversation(member, talk)))


def _open(
    standing: Viewer, others: Iterable[int], *, pair: str | None = None, name: str = ""
) -> Conversation:
    talk = Conversation.objects.create(
        community_id=standing.community_id or 0,
        pair=pair,
        name=name,
        started_by_id=standing.member_id,
        started_at=clock.now(),
    )
    _seat(talk, [standing.require_member_id(), *others], first_number=1)
    return talk


def _seat(talk: Conversation, member_ids: Iterable[int], *, first_number: int) -> None:
    """Leans on conversations_seat_once: whoever comes back takes their old seat, from here on."""
    for member_id in member_ids:
        values = {"left_at": None, "first_number": first_number, "read_number": first_number - 1}
        first = {**values, "joined_at": clock.now()}
        Seat.objects.update_or_create(
            values, create_defaults=first, conversation=talk, member_id=member_id
        )


def _require_present(standing: Viewer, member_ids: Collection[int]) -> None:
    here = communities.present_among(standing.community_id or 0, member_ids)
    if set(member_ids) - here:
        raise missing()


def _require_welcome(
    standing: Viewer, others: Collection[int], *, is_invited: bool = False
) -> None:
    """What each of them wants: nobody is written to against their will, operators included."""
    blocks = blocks_between(standing.require_member_id(), others)
    if blocks:
        key = next(iter(blocks.values()))
        raise Forbidden("conversations.blocked", rules.FROZEN[key])
    for other_id in others:
        if not _takes(standing, other_id, is_invited=is_invited):
            told = _("%(name)s does not take conversations from members they do not know.")
            name = communities.persons(standing.community_id or 0, [other_id])[other_id].name
            raise Forbidden("conversations.not_taken", told % {"name": name})


def _takes(standing: Viewer, other_id: int, *, is_invited: bool) -> bool:
    try:
        other = members.viewer_by_id(other_id)
    except Missing:
        return False
    wanted = preferences.get(other, rules.WHO_MAY_WRITE)
    if wanted == rules.FOLLOWED and not is_invited:
        return profiles.is_following(other_id, standing.require_member_id())
    return wanted != rules.NOBODY


def _keep_pace(standing: Viewer) -> None:
    """Refuses with `conversations.too_many` whoever began many today; new members sooner."""
    wanted = (rules.STARTS, rules.NEWCOMER_DAYS, rules.NEWCOMER_STARTS)
    set_to = preferences.get_many(standing.community_id, wanted)
    now, most = clock.now(), set_to[rules.STARTS.name]
    since = communities.member_since(standing.community_id or 0, standing.require_member_id())
    if since is not None and (now - since).days < set_to[rules.NEWCOMER_DAYS.name]:
        most = min(most, set_to[rules.NEWCOMER_STARTS.name])
    begun = Conversation.objects.filter(
        started_by=standing.member_id, started_at__gt=now - rules.A_DAY
    ).count()
    if begun >= most:
        told = _("You have begun %(count)d conversations since yesterday. Begin more tomorrow.")
        raise TooMany("conversations.too_many", told % {"count": begun}, retry_after=3600)


def _name(name: str) -> str:
    name = " ".join(name.replace("\x00", "").split())
    if len(name) > rules.NAME_MOST:
        told = _("Give it a shorter name.")
        raise Invalid("conversations.name", told, fields={"name": told})
    return name


def _bad_number() -> Invalid:
    told = _("Choose between one and %(most)d people.") % {"most": rules.MOST_PEOPLE - 1}
    return Invalid("conversations.people", told, fields={"people": told})
