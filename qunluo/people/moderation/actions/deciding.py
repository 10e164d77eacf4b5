"""Work through cases: claim, decide, tell everybody concerned, undo within five minutes."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.objects import kinds
from qunluo.kernel.refusal import Forbidden, Refusal, missing, one_or_missing
from qunluo.kernel.stream.record import record
from qunluo.people.communities import queries as communities
from qunluo.people.duties import actions as duties
from qunluo.people.moderation import rules
from qunluo.people.moderation.actions.sanctioning import lift_all_of, punish
from qunluo.people.moderation.actions.telling import of_case
from qunluo.people.moderation.activities import CaseDecided, DecisionUndone, FlagAnswered
from qunluo.people.moderation.models import Case, RemovalAppeal
from qunluo.people.moderation.queries.books import book_row

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer

GONE = {
    *("forum.already_removed", "forum.not_removed", "missing"),
    *("chat.message_gone", "chat.not_removed", "chat.recalled"),
}


@dataclass(frozen=True)
class Decision:
    """`outcome`: kept, removed. `sanction`: "" or one of rules.SANCTIONS; `days` for mutes and
    suspensions. `reason` is read by the author and the reporters."""

    outcome: str
    reason: str = ""
    rule_key: str = ""
    sanction: str = ""
    days: int | None = None


@action
def claim_case(actor: Viewer, case_id: int) -> None:
    """Say "I am at it" for half an hour. Refuses with `missing`, `moderation.claimed`."""
    case = _open(actor, case_id)
    _refuse_claimed(actor, case)
    Case.objects.filter(pk=case.pk).update(claimed_by=actor.member_id, claimed_at=clock.now())


@action
def release_case(actor: Viewer, case_id: int) -> None:
    """Hand the case back. Refuses with `missing`, `moderation.claimed`."""
    case = _open(actor, case_id)
    _refuse_claimed(actor, case)
    Case.objects.filter(pk=case.pk).update(claimed_by=None, claimed_at=None)


@action
def decide_case(actor: Viewer, case_id: int, decision: Decision) -> None:
    """Decide on a case: the object, the sanction, and word to its author and reporters.

    Refuses with `missing`, `moderation.decided`, `moderation.claimed`, `moderation.oneself`,
    `moderation.choice`, `moderation.empty` (a removal needs a reason), and like `punish`.
    """
    case = _open(actor, case_id)
    _refuse_claimed(actor, case)
    if case.author_id is not None and case.author_id == actor.member_id:
        raise Forbidden("moderation.oneself", _("Nobody decides on themselves. Ask a colleague."))
    rules.refuse_choice({"outcome": (decision.outcome, rules.OUTCOMES)})
    reason = decision.reason.strip()[: rules.REASON_MOST]
    if decision.outcome == "removed":
        reason = rules.checked("reason", reason, rules.REASON_MOST)
    _set_decided(actor, case, decision, reason)
    _apply(actor, case, decision.outcome)
    if decision.sanction:
        punish(actor, case, decision, reason)
    _tell_decided(actor, case, decision)


def close_by_hand(actor: Viewer, case: Case, outcome: str, reason: str = "") -> None:
    """Decide on a case whose object the actor has just removed, or let through, where it stood."""
    decision = Decision(outcome, reason)
    _set_decided(actor, case, decision, reason)
    _tell_decided(actor, case, decision)


def _set_decided(actor: Viewer, case: Case, decision: Decision, reason: str) -> None:
    case.book = book_row(case.community_id, case.acted_at)
    Case.objects.filter(pk=case.pk).update(
        state="decided",
        decided_by=actor.member_id,
        decided_at=clock.now(),
        outcome=decision.outcome,
        rule_key=decision.rule_key[:20],
        book=case.book,
        reason=reason,
    )


def _tell_decided(actor: Viewer, case: Case, decision: Decision) -> None:
    duties.finish(actor, "moderation.case", case.pk, outcome=decision.outcome)
    record(
        CaseDecided(
            **of_case(actor, case),
            outcome=decision.outcome,
            rule=decision.rule_key[:20],
            was_held=case.is_held,
            waited_seconds=int((clock.now() - case.opened_at).total_seconds()),
        )
    )
    for reporter_id in case.flags.order_by("pk").values_list("reporter_id", flat=True):
        envelope = of_case(actor, case, whom=reporter_id)
        record(FlagAnswered(**envelope, outcome=decision.outcome))


@action
def undo_decision(actor: Viewer, case_id: int) -> None:
    """Take one's own decision back within five minutes: the object, the sanction, the case.

    Refuses with `missing`, `moderation.too_late`, `moderation.not_yours`, `moderation.case_again`.
    """
    case = _case(actor, case_id)
    if case.state != "decided" or case.decided_at is None or case.outcome == "undone":
        raise missing()
    if case.decided_by_id != actor.member_id:
        raise Forbidden("moderation.not_yours", _("Only whoever decided may undo it."))
    if clock.now() - case.decided_at > rules.UNDO_WITHIN:
        told = _("A decision is undone within five minutes. Later, an appeal does it.")
        raise Refusal("moderation.too_late", told)
    _refuse_newer(case)
    lift_all_of(actor, case)
    _take_back(actor, case)
    set_undone(actor, case)


def set_undone(actor: Viewer, case: Case, *, is_late: bool = False) -> None:
    """The case as before its decision: open; one without a report has nothing left to decide, nor
    has one taken back later."""
    if case.is_direct or is_late:
        Case.objects.filter(pk=case.pk).update(outcome="undone")
        settle_objection(actor, case)
    else:
        Case.objects.filter(pk=case.pk).update(
            state="open", decided_by=None, decided_at=None, outcome="", rule_key="", reason=""
        )
        duties.open_duty(actor, "moderation.case", case.pk, space_id=case.space_id)
    record(DecisionUndone(**of_case(actor, case), outcome=case.outcome, is_late=is_late))


def settle_objection(actor: Viewer, case: Case) -> None:
    """An appeal that waits has got what it asked for; nobody had to decide on it."""
    waiting = RemovalAppeal.objects.filter(case=case, decided_at=None)
    for objection in waiting.select_for_update(of=("self",)):
        RemovalAppeal.objects.filter(pk=objection.pk).update(
            decided_at=clock.now(), outcome="overturned"
        )
        outcome = "overturned"
        duties.finish(actor, "moderation.removal_appeal", objection.pk, outcome=outcome)


def _refuse_newer(case: Case) -> None:
    """One object has one open case; a newer one carries on what this one began."""
    same = Case.objects.filter(object_type=case.object_type, object_id=case.object_id)
    if same.exclude(pk=case.pk).exclude(state="decided").exists():
        told = _("This was reported again meanwhile. Decide the newer case instead.")
        raise Refusal("moderation.case_again", told)


def _apply(actor: Viewer, case: Case, outcome: str) -> None:
    """Hide or publish the object; one that is gone meanwhile is left so, the case stays."""
    kind = kinds.get(case.object_type)
    if kind is None:
        return
    with suppress_gone():
        if outcome == "removed":
            kind.hide(actor, case.object_id, reason="moderation")
        elif case.is_held:
            kind.restore(actor, case.object_id)


def _take_back(actor: Viewer, case: Case) -> None:
    kind = kinds.get(case.object_type)
    if kind is None:
        return
    with suppress_gone():
        if case.is_held:
            kind.hide(actor, case.object_id, reason="held")
        elif case.outcome == "removed":
            kind.restore(actor, case.object_id)


class suppress_gone(suppress):  # noqa: N801 - reads like contextlib's
    """Lets a refusal pass that only says that the object is gone, or there, already."""

    def __init__(self) -> None:
        super().__init__(Refusal)

    def __exit__(self, kind, error, trace) -> bool:  # type: ignore[no-untyped-def]
        return isinstance(error, Refusal) and error.code in GONE


def _refuse_claimed(actor: Viewer, case: Case) -> None:
    held = case.claimed_at is not None and clock.now() - case.claimed_at < rules.CLAIM_LASTS
    if held and case.claimed_by_id not in {None, actor.member_id}:
        raise Refusal("moderation.claimed", _("A colleague is at this case. Take the next one."))


def _open(actor: Viewer, case_id: int) -> Case:
    case = _case(actor, case_id)
    if case.state != "open":
        raise Refusal("moderation.decided", _("This case has been decided meanwhile."))
    return case


def _case(actor: Viewer, case_id: int) -> Case:
    """The case under lock, when the actor decides in its space; `missing` else."""
    actor.require_member_id()
    found = Case.objects.select_for_update(of=("self",)).filter(
        Q(space=None) | communities.in_open_spaces(actor),
        pk=case_id,
        community=actor.community_id,
    )
    case = one_or_missing(found)
    if not rules.may_decide(actor, case.space_id):
        raise missing()
    return case
