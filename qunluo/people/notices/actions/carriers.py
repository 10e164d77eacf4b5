"""The channels that carry notices: letters and web push, each behind the one port."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qunluo.kernel import clock, mail
from qunluo.people.members import queries as members
from qunluo.people.notices import queries, rules
from qunluo.people.notices.models import Device
from qunluo.people.notices.ports import notice_kinds

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.people.members.queries import Recipient
    from qunluo.people.notices.ports import Parcel

SALT = "notices.unsubscribe"


class LetterChannel:
    """One letter for all that is due about a kind, with one-click unsubscribing of that kind."""

    key = "email"

    def carry(self, member_id: int, parcel: Parcel) -> None:
        to = _recipient(member_id)
        if to is None or not to.email or queries.habit_of(member_id).mail_stopped:
            return
        send_letter(to, "notices/mail/notice", parcel)

    def due_again_at(self, member_id: int) -> datetime | None:
        return _quiet_until(member_id)


class PushChannel:
    """A job per browser. A locked screen shows no names and titles unless the member wants it."""

    key = "push"

    def carry(self, member_id: int, parcel: Parcel) -> None:
        from qunluo.people.notices.actions.pushing import enqueue  # noqa: PLC0415 - needs the jobs

        to = _recipient(member_id)
        if to is None:
            return
        message = pushed(to, parcel)
        for device_id in Device.objects.filter(member=member_id).values_list("pk", flat=True):
            enqueue(device_id, message)

    def due_again_at(self, member_id: int) -> datetime | None:
        return _quiet_until(member_id)


def send_letter(to: Recipient, template: str, parcel: Parcel) -> None:
    """Write the letter, in the caller's transaction."""
    kind = parcel.kind
    label = notice_kinds[kind].label if kind in notice_kinds else ""
    with translation.override(to.viewer.language):
        told = {
            "name": to.viewer.display_name,
            "lines": [(text, mail.absolute(path)) for text, path in parcel.lines],
            "community": parcel.community_name,
            "label": str(label),
            "inbox": mail.absolute(reverse("notices:inbox")),
            "settings": mail.absolute(reverse("notices:settings")),
            "unsubscribe": mail.absolute(unsubscribe_path(to.member_id, kind)),
        }
    mail.send(
        to.email,
        template,
        told,
        language=to.viewer.language,
        list_id=f"{kind}.notices",
        unsubscribe=str(told["unsubscribe"]),
    )


def pushed(to: Recipient, parcel: Parcel) -> dict[str, str]:
    """What the browser shows: title, body, address, and the mark that replaces an earlier one."""
    with translation.override(to.viewer.language):
        label = str(notice_kinds[parcel.kind].label)
        count = len(parcel.lines)
        if queries.habit_of(to.member_id).shows_details:
            body = parcel.lines[0][0]
        else:
            body = ngettext("%(n)d new notice: %(label)s", "%(n)d new notices: %(label)s", count)
            body %= {"n": count, "label": label}
        return {
            "title": parcel.community_name or _("Your account"),
            "body": body,
            "url": parcel.lines[0][1] if count == 1 else reverse("notices:inbox"),
            "tag": parcel.mark,
        }


def unsubscribe_path(member_id: int, kind: str) -> str:
    """The way out that is written into a letter: opaque, per recipient and list, without expiry."""
    token = signing.dumps([member_id, kind], salt=SALT)
    return reverse("notices:unsubscribe", kwargs={"token": token})


def read_token(token: str) -> tuple[int, str] | None:
    """Whom and what a token unsubscribes; None when it is not ours."""
    try:
        member_id, kind = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return int(member_id), str(kind)


def _quiet_until(member_id: int) -> datetime | None:
    to = _recipient(member_id)
    if to is None:
        return None
    return rules.quiet_until(queries.habit_of(member_id), to.viewer.timezone, clock.now())


def _recipient(member_id: int) -> Recipient | None:
    return next(iter(members.recipients([member_id])), None)
