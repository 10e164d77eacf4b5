"""One's own membership, and the directory of members."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from ninja import Field, Query, Schema, Status

from qunluo.people.communities import actions, queries
from qunluo.people.communities.api.routes import COMMUNITY, router
from qunluo.people.communities.api.shapes import Person, Walk, number_of, page_as, person_of
from qunluo.people.communities.web import entering

if TYPE_CHECKING:
    from django.http import HttpRequest

MEMBERSHIP = f"{COMMUNITY}/membership"


class HeldRole(Schema):
    """`key`: owner, admin, volunteer or a custom role's id; `space` is empty for everywhere."""

    key: str
    name: str
    space: str


class JoinQuestion(Schema):
    id: str
    text: str
    is_required: bool


class Door(Schema):
    """How one stands to the community, and what joining takes.

    `state`: member, waiting, join (at once), ask (send a request), invitation, archived,
    sign_in_join, sign_in_ask. `usual_hours` is the usual wait, null when nothing is known.
    """

    state: str
    questions: list[JoinQuestion]
    asked_at: datetime | None
    declined_reason: str
    usual_hours: int | None


class Member(Schema):
    """`join_channel` and `last_visited_on` are filled for those who decide on joining."""

    person: Person
    roles: list[HeldRole]
    joined_at: datetime
    join_channel: str
    last_visited_on: date | None
    is_bot: bool


class MemberPage(Schema):
    items: list[Member]
    next_cursor: str | None
    previous_cursor: str | None


class MemberWish(Walk):
    """`words` are looked for in names and handles; `role` is a key such as `volunteer`, or `bots`."""

    words: Annotated[str, Field(max_length=100)] = ""
    role: Annotated[str, Field(max_length=18)] = ""
    order: Literal["newest", "oldest", "name"] = "newest"


@router.get(MEMBERSHIP, response=Door, operation_id="getMembership")
def get_membership(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Whether one belongs here, and if not, how one may."""
    door = queries.door_sheet(entering(request, slug, door="listed"))
    return {
        "state": door.state,
        "questions": [
            {"id": str(one.id), "text": one.text, "is_required": one.is_required}
            for one in door.questions
        ],
        "asked_at": door.asked_at,
        "declined_reason": door.declined_reason,
        "usual_hours": door.usual_hours,
    }


@router.put(MEMBERSHIP, response={204: None}, operation_id="joinCommunity")
def join(request: HttpRequest, slug: str) -> Status[None]:
    """Join an open community at once; see `requestToJoin` for those that review."""
    actions.join(entering(request, slug, door="signed_in"))
    return Status(204, None)


@router.delete(MEMBERSHIP, response={204: None}, operation_id="leaveCommunity")
def leave(request: HttpRequest, slug: str) -> Status[None]:
    """Roles end, words stay."""
    actions.leave(entering(request, slug))
    return Status(204, None)


@router.get(f"{COMMUNITY}/members", response=MemberPage, operation_id="listMembers")
def list_members(
    request: HttpRequest, slug: str, wanted: Annotated[MemberWish, Query()]
) -> dict[str, Any]:
    """The directory, for those who may see it."""
    asked = queries.Asked(words=wanted.words, role=wanted.role, order=wanted.order)
    viewer = entering(request, slug)
    page = queries.members_for(viewer, asked, wanted.cursor, size=wanted.size)
    return page_as(page, _member)


@router.get(f"{COMMUNITY}/members/{{member_id}}", response=Member, operation_id="getMember")
def get_member(request: HttpRequest, slug: str, member_id: str) -> dict[str, Any]:
    """One member, past ones included."""
    viewer = entering(request, slug)
    return _member(queries.member_for(viewer, number_of(member_id)).row)


@router.put(f"{COMMUNITY}/members/{{member_id}}/bot", response={204: None}, operation_id="markBot")
def mark_bot(request: HttpRequest, slug: str, member_id: str) -> Status[None]:
    """Say that a member is a program; figures about members leave it out from then on."""
    actions.mark_bot(entering(request, slug), number_of(member_id), is_bot=True)
    return Status(204, None)


@router.delete(
    f"{COMMUNITY}/members/{{member_id}}/bot", response={204: None}, operation_id="unmarkBot"
)
def unmark_bot(request: HttpRequest, slug: str, member_id: str) -> Status[None]:
    """A person after all."""
    actions.mark_bot(entering(request, slug), number_of(member_id), is_bot=False)
    return Status(204, None)


def _member(row: queries.MemberRow) -> dict[str, Any]:
    return {
        "person": person_of(row.person),
        "roles": [
            {"key": one.key, "name": str(one.name), "space": one.space_name} for one in row.roles
        ],
        "joined_at": row.joined_at,
        "join_channel": row.join_channel,
        "last_visited_on": row.last_visited_on,
        "is_bot": row.is_bot,
    }
