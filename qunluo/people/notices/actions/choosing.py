"""Members say what reaches them, how, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock, places
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Refusal, missing
from qunluo.kernel.stream.record import record
from qunluo.people.members import queries as members
from qunluo.people.notices import queries, rules
from qunluo.people.notices.activities import MailStopped, SettingsChanged
from qunluo.people.notices.models import Choice, Habit, Notice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qunluo.kernel.viewer import Viewer

REASON = 300


@dataclass(frozen=True)
class Wish:
    """On a channel (inbox, email, push), a kind ("" for all) comes now, in a digest, or not (off)."""

    kind: str
    channel: str
    how: str


@action
def choose(actor: Viewer, wishes: Iterable[Wish]) -> None:
    """What reaches one, wherever it comes from.

    Refuses with `sign_in_required`, `notices.choice`.
    """
    member_id = actor.require_member_id()
    for wish in wishes:
        _choose(member_id, wish)
    _tell(actor, "choices")


@action
def choose_for_space(
    actor: Viewer, community_id: int, space_id: int, *, how: str, is_followed: bool
) -> None:
    """An exception for a space: `how` is now (as usual), digest or off; and whether one follows it,
    which means hearing of every new topic.

    Refuses with `sign_in_required`, `missing` (a space one may not read), `notices.choice`.
    """
    member_id = actor.require_member_id()
    place = places.place(actor, community_id)
    if place is None or space_id not in place.space_ids or not place.viewer.is_member:
        raise missing()
    rules.refuse_unfit_choice("", "email", how)
    scope = {"community_id": community_id, "scope_type": rules.SPACE, "scope_id": space_id}
    quieter = {"now": {}, "digest": {"email": "digest", "push": "off"}}
    calm = quieter.get(how, dict.fromkeys(rules.CHANNELS, "off"))
    for channel in rules.CHANNELS:
        _set(member_id, scope, Wish("", channel, calm.get(channel, "")))
    following = "now" if is_followed else ""
    _set(member_id, scope, Wish(queries.NEW_TOPICS, "inbox", following))
    _tell(actor, "space")


@action
def keep_habits(
    actor: Viewer, digest: str, digest_hour: int, *, quiet: tuple[int, int], shows_details: bool
) -> None:
    """When digests come, when it is quiet (hours from and until, in one's own time zone), and
    whether a push shows names and titles on a locked screen.

    Refuses with `sign_in_required`, `notices.hours`.
    """
    member_id = actor.require_member_id()
    rules.refuse_unfit_hours(digest, digest_hour, *quiet)
    Habit.objects.update_or_create(
        member_id=member_id,
        defaults={
            "digest": digest,
            "digest_hour": digest_hour,
            "quiet_from": quiet[0],
            "quiet_until": quiet[1],
            "shows_details": shows_details,
        },
    )
    _tell(actor, "habits")


@action
def resume_mail(actor: Viewer) -> None:
    """The address works again: notices are mailed again.

    Refuses with `sign_in_required`, `notices.mail_runs`.
    """
    stopped = Habit.objects.filter(member=actor.require_member_id()).exclude(mail_stopped="")
    if not stopped.update(mail_stopped="", mail_stopped_at=None):
        raise Refusal("notices.mail_runs", _("Notices are mailed to you already."))
    _tell(actor, "habits")


@action
def stop_mail(member_id: int, kind: str) -> None:
    """Unsubscribing by the link of a letter: of one kind, or of `digest`. Repeating it is harmless."""
    if kind == "digest":
        Habit.objects.update_or_create(member_id=member_id, defaults={"digest": "never"})
    else:
        _choose(member_id, Wish(kind, "email", "off"))
        Notice.objects.filter(member=member_id, kind=kind).update(mail_at=None)
    _tell_stopped(member_id, "unsubscribed", kind)


@action
def note_refusal(address: str, told: str) -> bool:
    """A mail server refuses the address for good: no more notices by mail, and the member is told.

    Returns whether there was something to stop.
    """
    member_id = members.id_by_email(address)
    if member_id is None:
        return False
    habit, _is_new = Habit.objects.get_or_create(member_id=member_id)
    if habit.mail_stopped:
        return False
    habit.mail_stopped, habit.mail_stopped_at = told[:REASON] or "refused", clock.now()
    habit.save(update_fields=["mail_stopped", "mail_stopped_at"])
    Notice.objects.filter(member=member_id).exclude(mail_at=None).update(mail_at=None)
    _tell_stopped(member_id, "refused", "")
    return True


def _choose(member_id: int, wish: Wish) -> None:
    rules.refuse_unfit_choice(wish.kind, wish.channel, wish.how)
    _set(member_id, {"scope_type": "", "scope_id": 0}, wish)


def _set(member_id: int, scope: dict[str, object], wish: Wish) -> None:
    """An empty `how` takes the choice back."""
    at: dict[str, Any] = {
        "member_id": member_id,
        **scope,
        "kind": wish.kind,
        "channel": wish.channel,
    }
    if wish.how:
        Choice.objects.update_or_create(**at, defaults={"how": wish.how})
    else:
        Choice.objects.filter(**at).delete()


def _tell(actor: Viewer, what: str) -> None:
    record(
        SettingsChanged(
            object_id=actor.require_member_id(),
            community_id=None,
            actor_key=actor.actor_key,
            what=what,
        )
    )


def _tell_stopped(member_id: int, why: str, kind: str) -> None:
    key = members.actor_keys([member_id]).get(member_id)
    record(MailStopped(object_id=member_id, community_id=None, actor_key=key, why=why, kind=kind))
