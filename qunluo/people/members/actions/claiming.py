"""“That was me”: a member claims a placeholder, staff decide, the grant joins the two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Refusal, missing
from qunluo.kernel.stream.record import record
from qunluo.people.members import rules
from qunluo.people.members.actions.merging import join
from qunluo.people.members.activities import ClaimAsked, ClaimDecided
from qunluo.people.members.engine import secrecy
from qunluo.people.members.models import Claim, Member, OutsideIdentity
from qunluo.people.members.ports import work

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer

PROOFS = frozenset({"code", "staff"})


@action
def ask_to_claim(actor: Viewer, placeholder_id: int, *, note: str = "") -> int:
    """Ask, and get a code to put on the profile at the source; returns the claim's id.

    Refuses `missing` (no such placeholder), `members.claim_waiting`, `members.already_claimed`.
    """
    member_id = rules.require_person(actor)
    claimant = Member.objects.get(pk=member_id)
    placeholder = Member.objects.filter(pk=placeholder_id).first()
    if placeholder is None or not rules.may_claim(claimant, placeholder):
        raise missing()
    identities = OutsideIdentity.objects.filter(member=placeholder)
    if identities.filter(claimed_at__isnull=False).exists():
        raise Refusal("members.already_claimed", _("Someone has claimed this profile already."))
    waiting = Claim.objects.filter(decided_at=None, withdrawn_at=None)
    if waiting.filter(claimant=claimant, placeholder=placeholder).exists():
        raise Refusal("members.claim_waiting", _("Your claim is waiting for the staff."))
    made = Claim.objects.create(
        placeholder=placeholder,
        claimant=claimant,
        code=f"qunluo-{secrecy.recovery_code().lower()}",
        note=note[:500],
        asked_at=clock.now(),
    )
    record(
        ClaimAsked(
            object_id=placeholder.pk,
            community_id=None,
            actor_key=actor.actor_key,
            about_actor=placeholder.actor_key,
            claim_id=made.pk,
        )
    )
    work().open(actor, "members.claim", made.pk)
    return made.pk


@action
def withdraw_claim(actor: Viewer, claim_id: int) -> None:
    """Think better of it. Refuses `missing`."""
    claim = _waiting(claim_id)
    if claim.claimant_id != rules.require_person(actor):
        raise missing()
    claim.withdrawn_at = clock.now()
    claim.save(update_fields=["withdrawn_at"])
    work().finish(actor, "members.claim", claim.pk, outcome="withdrawn")
    _tell(actor, claim, is_granted=False)


@action
def decide_claim(
    actor: Viewer, claim_id: int, *, is_granted: bool, proof: str, reason: str
) -> None:
    """Staff saw the code on the source profile (`proof` code) or vouch for it (`staff`).

    A grant joins the placeholder into the claimant; other claims to it are declined. Nobody
    decides their own. Refuses `members.staff_only`, `members.own_claim`, `missing`,
    `members.merge_chain`, `members.proof_unknown`.
    """
    staff_id = rules.require_staff(actor)
    claim = _waiting(claim_id)
    if claim.claimant_id == staff_id:
        raise Refusal("members.own_claim", _("Someone else has to decide on your own claim."))
    if proof not in PROOFS:
        raise Refusal("members.proof_unknown", _("Say whether you saw the code or vouch yourself."))
    _settle(claim, actor, is_granted=is_granted, proof=proof, reason=reason)
    if not is_granted:
        return
    join(actor, claim.claimant_id, claim.placeholder_id, reason=f"claim {claim.pk}")
    OutsideIdentity.objects.filter(member=claim.placeholder_id).update(claimed_at=clock.now())
    others = Claim.objects.filter(
        placeholder=claim.placeholder_id, decided_at=None, withdrawn_at=None
    )
    for other in others.select_related("placeholder", "claimant"):
        _settle(other, actor, is_granted=False, proof="", reason="")


def _settle(claim: Claim, actor: Viewer, *, is_granted: bool, proof: str, reason: str) -> None:
    claim.decided_at, claim.decided_by_id = clock.now(), actor.member_id
    claim.is_granted, claim.proof, claim.reason = is_granted, proof, reason[:300]
    claim.save()
    outcome = "granted" if is_granted else "declined"
    work().finish(actor, "members.claim", claim.pk, outcome=outcome)
    _tell(actor, claim, is_granted=is_granted)


def _waiting(claim_id: int) -> Claim:
    found = (
        Claim.objects.filter(pk=claim_id, decided_at=None, withdrawn_at=None)
        .select_related("placeholder", "claimant")
        .first()
    )
    if found is None:
        raise missing()
    return found


def _tell(actor: Viewer, claim: Claim, *, is_granted: bool) -> None:
    record(
        ClaimDecided(
            object_id=claim.placeholder_id,
            community_id=None,
            actor_key=actor.actor_key,
            about_actor=claim.claimant.actor_key,
            claim_id=claim.pk,
            is_granted=is_granted,
            proof=claim.proof,
        )
    )
