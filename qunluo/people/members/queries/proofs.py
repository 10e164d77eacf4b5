"""Is it really them? Looks at passwords outside any transaction: hashing takes time by design."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.hashers import check_password, make_password
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.refusal import Invalid
from qunluo.people.members import rules
from qunluo.people.members.models import Authenticator, Member

if TYPE_CHECKING:
    from qunluo.people.members.rules import Caller


def proven_by_password(email: str, password: str, *, caller: Caller) -> int:
    """The id of the member with this address and password.

    Refuses `members.too_many_tries` and `members.wrong_sign_in`, which says the same and takes as
    long whether the address is known or not.
    """
    tidied = email.strip().lower()
    rules.count_sign_in(tidied, caller)
    member = Member.objects.filter(email=tidied, is_active=True).first()
    if member is None:
        make_password(password)
        raise _wrong()
    if not check_password(password, member.password):
        raise _wrong()
    rules.forgive_sign_in(tidied, caller)
    return member.pk


def prove_password_again(member_id: int, password: str) -> None:
    """Before something weighty. Refuses `members.too_many_tries`, `members.password_wrong`."""
    rules.count_code(f"again:{member_id}")
    member = Member.objects.get(pk=member_id)
    if not check_password(password, member.password):
        told = _("This is not your present password.")
        raise Invalid("members.password_wrong", told, fields={"present_password": told})


def needs_second_factor(member_id: int) -> bool:
    """Whether the member has switched on an authenticator."""
    return Authenticator.objects.filter(member=member_id, confirmed_at__isnull=False).exists()


def _wrong() -> Invalid:
    return Invalid(
        "members.wrong_sign_in",
        _("Address and password do not belong together. Check both, or set a new password."),
    )
