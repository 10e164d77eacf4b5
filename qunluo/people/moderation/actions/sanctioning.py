"""Warn, mute, suspend and ban; lift; and keep what the membership holds back true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Forbidden, Invalid, Refusal, one_or_missing
from qunluo.kernel.stream.record import record
from qunluo.people.communities import actions as communities
from qunluo.people.communities import queries as places
from qunluo.people.members import queries as members
from qunluo.people.moderation import rules
from qunluo.people.moderation.actions.telling import key_of_member, of_sanction, standing_in
from qunluo.people.moderation.activities import SanctionGiven, SanctionLifted
from qunluo.people.moderation.models import Case, Sanction
from qunluo.people.moderation.queries.books import book_row

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.moderation.actions.deciding import Decision

TIMED = {"mute", "suspend"}


@dataclass(frozen=True)
class Penalty:
    """`kind` of rules.SANCTIONS; `days` for mutes and suspensions; `reason` the member reads."""

    kind: str
    reason: str
    days: int | None = None
    rule_key: str = ""


@action
def sanction(actor: Viewer, member_id: int, penalty: Penalty) -> int:
    """Sanction a member of the community the actor stands in; returns the sanction's id.

    It holds at once, on pages, in the API and on open sockets, and ends by itself. Refuses with
    `not_permitted`, `moderation.oneself`, `moderation.too_high`, `moderation.choice`,
    `moderation.days`, `moderation.empty`, `communities.not_a_member`.
    """
    return _give(actor, member_id, penalty, None)


def punish(actor: Viewer, case: Case, decision: Decision, reason: str) -> int:
    """The sanction that goes with a decision on a case."""
    if case.author_id is None:
        raise Refusal("moderation.nobody", _("The author is gone. There is nobody to sanction."))
    penalty = Penalty(decision.sanction, reason, decision.days, decision.rule_key)
    return _give(actor, case.author_id, penalty, case, has_removed=decision.outcome == "removed")


@action
def lift_sanction(actor: Viewer, sanction_id: int) -> None:
    """End a sanction before its time. Refuses with `missing`, `not_permitted`,
    `moderation.ended`."""
    found = one_or_missing(
        Sanction.objects.select_for_update(of=("self",)).filter(
            pk=sanction_id, community=actor.community_id
        )
    )
    rules.require_sanctioning(actor, found.member_id, found.kind)
    if found.lifted_at is not None or (found.ends_at and found.ends_at <= clock.now()):
        raise Refusal("moderation.ended", _("This sanction has ended already."))
    lift(actor, found, "early")
    record(SanctionLifted(**of_sanction(actor, found), how="early"))


def lift_all_of(actor: Viewer, case: Case) -> None:
    """Undo the sanctions that came with a decision."""
    for found in case.sanctions.filter(lifted_at=None):
        lift(actor, found, "undone")
        record(SanctionLifted(**of_sanction(actor, found), how="undone"))


def lift(actor: Viewer, found: Sanction, how: str) -> None:
    """Mark a sanction as lifted and set the membership right; the caller records it."""
    Sanction.objects.filter(pk=found.pk).update(lifted_at=clock.now(), lifted_how=how)
    hold_back_as_due(actor, found.member_id)


def hold_back_as_due(actor: Viewer, member_id: int) -> None:
    """Set what the membership holds back to exactly what stands: each kind until its last end."""
    now = clock.now()
    ends: dict[str, datetime] = {}
    is_banned = False
    standing = Sanction.objects.filter(
        community=actor.community_id, member=member_id, lifted_at=None
    )
    for kind, ends_at in standing.values_list("kind", "ends_at"):
        is_banned = is_banned or kind == "ban"
        if kind in TIMED and ends_at is not None and ends_at > now:
            ends[kind] = max(ends_at, ends.get(kind, ends_at))
    communities.hold_back(
        actor,
        member_id,
        muted_until=ends.get("mute"),
        shut_out_until=ends.get("suspend"),
        is_banned=is_banned,
    )


def _give(
    actor: Viewer, member_id: int, penalty: Penalty, case: Case | None, *, has_removed: bool = False
) -> int:
    rules.refuse_choice({"sanction": (penalty.kind, rules.SANCTIONS)})
    rules.require_sanctioning(actor, member_id, penalty.kind)
    _refuse_higher(actor, member_id)
    reason = rules.checked("reason", penalty.reason, rules.REASON_MOST)
    now = clock.now()
    made = Sanction.objects.create(
        community_id=standing_in(actor),
        member_id=member_id,
        case=case,
        kind=penalty.kind,
        rule_key=penalty.rule_key[:20],
        book=book_row(actor.community_id or 0, case.acted_at if case else now),
        reason=reason,
        given_by_id=actor.member_id,
        began_at=now,
        ends_at=_end(penalty, now),
        has_removed=has_removed,
    )
    hold_back_as_due(actor, member_id)
    days = penalty.days if penalty.kind in TIMED else None
    record(SanctionGiven(**of_sanction(actor, made), rule=penalty.rule_key[:20], days=days))
    return made.pk


def _end(penalty: Penalty, now: datetime) -> datetime | None:
    if penalty.kind not in TIMED:
        return None
    if not 1 <= (penalty.days or 0) <= rules.DAYS_MOST:
        told = _("Say for how many days, from 1 to 3,650.")
        raise Invalid("moderation.days", told, fields={"days": told})
    return now + timedelta(days=penalty.days or 0)


def _refuse_higher(actor: Viewer, member_id: int) -> None:
    """Nobody sanctions somebody who may do what they may not."""
    other = places.entrance(members.viewer_by_id(member_id), actor.community_slug).viewer
    if key_of_member(member_id) is None or other.permissions - actor.permissions:
        told = _("This member holds more permissions than you. Ask somebody who holds them too.")
        raise Forbidden("moderation.too_high", told)
