"""The emergency switch: freeze posting, hold newcomers, or read-only, with a reason and an end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid, Refusal, one_or_missing
from qunluo.kernel.stream.record import record
from qunluo.people.communities import actions as communities
from qunluo.people.moderation import rules
from qunluo.people.moderation.actions.telling import standing_in
from qunluo.people.moderation.activities import EmergencyDeclared, EmergencyEnded
from qunluo.people.moderation.models import Emergency

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer

HOURS_MOST = 720


@action
def declare_emergency(actor: Viewer, kind: str, *, reason: str, hours: int) -> int:
    """Hold the community still for some hours (1 to 720); it ends by itself. Returns its id.

    Refuses with `not_permitted`, `moderation.choice`, `moderation.empty`, `moderation.hours`,
    `moderation.emergency_is_on`.
    """
    actor.require(rules.DECLARE)
    community_id = standing_in(actor)
    rules.refuse_choice({"kind": (kind, rules.EMERGENCIES)})
    reason = rules.checked("reason", reason, 300)
    if not 1 <= hours <= HOURS_MOST:
        told = _("Say for how many hours, from 1 to 720.")
        raise Invalid("moderation.hours", told, fields={"hours": told})
    now = clock.now()
    running = Emergency.objects.filter(community=actor.community_id, ended_at=None)
    for over in running.filter(ends_at__lte=now):
        Emergency.objects.filter(pk=over.pk).update(ended_at=over.ends_at)
    ends_at = now + timedelta(hours=hours)
    try:
        with transaction.atomic():  # leans on moderation_one_emergency_at_a_time
            made = Emergency.objects.create(
                community_id=community_id,
                kind=kind,
                reason=reason,
                began_at=now,
                began_by_id=actor.member_id,
                ends_at=ends_at,
            )
    except IntegrityError:
        told = _("An emergency switch is on already. End it first.")
        raise Refusal("moderation.emergency_is_on", told) from None
    communities.hold_community(actor, kind, ends_at)
    record(EmergencyDeclared(object_id=made.pk, kind=kind, hours=hours, **_told(actor)))
    return made.pk


@action
def end_emergency(actor: Viewer) -> None:
    """Let everybody write again. Refuses with `not_permitted`, `missing`."""
    actor.require(rules.DECLARE)
    now = clock.now()
    found = one_or_missing(
        Emergency.objects.select_for_update(of=("self",)).filter(
            community=actor.community_id, ended_at=None, ends_at__gt=now
        )
    )
    Emergency.objects.filter(pk=found.pk).update(ended_at=now, ended_by=actor.member_id)
    communities.hold_community(actor, "", None)
    record(EmergencyEnded(object_id=found.pk, kind=found.kind, **_told(actor)))


def _told(actor: Viewer) -> dict[str, Any]:
    return {
        "actor_key": actor.actor_key,
        "community_id": actor.community_id,
        "audience": "members",
    }
