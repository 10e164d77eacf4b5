"""From an address to a member: the address is proven first, the member made after."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, NoReturn

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid, Missing
from qunluo.kernel.stream.record import record
from qunluo.people.members import rules
from qunluo.people.members.actions import letters
from qunluo.people.members.activities import CredentialChanged, SignedUp
from qunluo.people.members.engine import handles, secrecy
from qunluo.people.members.models import Member, PendingSignUp

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.rules import Caller

GOOD_FOR = timedelta(hours=24)


@action
def ask_to_sign_up(
    visitor: Viewer,
    email: str,
    password: str,
    *,
    display_name: str,
    handle: str = "",
    caller: Caller,
) -> int:
    """Keep the wish and mail a code and a link; returns the wish's id.

    An address that has a member already gets another mail, and the asker the same answer.
    Refuses `members.email_malformed`, `members.password_weak`, `members.name_missing`,
    `members.handle_malformed`, `members.handle_taken`, `members.too_many_tries`.
    """
    rules.count_sign_up(caller)
    address = rules.tidy_email(email)
    name = rules.acceptable_name(display_name)
    chosen = rules.acceptable_handle(handle) if handle.strip() else propose_handle(name)
    rules.acceptable_password(password, email=address, handle=chosen, display_name=name)
    token, code = secrecy.new_token(), secrecy.six_digits()
    now = clock.now()
    PendingSignUp.objects.filter(email=address, expires_at__lt=now).delete()
    wish = PendingSignUp.objects.create(
        email=address,
        handle=chosen,
        display_name=name,
        password=make_password(password),
        language=visitor.language,
        token_hash=secrecy.digest(token),
        code_hash=_code_hash(code, address),
        asked_at=now,
        expires_at=now + GOOD_FOR,
    )
    if rules.count_mail(address, caller):
        _write_to(wish, code, token)
    return wish.pk


def _write_to(wish: PendingSignUp, code: str, token: str) -> None:
    if Member.objects.filter(email=wish.email).exists():
        told = {
            "sign_in": letters.address(reverse("members:sign_in")),
            "reset": letters.address(reverse("members:ask_for_reset")),
        }
        letters.post(wish.email, "already_here", told, language=wish.language)
        return
    link = letters.address(reverse("members:confirm_by_link", args=[token]))
    letters.post(
        wish.email,
        "sign_up",
        {"name": wish.display_name, "code": code, "link": link},
        language=wish.language,
    )


@action
def confirm_by_code(visitor: Viewer, wish_id: int, code: str) -> int:
    """The six digits from the mail; returns the new member's id. Refuses `members.code_wrong`,
    `members.too_many_tries`; the link in the same mail still works then.
    """
    wish = PendingSignUp.objects.filter(pk=wish_id, expires_at__gte=clock.now()).first()
    if wish is None:
        _refuse_code()
    rules.count_code(f"sign-up:{wish.email}")
    if not secrecy.is_same(wish.code_hash, _code_hash("".join(code.split()), wish.email)):
        _refuse_code()
    return _admit(wish)


def _refuse_code() -> NoReturn:
    told = _("This code is wrong or has run out. Check the newest mail, or sign up again.")
    raise Invalid("members.code_wrong", told, fields={"code": told})


@action
def confirm_by_link(visitor: Viewer, token: str) -> int:
    """The link from the mail; returns the new member's id. Refuses `members.link_used_up`."""
    wish = PendingSignUp.objects.filter(
        token_hash=secrecy.digest(token), expires_at__gte=clock.now()
    ).first()
    if wish is None:
        raise _used_up()
    return _admit(wish)


def _admit(wish: PendingSignUp) -> int:
    if Member.objects.filter(email=wish.email).exists():
        raise _used_up()
    if Member.objects.filter(handle__iexact=wish.handle).exists():
        wish.handle = propose_handle(wish.display_name)
    member = Member.objects.create(
        email=wish.email,
        email_proven_at=clock.now(),
        password=wish.password,
        handle=wish.handle,
        display_name=wish.display_name,
        language=wish.language,
    )
    PendingSignUp.objects.filter(email=wish.email).delete()
    _tell(member, "email")
    return member.pk


def _used_up() -> Missing:
    return Missing(
        "members.link_used_up",
        _("This link has been used or has run out. Sign in, or ask for a new one."),
    )


@action
def create_member(
    actor: Viewer, email: str, password: str, *, display_name: str, handle: str = "", via: str
) -> int:
    """A member whose address needs no proof, for the shell and for sign-up without mail.

    Refuses as `ask_to_sign_up` does, and `members.email_taken`.
    """
    address = rules.tidy_email(email)
    name = rules.acceptable_name(display_name)
    chosen = rules.acceptable_handle(handle) if handle.strip() else propose_handle(name)
    rules.acceptable_password(password, email=address, handle=chosen, display_name=name)
    if Member.objects.filter(email=address).exists():
        told = _("This address has an account already. Sign in, or set a new password.")
        raise Invalid("members.email_taken", told, fields={"email": told})
    member = Member.objects.create_user(
        address, password, handle=chosen, display_name=name, language=actor.language
    )
    _tell(member, via)
    return member.pk


@action
def make_staff(actor: Viewer, member_id: int) -> None:
    """Let a member administer this installation; only the shell and staff may. Idempotent."""
    rules.require_staff(actor) if actor.member_id else None
    Member.objects.filter(pk=member_id).update(is_staff=True)
    record(
        CredentialChanged(
            object_id=member_id,
            community_id=None,
            actor_key=actor.actor_key,
            what="staff",
            how="set",
        )
    )


def propose_handle(display_name: str) -> str:
    """A free handle made from a name, never from the address."""
    stem = handles.proposal(display_name)
    if len(stem) < handles.SHORTEST or handles.is_reserved(stem):
        stem = "member"
    candidate = stem
    while candidate == "member" or Member.objects.filter(handle__iexact=candidate).exists():
        candidate = f"{stem}{secrets.randbelow(10_000):04d}"
    return candidate


def _tell(member: Member, via: str) -> None:
    record(SignedUp(object_id=member.pk, community_id=None, actor_key=member.actor_key, via=via))


def _code_hash(code: str, address: str) -> str:
    return secrecy.keyed_digest(code, key=settings.SECRET_KEY, salt=address)
