"""Files that ride in letters: what may, under which name, how large."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.mail.models import LetterFile
from qunluo.kernel.refusal import Invalid

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_BYTES = 8 * 1024 * 1024
"""Of all files of a letter: base64 makes a third more of it, and many servers stop at 10 to 25 MB."""
MAY_RIDE = frozenset({"application/pdf"})
# What splits headers, leads out of a folder, or turns the reading direction of a name.
UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\\\:*?\"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
MOST_NAME = 100


@dataclass(frozen=True)
class Attachment:
    """`name` as its reader sees it, in any script; the message writes it by RFC 2231."""

    name: str
    content_type: str
    content: bytes


def safe_name(name: str) -> str:
    """The name without what a mail program or a disk could trip over; its ending stays."""
    told = " ".join(UNSAFE.sub(" ", name).split()).strip(". ")
    stem, dot, ending = told.rpartition(".")
    if not dot or len(ending) > 8:
        return told[:MOST_NAME] or "file"
    return f"{stem[: MOST_NAME - len(ending) - 1].strip()}.{ending}"


def fits(attachments: Iterable[Attachment]) -> bool:
    """Whether they are small enough together."""
    return sum(len(one.content) for one in attachments) <= MOST_BYTES


def kept_files(attachments: Iterable[Attachment]) -> list[LetterFile]:
    """Rows of the files, each kept once. Refuses `mail.attachment_type`, `mail.attachment_size`."""
    told = list(attachments)
    if any(one.content_type not in MAY_RIDE for one in told):
        raise Invalid("mail.attachment_type", _("Only PDF files ride in letters."))
    if not fits(told):
        raise Invalid(
            "mail.attachment_size", _("The files are too large for a letter. Send a link instead.")
        )
    return [_kept(one) for one in told]


def _kept(one: Attachment) -> LetterFile:
    name = safe_name(one.name)
    seen = hashlib.sha256(f"{name}\0{one.content_type}\0".encode() + one.content).hexdigest()
    values = {"name": name, "content_type": one.content_type, "content": one.content}
    row, _is_new = LetterFile.objects.update_or_create(
        digest=seen,
        defaults={"kept_at": clock.now()},
        create_defaults={**values, "kept_at": clock.now()},
    )
    return row
