"""What a handle, a name, a password and an address must look like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.refusal import Invalid
from qunluo.people.members.engine import handles
from qunluo.people.members.models import Member

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def acceptable_handle(handle: str, *, of_member: int | None = None) -> str:
    """The tidied handle. Refuses `members.handle_malformed`, `members.handle_taken`."""
    tidied = handles.tidy(handle)
    if not handles.is_well_formed(tidied):
        raise _invalid(
            "members.handle_malformed",
            "handle",
            _(
                "A handle has 2 to 30 letters, digits, Chinese characters, “_” or “-”, and begins "
                "with a letter, a digit or a Chinese character."
            ),
        )
    taken = Member.objects.filter(handle__iexact=tidied)
    if of_member is not None:
        taken = taken.exclude(pk=of_member)
    if handles.is_reserved(tidied) or taken.exists():
        raise _invalid(
            "members.handle_taken", "handle", _("This handle is taken. Please choose another one.")
        )
    return tidied


def acceptable_name(display_name: str) -> str:
    """The name without outer spaces. Refuses `members.name_missing`."""
    name = " ".join(display_name.split())
    if not name or len(name) > 80 or any(ord(letter) < 32 for letter in name):
        raise _invalid(
            "members.name_missing", "display_name", _("Please give a name of 1 to 80 characters.")
        )
    return name


def acceptable_password(password: str, *, field: str = "password", **of_member: str) -> str:
    """The password itself, if it is hard to guess. Refuses `members.password_weak`."""
    try:
        validate_password(password, Member(**of_member))
    except ValidationError as error:
        told = " ".join(error.messages)
        raise Invalid("members.password_weak", told, fields={field: told}) from None
    return password


def tidy_email(email: str) -> str:
    """The address in lower case. Refuses `members.email_malformed`."""
    tidied = email.strip().lower()
    try:
        validate_email(tidied)
    except ValidationError:
        raise _invalid(
            "members.email_malformed",
            "email",
            _("This is not a complete email address. It looks like name@example.org."),
        ) from None
    return tidied


def _invalid(code: str, field: str, message: StrPromise) -> Invalid:
    return Invalid(code, message, fields={field: message})
