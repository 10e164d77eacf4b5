"""What is due goes out: at once as letters and push, gathered as digests. Nothing goes twice."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils import translation

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.stream.record import record
from qunluo.people.members import queries as members
from qunluo.people.notices import queries, rules
from qunluo.people.notices.actions.carriers import send_letter
from qunluo.people.notices.activities import DigestSent
from qunluo.people.notices.models import Bundle, Habit, Notice
from qunluo.people.notices.ports import Parcel, channels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.people.notices.queries import InboxLine

DUE = {"email": "mail_at", "push": "push_at"}
SENT = {"email": "mailed_at", "push": "pushed_at"}
MOST_LINES = 30


def send_due() -> int:
    """Send everything that is due on all channels; returns for how many members."""
    count = 0
    for key in channels:
        for member_id in queries.members_due(key, clock.now()):
            send_to(member_id, key)
            count += 1
    return count


@action
def send_to(member_id: int, channel: str) -> int:
    """What is due for one member on one channel; returns how many parcels were handed over.

    In quiet hours it is put off. What was read meanwhile, or may not be seen any more, is not sent.
    """
    due, sent, now = DUE[channel], SENT[channel], clock.now()
    rows = Notice.objects.select_for_update().filter(member=member_id, **{f"{due}__lte": now})
    quiet = channels[channel].due_again_at(member_id)
    if quiet is not None:
        rows.update(**{due: quiet})
        return 0
    ids = list(rows.values_list("pk", "bundle_id", "read_at", "hidden_at"))
    fresh = {bundle for _pk, bundle, read_at, hidden_at in ids if not (read_at or hidden_at)}
    Notice.objects.filter(pk__in=[pk for pk, *_rest in ids]).update(**{due: None, sent: now})
    parcels = _parcels(member_id, sorted(fresh))
    for parcel in parcels:
        channels[channel].carry(member_id, parcel)
    return len(parcels)


def send_digests() -> int:
    """Digests of all members for whom this is the hour; returns how many went out."""
    now, count = clock.now(), 0
    waiting = queries.members_with_digest()
    for at in range(0, len(waiting), 200):
        for one in members.recipients(waiting[at : at + 200]):
            habit = queries.habit_of(one.member_id)
            if rules.is_digest_hour(habit, one.viewer.timezone, now) and not habit.mail_stopped:
                count += send_digest(one.member_id)
    return count


@action
def send_digest(member_id: int) -> int:
    """One member's digest, once on a day of theirs; returns 1 when a letter was written."""
    to = next(iter(members.recipients([member_id])), None)
    if to is None or not to.email or to.is_demo:
        return 0
    today = clock.now().astimezone(to.viewer.timezone).date()
    Habit.objects.get_or_create(member_id=member_id)
    is_first = Habit.objects.filter(member_id=member_id).exclude(last_digest_on=today)
    if not is_first.update(last_digest_on=today):
        return 0
    rows = Notice.objects.filter(queries.TO_DIGEST, member=member_id)
    bundle_ids = sorted(set(rows.values_list("bundle_id", flat=True)))
    rows.update(mailed_at=clock.now())
    with translation.override(to.viewer.language):
        lines = _lines(member_id, bundle_ids)[:MOST_LINES]
    if not lines:
        return 0
    parcel = Parcel(_told(lines), "digest", "", f"digest-{today}")
    send_letter(to, "notices/mail/digest", parcel)
    record(
        DigestSent(
            object_id=member_id,
            community_id=None,
            actor_key=to.viewer.actor_key,
            lines=len(lines),
        )
    )
    return 1


def _parcels(member_id: int, bundle_ids: Sequence[int]) -> list[Parcel]:
    """One for each kind in each community: unsubscribing is per kind."""
    to = next(iter(members.recipients([member_id])), None)
    if to is None or to.is_demo:
        return []
    with translation.override(to.viewer.language):
        lines = _lines(member_id, bundle_ids)
    grouped: dict[tuple[str, str], list[InboxLine]] = defaultdict(list)
    for line in lines:
        grouped[line.kind, line.community_name].append(line)
    return [
        Parcel(_told(some[:MOST_LINES]), kind, community, f"{kind}-{some[0].id}")
        for (kind, community), some in grouped.items()
    ]


def _lines(member_id: int, bundle_ids: Sequence[int]) -> list[InboxLine]:
    rows = Bundle.objects.filter(pk__in=bundle_ids, hidden_at=None, is_unread=True)
    found = list(rows.select_related("community").order_by("-last_at"))
    return queries.lines_of(members.viewer_by_id(member_id), found)


def _told(lines: Sequence[InboxLine]) -> tuple[tuple[str, str], ...]:
    return tuple((line.text, line.address) for line in lines)
