"""Writing letters and sending those that wait."""

from __future__ import annotations

from datetime import timedelta
from email.utils import make_msgid
from smtplib import SMTPRecipientsRefused
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.mail.attaching import kept_files
from qunluo.kernel.mail.models import Letter, LetterFile
from qunluo.kernel.mail.ports import tell_refused
from qunluo.kernel.mail.writing import written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qunluo.kernel.mail.attaching import Attachment

KEPT = timedelta(days=7)
FILES_KEPT = timedelta(days=1)


@action
def send(
    to: str,
    template: str,
    context: Mapping[str, Any],
    *,
    language: str,
    list_id: str | None = None,
    unsubscribe: str = "",
) -> int:
    """Write a letter now, in the caller's transaction; a job sends it once that has committed.

    `template` names a text template, see `writing.written`. `list_id` marks a list's letters, such
    as `digest.tea`; `unsubscribe` is the address that a POST without cookies leaves it by (RFC 8058).
    Returns the letter's id.
    """
    from qunluo.kernel.mail import jobs  # noqa: PLC0415 - the job sends by this module

    letter = written(template, context, language)
    row = Letter.objects.create(
        to=to,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        headers=_headers(list_id, unsubscribe),
        written_at=clock.now(),
    )
    jobs.send_letter.enqueue(row.pk)
    return row.pk


@action
def attach(letter_id: int, attachments: Sequence[Attachment]) -> None:
    """Let files ride in a letter, in the transaction that wrote it: afterwards it may have gone.

    Refuses `mail.attachment_type`, `mail.attachment_size`.
    """
    Letter.objects.get(pk=letter_id).files.set(kept_files(attachments))


def send_letter(letter_id: int) -> None:
    """Hand one letter to the mail server and forget it; quiet when it has gone already.

    At least once: when the server took it and we died before forgetting, it goes again under the
    same Message-ID.
    """
    letter = Letter.objects.filter(pk=letter_id).first()
    if letter is None:
        return
    message = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        settings.DEFAULT_FROM_EMAIL,
        [letter.to],
        headers=letter.headers,
    )
    message.attach_alternative(letter.html, "text/html")
    for file in letter.files.order_by("pk"):
        message.attach(file.name, bytes(file.content), file.content_type)
    try:
        message.send()
    except SMTPRecipientsRefused as refused:
        # What the server says about the address itself (5xx) does not change by trying again.
        code, told = next(iter(refused.recipients.values()))
        if code < 500:
            _note(letter_id, refused)
            raise
        tell_refused(letter.to, code, told.decode(errors="replace"))
    except Exception as error:
        _note(letter_id, error)
        raise
    _forget(letter_id)


def send_waiting() -> int:
    """Send all letters that wait, here and now: for tests and the shell. Returns how many."""
    waiting = list(Letter.objects.order_by("pk").values_list("pk", flat=True))
    for letter_id in waiting:
        send_letter(letter_id)
    return len(waiting)


@action
def drop_old() -> int:
    """Letters that could not be sent for a week are dropped, and files that ride in none any more.

    Returns how many letters.
    """
    old = Letter.objects.filter(written_at__lt=clock.now() - KEPT)
    dropped = old.count()
    old.delete()
    LetterFile.objects.filter(letters=None, kept_at__lt=clock.now() - FILES_KEPT).delete()
    return dropped


@action
def _note(letter_id: int, error: Exception) -> None:
    told = f"{type(error).__name__}: {error}"[:500]
    Letter.objects.filter(pk=letter_id).update(last_error=told)


@action
def _forget(letter_id: int) -> None:
    Letter.objects.filter(pk=letter_id).delete()


def _headers(list_id: str | None, unsubscribe: str) -> dict[str, str]:
    """RFC 3834 keeps holiday answers away; RFC 2919 lets readers sort; RFC 8058 lets them leave."""
    host = urlsplit(settings.PUBLIC_ADDRESS).hostname or "localhost"
    headers = {"Auto-Submitted": "auto-generated", "Message-ID": make_msgid(domain=host)}
    if list_id is not None:
        headers["List-Id"] = f"<{list_id}.{host}>"
    if unsubscribe:
        headers["List-Unsubscribe"] = f"<{unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
