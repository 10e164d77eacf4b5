"""Follow somebody in a community, and stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import JoinRequired, Refusal, missing
from qunluo.kernel.stream.record import record
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.people.profiles import rules
from qunluo.people.profiles.activities import MemberFollowed, MemberUnfollowed
from qunluo.people.profiles.models import Follow

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def follow(member: Viewer, other_id: int) -> None:
    """Refuses with `sign_in_required`, `join_required`, `missing`, `profiles.oneself`,
    `profiles.followed`, `profiles.too_many`."""
    member_id = _require_member(member)
    if other_id == member_id:
        raise Refusal("profiles.oneself", _("You see what you do anyway."))
    community_id = member.community_id or 0
    if not communities.present_among(community_id, [other_id]):
        raise missing()
    own = Follow.objects.filter(community=community_id, follower=member_id)
    if own.count() >= rules.FOLLOWS_MOST:
        raise Refusal("profiles.too_many", _("You follow very many people. Let some of them go."))
    # Leans on profiles_follow_once.
    _row, is_new = Follow.objects.get_or_create(
        community_id=community_id,
        follower_id=member_id,
        followed_id=other_id,
        defaults={"followed_at": clock.now()},
    )
    if not is_new:
        raise Refusal("profiles.followed", _("You follow this person already."))
    record(MemberFollowed(**_about(member, other_id)))


@action
def unfollow(member: Viewer, other_id: int) -> None:
    """Refuses with `sign_in_required`, `join_required`, `profiles.not_followed`."""
    member_id = _require_member(member)
    own = Follow.objects.filter(community=member.community_id, follower=member_id)
    gone, _by_table = own.filter(followed=other_id).delete()
    if not gone:
        raise Refusal("profiles.not_followed", _("You do not follow this person."))
    record(MemberUnfollowed(**_about(member, other_id)))


def _require_member(member: Viewer) -> int:
    member_id = member.require_member_id()
    if not member.is_member:
        raise JoinRequired(member.community_slug)
    return member_id


def _about(member: Viewer, other_id: int) -> dict[str, Any]:
    """The object is the follower: whoever is told sees who it was."""
    return {
        "object_id": member.require_member_id(),
        "community_id": member.community_id,
        "actor_key": member.actor_key,
        "about_actor": members.actor_keys([other_id]).get(other_id),
    }
