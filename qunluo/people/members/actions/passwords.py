"""Setting, changing and resetting a password; each ends the sessions that the old one opened."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Missing
from qunluo.kernel.stream.record import record
from qunluo.people.members import rules
from qunluo.people.members.actions import letters
from qunluo.people.members.actions.sessions import end_sessions_of
from qunluo.people.members.activities import CredentialChanged
from qunluo.people.members.engine import secrecy
from qunluo.people.members.models import MailProof, Member

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.rules import Caller

GOOD_FOR = timedelta(hours=1)


@action
def ask_for_reset(visitor: Viewer, email: str, *, caller: Caller) -> None:
    """Mail a link if the address has a member; the asker learns nothing either way.

    Refuses `members.email_malformed`, `members.too_many_tries` (by network address only).
    """
    address = rules.tidy_email(email)
    may_mail = rules.count_mail(address, caller)
    member = Member.objects.filter(email=address, is_active=True, is_placeholder=False).first()
    if member is None or not may_mail:
        return
    token = secrecy.new_token()
    now = clock.now()
    MailProof.objects.filter(member=member, purpose="reset").delete()
    MailProof.objects.create(
        member=member,
        purpose="reset",
        email=address,
        token_hash=secrecy.digest(token),
        asked_at=now,
        expires_at=now + GOOD_FOR,
    )
    link = letters.address(reverse("members:reset_password", args=[token]))
    told = {"name": member.display_name, "link": link}
    letters.post(address, "reset", told, language=member.language or visitor.language)
    _tell(member, member.actor_key, "asked")


@action
def reset_password(visitor: Viewer, token: str, password: str) -> int:
    """Set a new password by the link from the mail; returns the member's id.

    All sessions end. The address counts as proven. Refuses `members.link_used_up`,
    `members.password_weak`.
    """
    proof = MailProof.objects.filter(
        token_hash=secrecy.digest(token),
        purpose="reset",
        used_at=None,
        expires_at__gte=clock.now(),
    ).first()
    if proof is None or proof.member.email != proof.email or not proof.member.is_active:
        raise Missing(
            "members.link_used_up",
            _("This link has been used or has run out. Ask for a new one."),
        )
    member = proof.member
    _set(member, password)
    member.email_proven_at = member.email_proven_at or clock.now()
    member.save(update_fields=["password", "email_proven_at"])
    MailProof.objects.filter(pk=proof.pk).update(used_at=clock.now())
    end_sessions_of(member.pk)
    _warn(member)
    _tell(member, member.actor_key, "reset")
    return member.pk


@action
def change_password(actor: Viewer, password: str, *, kept_key: str = "") -> None:
    """The caller has asked for the present password (`queries.prove_password_again`).

    All other sessions end. Refuses `members.password_weak`.
    """
    member = Member.objects.get(pk=actor.require_member_id())
    _set(member, password)
    member.save(update_fields=["password"])
    MailProof.objects.filter(member=member, purpose="reset").delete()
    end_sessions_of(member.pk, kept_key=kept_key)
    _warn(member)
    _tell(member, actor.actor_key, "set")


def _set(member: Member, password: str) -> None:
    rules.acceptable_password(
        password,
        field="new_password",
        email=member.email or "",
        handle=member.handle,
        display_name=member.display_name,
    )
    member.set_password(password)


def _warn(member: Member) -> None:
    if member.email:
        told = {"name": member.display_name}
        letters.post(member.email, "password_changed", told, language=member.language)


def _tell(member: Member, actor_key: str | None, how: str) -> None:
    record(
        CredentialChanged(
            object_id=member.pk,
            community_id=None,
            actor_key=actor_key,
            what="password",
            how=how,
        )
    )
