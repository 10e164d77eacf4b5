"""Letters about one's account: they leave once the action has been kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel import mail

if TYPE_CHECKING:
    from collections.abc import Mapping


def post(to: str, letter: str, told: Mapping[str, object], *, language: str) -> None:
    """Send `members/mail/<letter>.txt` (first line: the subject) after the transaction."""
    mail.send(to, f"members/mail/{letter}", told, language=language)


def address(path: str) -> str:
    """A path as an address that works in a mail."""
    return mail.absolute(path)
