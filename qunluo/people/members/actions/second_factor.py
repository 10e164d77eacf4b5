"""The second factor: an authenticator app, and recovery codes for the day it is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid, Refusal
from qunluo.kernel.stream.record import record
from qunluo.people.members import rules
from qunluo.people.members.actions import letters
from qunluo.people.members.activities import CredentialChanged
from qunluo.people.members.engine import secrecy, totp
from qunluo.people.members.models import Authenticator, Member, RecoveryCode

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer

HOW_MANY_CODES = 10


@action
def begin_authenticator(actor: Viewer) -> None:
    """Make a fresh secret, not in force until a code from it is shown.

    Refuses `members.authenticator_on`.
    """
    member_id = actor.require_member_id()
    if Authenticator.objects.filter(member=member_id, confirmed_at__isnull=False).exists():
        raise Refusal(
            "members.authenticator_on",
            _("Two-step sign-in is on already. Switch it off first to use another app."),
        )
    sealed = secrecy.seal(totp.new_secret(), key=settings.SECRET_KEY)
    Authenticator.objects.update_or_create(
        member_id=member_id, defaults={"secret": sealed, "made_at": clock.now(), "last_step": 0}
    )
    _tell(actor, member_id, "authenticator", "asked")


@action
def confirm_authenticator(actor: Viewer, code: str) -> list[str]:
    """Switch two-step sign-in on; returns the recovery codes, which are never shown again.

    Refuses `members.code_wrong`, `members.too_many_tries`.
    """
    member_id = actor.require_member_id()
    rules.count_code(f"second:{member_id}")
    waiting = Authenticator.objects.filter(member=member_id, confirmed_at=None).first()
    step = _step(waiting, code)
    if waiting is None or step is None:
        raise _wrong()
    waiting.confirmed_at, waiting.last_step = clock.now(), step
    waiting.save(update_fields=["confirmed_at", "last_step"])
    _warn(member_id, "second_factor_on")
    _tell(actor, member_id, "authenticator", "set")
    return _fresh_codes(member_id)


@action
def remove_authenticator(actor: Viewer) -> None:
    """Switch two-step sign-in off; the caller has asked for the password again."""
    member_id = actor.require_member_id()
    Authenticator.objects.filter(member=member_id).delete()
    RecoveryCode.objects.filter(member=member_id).delete()
    _warn(member_id, "second_factor_off")
    _tell(actor, member_id, "authenticator", "removed")


@action
def renew_recovery_codes(actor: Viewer) -> list[str]:
    """New codes; the old ones are void. The caller has asked for the password again."""
    member_id = actor.require_member_id()
    _tell(actor, member_id, "recovery_codes", "set")
    return _fresh_codes(member_id)


@action
def pass_second_step(visitor: Viewer, member_id: int, code: str) -> None:
    """A code from the app, once, or a recovery code, once, after the first factor was shown.

    Refuses `members.code_wrong`, `members.too_many_tries`.
    """
    rules.count_code(f"second:{member_id}")
    tidied = "".join(code.split())
    if not (_takes_step(member_id, tidied) or _takes_recovery_code(member_id, tidied)):
        raise _wrong()
    _tell(visitor, member_id, "authenticator", "used")


def _takes_step(member_id: int, code: str) -> bool:
    kept = Authenticator.objects.filter(member=member_id, confirmed_at__isnull=False).first()
    step = _step(kept, code)
    if kept is None or step is None:
        return False
    # Two requests with one code: the condition lets only one of them through.
    unused = Authenticator.objects.filter(pk=kept.pk, last_step__lt=step)
    return unused.update(last_step=step) == 1


def _step(kept: Authenticator | None, code: str) -> int | None:
    secret = secrecy.unseal(kept.secret, key=settings.SECRET_KEY) if kept else None
    if kept is None or secret is None:
        return None
    tidied = "".join(code.split())
    return totp.accepted_step(secret, tidied, moment=clock.now(), after=kept.last_step)


def _takes_recovery_code(member_id: int, code: str) -> bool:
    unused = RecoveryCode.objects.filter(
        member=member_id, used_at=None, code_hash=_code_hash(member_id, code)
    )
    return unused.update(used_at=clock.now()) == 1


def _fresh_codes(member_id: int) -> list[str]:
    codes = [secrecy.recovery_code() for _number in range(HOW_MANY_CODES)]
    RecoveryCode.objects.filter(member=member_id).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(member_id=member_id, code_hash=_code_hash(member_id, code)) for code in codes
    )
    return codes


def _code_hash(member_id: int, code: str) -> str:
    plain = code.replace("-", "").upper()
    return secrecy.keyed_digest(plain, key=settings.SECRET_KEY, salt=f"recovery:{member_id}")


def _wrong() -> Invalid:
    told = _("This code is not right, or has been used. Wait for the next one and try again.")
    return Invalid("members.code_wrong", told, fields={"code": told})


def _warn(member_id: int, letter: str) -> None:
    member = Member.objects.get(pk=member_id)
    if member.email:
        letters.post(member.email, letter, {"name": member.display_name}, language=member.language)


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
