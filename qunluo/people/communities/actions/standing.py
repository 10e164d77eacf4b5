"""What the actions of this domain ask first: where the actor stands, and whether it may change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qunluo.kernel.refusal import missing, one_or_missing
from qunluo.people.communities import rules
from qunluo.people.communities.models import Community

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


def here(actor: Viewer) -> Community:
    """The community the actor stands in, locked until the action ends; `missing` outside any."""
    if actor.community_id is None:
        raise missing()
    found = Community.objects.select_for_update().filter(pk=actor.community_id)
    return one_or_missing(found)


def open_here(actor: Viewer) -> Community:
    """The same, refused with `communities.archived` when nothing may be written any more."""
    community = here(actor)
    rules.refuse_archived(community.state)
    return community


def permitted_here(actor: Viewer, permission: str) -> Community:
    """The actor's community, when it may change and they hold the permission in all of it."""
    actor.require(permission)
    return open_here(actor)


def told_by(actor: Viewer) -> dict[str, Any]:
    """The part of every activity's envelope that says who did it and where."""
    return {"actor_key": actor.actor_key, "community_id": actor.community_id}
