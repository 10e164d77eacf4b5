"""What every activity of moderation says about who, where and whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qunluo.kernel.refusal import missing
from qunluo.people.members import queries as members

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.moderation.models import Case, Sanction


def standing_in(actor: Viewer) -> int:
    """The community the actor stands in, or `missing`."""
    if actor.community_id is None:
        raise missing()
    return actor.community_id


def of_case(actor: Viewer, case: Case, *, whom: int | None = None) -> dict[str, Any]:
    """The envelope of an activity about a case; `whom` it concerns, by default the author."""
    return {
        "object_id": case.pk,
        "community_id": case.community_id,
        "space_id": case.space_id,
        "actor_key": actor.actor_key,
        "target_type": case.object_type,
        "target_id": case.object_id,
        "about_actor": key_of_member(whom or case.author_id),
    }


def of_sanction(actor: Viewer, sanction: Sanction) -> dict[str, Any]:
    """The envelope of an activity about a sanction."""
    return {
        "object_id": sanction.pk,
        "community_id": sanction.community_id,
        "actor_key": actor.actor_key,
        "about_actor": key_of_member(sanction.member_id),
        "kind": sanction.kind,
    }


def key_of_member(member_id: int | None) -> str | None:
    """The stream's name of a member, if they still have one."""
    return members.actor_keys([member_id]).get(member_id) if member_id is not None else None
