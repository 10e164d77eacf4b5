"""What counts until a member chooses, how choices add up, and when it is quiet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.refusal import Invalid
from qunluo.people.notices.ports import How, NoticeKind, notice_kinds

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from qunluo.people.notices.models import Habit

CHANNELS = ("inbox", "email", "push")
ALLOWED: dict[str, tuple[str, ...]] = {
    "inbox": ("now", "off"),
    "email": ("now", "digest", "off"),
    "push": ("now", "off"),
}
DIGESTS = ("daily", "weekly", "never")
SPACE = "communities.space"
# A letter waits a little, so that several notices become one and what is read is not sent.
MAIL_WAITS = timedelta(minutes=2)
# What is older when it is told is no news: most of the demo's year.
NEWS_FOR = timedelta(days=30)
KEPT_READ = timedelta(days=90)
KEPT_UNREAD = timedelta(days=365)
MOST_DEVICES = 20


@dataclass(frozen=True)
class Hows:
    inbox: How
    email: How
    push: How

    @property
    def is_nothing(self) -> bool:
        return self.inbox == "off"


def hows_of(kind: NoticeKind, chosen: Mapping[tuple[bool, str, str], str]) -> Hows:
    """`chosen`: (in this place, kind or "", channel) -> how.

    The place's choice for the kind counts most, then the member's for the kind, then the kind's
    default; the place's choice for all kinds can only make it quieter. What is off in the inbox is
    off everywhere.
    """
    found = {name: how_of(kind, chosen, name) for name in CHANNELS}
    if kind.is_firm:
        found["inbox"] = "now"
    if found["inbox"] == "off":
        return Hows("off", "off", "off")
    return Hows(**found)


def how_of(kind: NoticeKind, chosen: Mapping[tuple[bool, str, str], str], channel: str) -> How:
    """The same for one channel alone."""
    particular = chosen.get((True, kind.name, channel))
    if particular:
        return cast("How", particular)
    usual = chosen.get((False, kind.name, channel)) or getattr(kind, channel)
    here = chosen.get((True, "", channel), "now")
    return cast("How", max(usual, here, key=("now", "digest", "off").index))


def quiet_until(habit: Habit, zone: ZoneInfo, now: datetime) -> datetime | None:
    """When the member's quiet hours end; None when it is not quiet now."""
    begin, end = habit.quiet_from, habit.quiet_until
    local = now.astimezone(zone)
    if begin == end or (local.hour - begin) % 24 >= (end - begin) % 24:
        return None
    ends = local.replace(hour=end, minute=0, second=0, microsecond=0)
    return ends if ends > local else ends + timedelta(days=1)


def is_digest_hour(habit: Habit, zone: ZoneInfo, now: datetime) -> bool:
    """Whether this hour of the member's day (and for weekly ones, of Monday) is the digest's."""
    local = now.astimezone(zone)
    if habit.digest == "never" or local.hour != habit.digest_hour:
        return False
    if habit.last_digest_on == local.date():
        return False
    return habit.digest == "daily" or local.weekday() == 0


def refuse_unfit_choice(kind: str, channel: str, how: str) -> None:
    """`notices.choice`: an unknown kind or channel, or a way the channel does not have."""
    is_known = not kind or kind in notice_kinds
    if not is_known or how not in ALLOWED.get(channel, ()):
        text = _("Please choose one of the choices.")
        raise Invalid("notices.choice", text, fields={"how": text})


def refuse_unfit_hours(digest: str, *hours: int) -> None:
    """`notices.hours`: hours from 0 to 23; `notices.choice` for the digest."""
    refuse = {"digest": _("Please choose one of the choices.")} if digest not in DIGESTS else {}
    if any(not 0 <= hour <= 23 for hour in hours):
        refuse["hours"] = _("Hours go from 0 to 23.")
    if refuse:
        raise Invalid("notices.hours", next(iter(refuse.values())), fields=refuse)
