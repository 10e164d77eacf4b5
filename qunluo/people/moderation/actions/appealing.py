"""Appeals: made by the member, decided by somebody else than who sanctioned, within three days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.objects import kinds
from qunluo.kernel.refusal import Forbidden, Refusal, one_or_missing
from qunluo.kernel.stream.record import record
from qunluo.people.duties import actions as duties
from qunluo.people.moderation import rules
from qunluo.people.moderation.actions.deciding import suppress_gone
from qunluo.people.moderation.actions.sanctioning import hold_back_as_due, lift
from qunluo.people.moderation.actions.telling import of_sanction
from qunluo.people.moderation.activities import AppealDecided, AppealMade
from qunluo.people.moderation.models import Appeal, Sanction

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer

OUTCOMES = ("upheld", "shortened", "overturned")


@action
def appeal(member: Viewer, sanction_id: int, text: str) -> int:
    """Object to a sanction of one's own, once, within thirty days; returns the appeal's id.

    Refuses with `missing`, `moderation.appealed`, `moderation.appeal_too_late`,
    `moderation.ended` (lifted already), `moderation.empty`, `moderation.too_long`.
    """
    member_id = member.require_member_id()
    found = one_or_missing(
        Sanction.objects.filter(pk=sanction_id, community=member.community_id, member=member_id)
    )
    text = rules.checked("text", text, 2_000)
    now = clock.now()
    if found.lifted_at is not None:
        raise Refusal("moderation.ended", _("This sanction has ended already."))
    if now - found.began_at > rules.APPEAL_WITHIN:
        told = _("An appeal is made within 30 days of the sanction.")
        raise Refusal("moderation.appeal_too_late", told)
    due_at = now + rules.APPEAL_ANSWER_IN
    try:
        with transaction.atomic():  # leans on the one-to-one column
            made = Appeal.objects.create(
                sanction=found,
                sanctioned_by_id=found.given_by_id,
                text=text,
                made_at=now,
                due_at=due_at,
            )
    except IntegrityError:
        told = _("You have appealed already. Somebody else than who sanctioned you will answer.")
        raise Refusal("moderation.appealed", told) from None
    duties.open_duty(member, "moderation.appeal", made.pk, due_at=due_at)
    record(AppealMade(**of_sanction(member, found)))
    return made.pk


@action
def decide_appeal(actor: Viewer, appeal_id: int, outcome: str, *, answer: str) -> None:
    """Uphold the sanction, end it now (`shortened`), or overturn it, which restores what it took.

    Refuses with `missing`, `moderation.own_sanction`, `moderation.appeal_decided`,
    `moderation.choice`, `moderation.empty`.
    """
    actor.require(rules.DECIDE_APPEALS)
    made = one_or_missing(
        Appeal.objects.select_for_update(of=("self",))
        .select_related("sanction__case")
        .filter(pk=appeal_id, sanction__community=actor.community_id)
    )
    found = made.sanction
    if actor.member_id in {found.given_by_id, found.member_id}:
        # The database says the same: moderation_appeal_decided_by_another.
        told = _("An appeal is decided by somebody who has no part in the sanction.")
        raise Forbidden("moderation.own_sanction", told)
    if made.decided_at is not None:
        raise Refusal("moderation.appeal_decided", _("This appeal has been decided already."))
    rules.refuse_choice({"outcome": (outcome, OUTCOMES)})
    now = clock.now()
    Appeal.objects.filter(pk=made.pk).update(
        decided_by=actor.member_id,
        decided_at=now,
        outcome=outcome,
        answer=rules.checked("answer", answer, 2_000),
    )
    if outcome != "upheld" and found.lifted_at is None:
        lift(actor, found, outcome)
    if outcome == "overturned":
        _give_back(actor, found)
    hold_back_as_due(actor, found.member_id)
    duties.finish(actor, "moderation.appeal", made.pk, outcome=outcome)
    waited = int((now - made.made_at).total_seconds())
    envelope = of_sanction(actor, found)
    record(AppealDecided(**envelope, outcome=outcome, rule=found.rule_key, waited_seconds=waited))


def _give_back(actor: Viewer, found: Sanction) -> None:
    """What the decision removed is visible again, as it was."""
    if found.case is None or not found.has_removed:
        return
    kind = kinds.get(found.case.object_type)
    if kind is not None:
        with suppress_gone():
            kind.restore(actor, found.case.object_id)
