"""Browsers in which a member is signed in: begun, touched hourly, ended here or from elsewhere."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING

from django.conf import settings

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import missing
from qunluo.kernel.stream.record import record
from qunluo.people.members.activities import ErasureCalledOff, SessionsEnded, SignedIn
from qunluo.people.members.models import Erasure, Session

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qunluo.kernel.viewer import Viewer


@action
def begin_session(member: Viewer, key: str, *, device: str, via: str) -> None:
    """Note a sign-in. A waiting erasure is called off by it, which the letter had said."""
    member_id = member.require_member_id()
    now = clock.now()
    Session.objects.filter(
        member=member_id, seen_at__lt=now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    ).delete()
    Session.objects.update_or_create(
        key=key,
        defaults={"member_id": member_id, "device": device, "began_at": now, "seen_at": now},
    )
    waiting = Erasure.objects.filter(member=member_id, called_off_at=None, done_at=None)
    if waiting.update(called_off_at=now):
        record(ErasureCalledOff(object_id=member_id, community_id=None, actor_key=member.actor_key))
    record(SignedIn(object_id=member_id, community_id=None, actor_key=member.actor_key, via=via))


@action
def touch_session(member: Viewer, key: str) -> None:
    """Still in use; the caller sees to it that this happens at most hourly (ground 18)."""
    Session.objects.filter(member=member.require_member_id(), key=key).update(seen_at=clock.now())


@action
def forget_session(member: Viewer, key: str) -> None:
    """Signing out of this browser."""
    member_id = member.require_member_id()
    Session.objects.filter(member=member_id, key=key).delete()
    _end([key])
    _tell(member, member_id, 1)


@action
def end_session(member: Viewer, session_id: int) -> None:
    """Sign out another browser. Refuses `missing` for a session that is not one's own."""
    member_id = member.require_member_id()
    found = Session.objects.filter(member=member_id, pk=session_id).first()
    if found is None:
        raise missing()
    found.delete()
    _end([found.key])
    _tell(member, member_id, 1)


@action
def end_other_sessions(member: Viewer, *, kept_key: str = "") -> int:
    """Sign out everywhere but in the browser with this key; returns how many ended."""
    member_id = member.require_member_id()
    count = end_sessions_of(member_id, kept_key=kept_key)
    _tell(member, member_id, count)
    return count


def end_sessions_of(member_id: int, *, kept_key: str = "") -> int:
    """For other actions of this domain: end without telling."""
    ended = Session.objects.filter(member=member_id).exclude(key=kept_key)
    keys = list(ended.values_list("key", flat=True))
    ended.delete()
    _end(keys)
    return len(keys)


def _end(keys: Iterable[str]) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in keys:
        store(session_key=key).delete()


def _tell(member: Viewer, member_id: int, count: int) -> None:
    record(
        SessionsEnded(
            object_id=member_id, community_id=None, actor_key=member.actor_key, count=count
        )
    )
