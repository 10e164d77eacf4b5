"""Accounts elsewhere that sign a member in: linked after proof, and unlinked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Forbidden, Refusal, missing
from qunluo.kernel.stream.record import record
from qunluo.people.members import rules
from qunluo.people.members.actions.signing_up import propose_handle
from qunluo.people.members.activities import CredentialChanged, SignedUp
from qunluo.people.members.models import Member, OutsideLogin

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def sign_up_outside(
    visitor: Viewer, provider: str, subject: str, *, display_name: str, email: str, label: str
) -> int:
    """A member from an account elsewhere; `email` only if the provider has proven it.

    An address that has a member already is no proof that it is the same person: they sign in and
    link. Refuses `members.sign_up_closed`, `members.email_known`, `members.outside_known`,
    `members.name_missing`.
    """
    if not settings.SIGN_UP_IS_OPEN:
        raise Forbidden(
            "members.sign_up_closed", _("New accounts are made by the staff of this installation.")
        )
    name = rules.acceptable_name(display_name)
    if email and Member.objects.filter(email=email).exists():
        raise Refusal(
            "members.email_known",
            _("Your address has an account here. Sign in to it, then link this way on Security."),
        )
    member = Member.objects.create_user(
        email or None,
        handle=propose_handle(name),
        display_name=name,
        language=visitor.language,
        email_proven_at=clock.now() if email else None,
    )
    _link(member.pk, provider, subject, label)
    record(
        SignedUp(object_id=member.pk, community_id=None, actor_key=member.actor_key, via=provider)
    )
    return member.pk


@action
def link_outside(actor: Viewer, provider: str, subject: str, *, label: str) -> None:
    """Both are proven: signed in here, and sent back by the provider just now.

    Refuses `members.outside_known`, `members.not_by_token`.
    """
    member_id = rules.require_person(actor)
    _link(member_id, provider, subject, label)
    _tell(actor, member_id, provider, "set")


@action
def unlink_outside(actor: Viewer, provider: str) -> None:
    """Refuses `missing`, `members.last_way_in` for who has no password."""
    member = Member.objects.get(pk=rules.require_person(actor))
    linked = OutsideLogin.objects.filter(member=member, provider=provider)
    if not linked.exists():
        raise missing()
    others = OutsideLogin.objects.filter(member=member).exclude(provider=provider)
    if not member.has_usable_password() and not others.exists():
        raise Refusal("members.last_way_in", _("Set a password first: this is your only way in."))
    linked.delete()
    _tell(actor, member.pk, provider, "removed")


def _link(member_id: int, provider: str, subject: str, label: str) -> None:
    same = OutsideLogin.objects.filter(provider=provider)
    if same.filter(subject=subject).exists() or same.filter(member=member_id).exists():
        raise Refusal("members.outside_known", _("That account is linked to a member already."))
    OutsideLogin.objects.create(
        member_id=member_id,
        provider=provider,
        subject=subject,
        label=label[:120],
        linked_at=clock.now(),
    )


def _tell(actor: Viewer, member_id: int, what: str, how: str) -> None:
    record(
        CredentialChanged(
            object_id=member_id,
            community_id=None,
            actor_key=actor.actor_key,
            what=what,
            how=how,
        )
    )
