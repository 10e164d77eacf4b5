"""Letters about one's account: they leave once the action has been kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

if TYPE_CHECKING:
    from collections.abc import Mapping


def post(to: str, letter: str, told: Mapping[str, object], *, language: str) -> None:
    """Send `members/mail/<letter>.txt` (first line: the subject) after the transaction."""
    with translation.override(language or settings.LANGUAGE_CODE):
        text = render_to_string(f"members/mail/{letter}.txt", dict(told))
    subject, _gap, body = text.partition("\n")
    transaction.on_commit(partial(send_mail, subject.strip(), body.strip() + "\n", None, [to]))


def address(path: str) -> str:
    """A path as an address that works in a mail."""
    return f"{settings.PUBLIC_ADDRESS}{path}"
