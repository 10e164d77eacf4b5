"""A newcomer's first days: greeted, first steps done or put away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Refusal, one_or_missing
from qunluo.kernel.stream.record import record
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.people.welcome import queries, rules
from qunluo.people.welcome.activities import FirstStepsDone, MemberGreeted, StepsPutAway
from qunluo.people.welcome.models import Arrival

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer


@action
def greet(_system: Viewer, community_id: int, member_id: int, *, arrived_at: datetime) -> int:
    """Note a newcomer and greet them in the name of whose turn it is; returns the arrival's id.

    Repeatable: who is noted already is neither noted nor greeted again.
    """
    setting = queries.settings_of(community_id)
    greeter_id = queries.greeter_of_turn(community_id, setting, member_id)
    words = setting.greeting if greeter_id is not None else ""
    if words:
        words = _filled_in(words, community_id, member_id)
    # Leans on welcome_one_arrival_each.
    row, is_new = Arrival.objects.get_or_create(
        community_id=community_id,
        member_id=member_id,
        defaults={"arrived_at": arrived_at, "greeter_id": greeter_id, "greeting": words},
    )
    if is_new and greeter_id is not None:
        keys = members.actor_keys([greeter_id, member_id])
        record(
            MemberGreeted(
                object_id=row.pk,
                community_id=community_id,
                actor_key=keys.get(greeter_id),
                about_actor=keys.get(member_id),
                audience="parties",
            )
        )
    return row.pk


@action
def put_steps_away(member: Viewer) -> None:
    """Show one's first steps no longer on home. Refuses with `missing`, `welcome.put_away`."""
    row = _own(member)
    if row.put_away_at is not None:
        raise Refusal("welcome.put_away", _("Your first steps are put away already."))
    Arrival.objects.filter(pk=row.pk).update(put_away_at=clock.now())
    done = queries.welcome_for(member).done
    record(
        StepsPutAway(
            object_id=row.pk,
            community_id=member.community_id,
            actor_key=member.actor_key,
            audience="staff",
            done=done,
        )
    )


@action
def finish_first_steps(newcomer: Viewer) -> bool:
    """Note that the newcomer has done all their steps, once; whether that is so now."""
    open_ones = Arrival.objects.select_for_update().filter(
        community=newcomer.community_id, member=newcomer.member_id, finished_at=None
    )
    row = open_ones.first()
    steps = queries.has_finished(newcomer) if row is not None else 0
    if row is None or not steps:
        return False
    now = clock.now()
    Arrival.objects.filter(pk=row.pk).update(finished_at=now)
    record(
        FirstStepsDone(
            object_id=row.pk,
            community_id=newcomer.community_id,
            actor_key=newcomer.actor_key,
            audience="staff",
            steps=steps,
            waited_seconds=max(0, int((now - row.arrived_at).total_seconds())),
        )
    )
    return True


@action
def forget_member(_actor: Viewer, member_id: int) -> None:
    """Arrivals go with the member; greetings they gave stay with those greeted, without a name."""
    Arrival.objects.filter(member=member_id).delete()
    Arrival.objects.filter(greeter=member_id).update(greeter=None)


def _filled_in(words: str, community_id: int, member_id: int) -> str:
    slug = communities.slug_of(community_id) or ""
    community = communities.entrance(SYSTEM, slug).community
    newcomer = communities.persons(community_id, [member_id])[member_id]
    return rules.filled_in(words, newcomer.name, community.name)


def _own(member: Viewer) -> Arrival:
    member_id = member.require_member_id()
    found = Arrival.objects.select_for_update().filter(
        community=member.community_id, member=member_id
    )
    return one_or_missing(found)
