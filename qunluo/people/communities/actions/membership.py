"""What a membership carries: the name used here, verification to post, consent for minors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.stream.record import record
from qunluo.people.communities import rules
from qunluo.people.communities.actions.standing import open_here, permitted_here, told_by
from qunluo.people.communities.activities import (
    BotMarked,
    ConsentChanged,
    MembershipChanged,
    MemberVerified,
)
from qunluo.people.communities.models import Community, Membership, ProfileField
from qunluo.people.members import queries as members

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qunluo.kernel.viewer import Viewer

FIELD_LENGTH = 300


@action
def change_own_membership(
    actor: Viewer, *, nickname: str, custom_fields: Mapping[int, str]
) -> None:
    """The name used here ("": the one of the account) and answers to this community's own fields.

    Refuses with `communities.not_a_member`, `communities.too_long`.
    """
    community = open_here(actor)
    belonging = _belonging(community, actor.require_member_id())
    rules.refuse_too_long({"nickname": (nickname, 80)})
    fields = ProfileField.objects.filter(community=community, retired_at=None)
    known = set(fields.values_list("pk", flat=True))
    belonging.nickname = nickname.strip()
    belonging.custom_fields = {
        **belonging.custom_fields,
        **{
            str(field_id): text.strip()[:FIELD_LENGTH]
            for field_id, text in custom_fields.items()
            if field_id in known
        },
    }
    belonging.save(update_fields=["nickname", "custom_fields"])
    record(MembershipChanged(object_id=belonging.pk, audience="members", **told_by(actor)))


@action
def verify_to_post(actor: Viewer, member_id: int, *, is_verified: bool) -> None:
    """Say that a member's real name was checked (后台实名), or take that back.

    Refuses with `communities.not_a_member`.
    """
    community = permitted_here(actor, rules.VERIFY)
    belonging = _belonging(community, member_id)
    belonging.verified_to_post_at = clock.now() if is_verified else None
    belonging.save(update_fields=["verified_to_post_at"])
    record(
        MemberVerified(
            object_id=belonging.pk,
            is_verified=is_verified,
            about_actor=members.actor_keys([member_id]).get(member_id),
            audience="staff",
            **told_by(actor),
        )
    )


@action
def set_minor_consent(actor: Viewer, member_id: int, state: str) -> None:
    """`not_needed`, `waiting` (may read, may not post), `given` or `withdrawn`.

    Refuses with `communities.not_a_member`, `communities.choice`.
    """
    community = permitted_here(actor, rules.VERIFY)
    rules.refuse_choices({"state": state}, {"state": rules.CONSENT_STATES})
    belonging = _belonging(community, member_id)
    belonging.minor_consent = state
    belonging.save(update_fields=["minor_consent"])
    record(
        ConsentChanged(
            object_id=belonging.pk,
            state=state,
            about_actor=members.actor_keys([member_id]).get(member_id),
            audience="staff",
            **told_by(actor),
        )
    )


@action
def mark_bot(actor: Viewer, member_id: int, *, is_bot: bool) -> None:
    """Say that a member, present or past, is a program and no person, or take that back.

    Figures made from the next export on leave bots out, of all times; what was published keeps its
    numbers. Refuses with `communities.not_a_member`, `communities.bot_unchanged`.
    """
    community = permitted_here(actor, rules.MARK_BOTS)
    found = Membership.objects.select_for_update().filter(community=community, member=member_id)
    belonging, key = found.first(), members.actor_keys([member_id]).get(member_id)
    if belonging is None or key is None:
        raise rules.not_a_member()
    if (belonging.bot_since is not None) == is_bot:
        raise rules.marked_already(is_bot=is_bot)
    belonging.bot_since = clock.now() if is_bot else None
    belonging.bot_marked_by_id = actor.member_id if is_bot else None
    belonging.save(update_fields=["bot_since", "bot_marked_by"])
    if belonging.left_at is None:  # the card counts people
        moved = F("member_count") + (-1 if is_bot else 1)
        Community.objects.filter(pk=community.pk).update(member_count=moved)
    record(
        BotMarked(
            object_id=belonging.pk,
            is_bot=is_bot,
            about_actor=key,
            audience="staff",
            **told_by(actor),
        )
    )


def _belonging(community: Community, member_id: int) -> Membership:
    found = Membership.objects.select_for_update().filter(
        community=community, member=member_id, left_at=None
    )
    belonging = found.first()
    if belonging is None:
        raise rules.not_a_member()
    return belonging
