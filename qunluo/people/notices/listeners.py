"""What notices hear of the domains below them, and of changes in who may see what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.stream.listening import listens_to
from qunluo.people.members import queries as members
from qunluo.people.notices import actions, queries

if TYPE_CHECKING:
    from qunluo.kernel.stream.models import StreamLine

CONCERNED = (
    "communities.join_approved",
    "communities.join_declined",
    "communities.role_granted",
    "members.claim_decided",
)


@listens_to(*CONCERNED)
def tell_whom_it_concerns(line: StreamLine) -> None:
    """Decisions about a member reach that member."""
    actions.give(line, line.name, _concerned(line))


@listens_to(
    "communities.member_left", "communities.member_removed", "communities.role_revoked", demo=False
)
def hide_what_one_may_no_longer_see(line: StreamLine) -> None:
    for member_id in _concerned(line):
        actions.look_again(member_id)


@listens_to(
    "communities.space_changed", "communities.space_archived", "forum.topic_moved", demo=False
)
def hide_what_moved_away(line: StreamLine) -> None:
    """A space was closed to some, or a topic went to another space."""
    object_id = line.object_id
    where = (
        {"space_id": line.space_id or object_id}
        if line.object_type == "communities.space"
        else {"thread_type": line.object_type, "thread_id": object_id}
    )
    for member_id in queries.members_with_lines(**where):
        actions.look_again(member_id)


def _concerned(line: StreamLine) -> list[int]:
    key = line.about_actor or line.actor_key
    return list(members.member_ids_of([key]).values()) if key else []
