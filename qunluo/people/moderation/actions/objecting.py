"""Appeals against the removal or holding of a post: by its author, decided by somebody else."""

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
from qunluo.people.moderation.actions.telling import of_case
from qunluo.people.moderation.activities import RemovalAppealDecided, RemovalAppealMade
from qunluo.people.moderation.models import Case, RemovalAppeal

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer

OUTCOMES = ("upheld", "overturned")


@action
def appeal_removal(author: Viewer, case_id: int, text: str) -> int:
    """Object to the removal or holding of what one wrote, once, within thirty days; returns the
    appeal's id.

    Refuses with `missing`, `moderation.not_removed`, `moderation.appealed`,
    `moderation.appeal_too_late`, `moderation.empty`, `moderation.too_long`.
    """
    author_id = author.require_member_id()
    case = one_or_missing(
        Case.objects.filter(pk=case_id, community=author.community_id, author=author_id)
    )
    text = rules.checked("text", text, 2_000)
    now = clock.now()
    _refuse_needless(case, now)
    due_at = now + rules.APPEAL_ANSWER_IN
    try:
        with transaction.atomic():  # leans on the one-to-one column
            made = RemovalAppeal.objects.create(
                case=case,
                author_id=author_id,
                removed_by_id=case.decided_by_id,
                text=text,
                made_at=now,
                due_at=due_at,
            )
    except IntegrityError:
        told = _("You have appealed already. Somebody else than who removed it will answer.")
        raise Refusal("moderation.appealed", told) from None
    duties.open_duty(
        author, "moderation.removal_appeal", made.pk, due_at=due_at, space_id=case.space_id
    )
    record(RemovalAppealMade(**of_case(author, case), was_held=case.state == "open"))
    return made.pk


@action
def decide_removal_appeal(actor: Viewer, appeal_id: int, outcome: str, *, answer: str) -> None:
    """Uphold the removal, or overturn it: the post is visible again as it was.

    Refuses with `missing`, `moderation.own_removal`, `moderation.appeal_decided`,
    `moderation.choice`, `moderation.empty`.
    """
    actor.require(rules.DECIDE_APPEALS)
    made = one_or_missing(
        RemovalAppeal.objects.select_for_update(of=("self",))
        .select_related("case")
        .filter(pk=appeal_id, case__community=actor.community_id)
    )
    case = made.case
    if actor.member_id in {case.decided_by_id, made.removed_by_id, made.author_id}:
        # The database says the same: moderation_removal_appeal_decided_by_another.
        told = _("An appeal is decided by somebody who has no part in the removal.")
        raise Forbidden("moderation.own_removal", told)
    if made.decided_at is not None:
        raise Refusal("moderation.appeal_decided", _("This appeal has been decided already."))
    rules.refuse_choice({"outcome": (outcome, OUTCOMES)})
    now = clock.now()
    RemovalAppeal.objects.filter(pk=made.pk).update(
        removed_by=case.decided_by_id,
        decided_by=actor.member_id,
        decided_at=now,
        outcome=outcome,
        answer=rules.checked("answer", answer, 2_000),
    )
    if outcome == "overturned":
        _give_back(actor, case, now)
    duties.finish(actor, "moderation.removal_appeal", made.pk, outcome=outcome)
    record(
        RemovalAppealDecided(
            **of_case(actor, case),
            outcome=outcome,
            rule=case.rule_key,
            waited_seconds=int((now - made.made_at).total_seconds()),
        )
    )


def _refuse_needless(case: Case, now: datetime) -> None:
    is_held = case.state == "open" and case.is_held
    if not is_held and (case.state != "decided" or case.outcome != "removed"):
        raise Refusal("moderation.not_removed", _("This was not removed."))
    if case.decided_at is not None and now - case.decided_at > rules.APPEAL_WITHIN:
        told = _("An appeal is made within 30 days of the removal.")
        raise Refusal("moderation.appeal_too_late", told)


def _give_back(actor: Viewer, case: Case, now: datetime) -> None:
    """Visible again; a case that only held it is closed by this. That it was decided otherwise
    before stays on record."""
    kind = kinds.get(case.object_type)
    if kind is not None:
        with suppress_gone():
            kind.restore(actor, case.object_id)
    if case.state == "open":
        Case.objects.filter(pk=case.pk).update(
            state="decided", outcome="kept", decided_by=actor.member_id, decided_at=now
        )
        duties.finish(actor, "moderation.case", case.pk, outcome="kept")
