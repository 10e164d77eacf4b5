"""Being forgotten: asked for, thought over, and done so that counts do not move (ground 10)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock, files, preferences
from qunluo.kernel.action import action
from qunluo.kernel.objects import kinds
from qunluo.kernel.refusal import Invalid, Refusal, missing
from qunluo.kernel.stream.record import record
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.members import rules
from qunluo.people.members.actions import letters
from qunluo.people.members.actions.sessions import end_sessions_of
from qunluo.people.members.activities import Erased, ErasureAsked
from qunluo.people.members.models import (
    AccessToken,
    Authenticator,
    Claim,
    DataCopy,
    Erasure,
    MailProof,
    Member,
    Merge,
    OutsideIdentity,
    OutsideLogin,
    PendingSignUp,
    RecoveryCode,
)
from qunluo.people.members.ports import keepers, owners

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def ask_for_erasure(actor: Viewer, typed: str) -> None:
    """Wish to be forgotten after the cooling-off; signing in again calls it off.

    The caller has asked for the password again; `typed` is one's own handle. All sessions end.
    Refuses `members.handle_mistyped`, `members.erasure_waiting`, `members.last_owner`,
    `members.not_by_token`.
    """
    member = Member.objects.get(pk=rules.require_person(actor))
    if typed.strip().removeprefix("@") != member.handle:
        told = _("Type your handle exactly as it is shown.")
        raise Invalid("members.handle_mistyped", told, fields={"typed": told})
    if Erasure.objects.filter(member=member, called_off_at=None, done_at=None).exists():
        raise Refusal("members.erasure_waiting", _("Your account is about to be erased already."))
    _refuse_last_owner(member.pk)
    now = clock.now()
    due_at = now + timedelta(days=settings.ERASURE_DAYS)
    Erasure.objects.create(member=member, asked_at=now, due_at=due_at)
    end_sessions_of(member.pk)
    AccessToken.objects.filter(member=member, revoked_at=None).update(revoked_at=now)
    if member.email:
        told_to = {"name": member.display_name, "days": settings.ERASURE_DAYS}
        letters.post(member.email, "erasure_asked", told_to, language=member.language)
    record(ErasureAsked(object_id=member.pk, community_id=None, actor_key=actor.actor_key))


def _refuse_last_owner(member_id: int) -> None:
    owned = [name for owning in owners for name in owning.left_alone_by(member_id)]
    if owned:
        told = _(
            "You are the last owner of %(names)s. Hand it over to somebody who stays, then ask again."
        )
        raise Refusal("members.last_owner", told % {"names": ", ".join(owned)})


@action
def erase(actor: Viewer, erasure_id: int) -> None:
    """Do it, when its time has come; absorbed profiles of the same person go with it.

    The key's link is destroyed, personal rows and files are deleted, every domain forgets; lines
    of the stream and ledgers stay under the key, which leads to nobody. Refuses `missing`.
    """
    waiting = Erasure.objects.filter(
        pk=erasure_id, called_off_at=None, done_at=None, due_at__lte=clock.now()
    ).first()
    if waiting is None:
        raise missing()
    absorbed = Merge.objects.filter(kept=waiting.member_id, undone_at=None)
    for member_id in [*absorbed.values_list("absorbed_id", flat=True), waiting.member_id]:
        _forget(member_id)
    Erasure.objects.filter(pk=waiting.pk).update(done_at=clock.now())
    record(Erased(object_id=waiting.member_id, community_id=None, actor_key=None))


def _forget(member_id: int) -> None:
    member = Member.objects.get(pk=member_id)
    for kind in kinds.values():
        kind.erase(member_id)
    for keeper in keepers.values():
        keeper.erase(member_id)
    preferences.forget_member(member_id)
    copies = DataCopy.objects.filter(member=member, file__isnull=False)
    files.remove(SYSTEM, [pk for pk in copies.values_list("file_id", flat=True) if pk])
    if member.actor_key:
        files.erase_files_of(member.actor_key)
    end_sessions_of(member_id)
    private: type[Any]
    for private in (
        AccessToken,
        Authenticator,
        RecoveryCode,
        OutsideLogin,
        OutsideIdentity,
        MailProof,
        DataCopy,
    ):
        private.objects.filter(member=member).delete()
    Claim.objects.filter(claimant=member).update(note="", reason="", code="")
    if member.email:
        PendingSignUp.objects.filter(email=member.email).delete()
    _blank(member_id)


def _blank(member_id: int) -> None:
    Member.objects.filter(pk=member_id).update(
        actor_key=None,
        email=None,
        email_proven_at=None,
        handle=f"gone-{member_id}",
        display_name="",
        bio="",
        avatar=None,
        language="",
        timezone="",
        theme="",
        password=make_password(None),
        is_active=False,
        is_staff=False,
        erased_at=clock.now(),
    )


@action
def drop_what_ran_out(actor: Viewer) -> int:
    """Sign-ups nobody confirmed and links nobody opened; returns how many rows went."""
    now = clock.now()
    wishes, _kinds = PendingSignUp.objects.filter(expires_at__lt=now).delete()
    proofs, _kinds = MailProof.objects.filter(expires_at__lt=now).delete()
    return wishes + proofs
