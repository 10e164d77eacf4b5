"""Members read their notices. Nothing is told: what somebody reads is theirs (ADR 0041)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import one_or_missing
from qunluo.people.notices.actions.giving import tell_bell
from qunluo.people.notices.models import Bundle, Notice

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from qunluo.kernel.viewer import Viewer


@action
def mark_read(actor: Viewer, bundle_id: int) -> None:
    """One line of one's own inbox. Refuses with `sign_in_required`, `missing`."""
    own = Bundle.objects.filter(member=actor.require_member_id(), pk=bundle_id)
    bundle = one_or_missing(own.select_for_update())
    _read(Bundle.objects.filter(pk=bundle.pk), actor.require_member_id())


@action
def mark_unread(actor: Viewer, bundle_id: int) -> None:
    """Keep one line for later: its newest notice counts as unread. Refuses like `mark_read`."""
    own = Bundle.objects.filter(member=actor.require_member_id(), pk=bundle_id, hidden_at=None)
    bundle = one_or_missing(own.select_for_update())
    newest = bundle.notices.filter(hidden_at=None).order_by("-happened_at", "-pk").first()
    if newest is not None and not bundle.is_unread:
        Notice.objects.filter(pk=newest.pk).update(read_at=None)
        Bundle.objects.filter(pk=bundle.pk).update(unread=1, is_unread=True)
        tell_bell(bundle.member_id)


@action
def mark_all_read(actor: Viewer, kind: str = "") -> int:
    """All of one's own, or all of one kind; returns how many lines were unread."""
    member_id = actor.require_member_id()
    unread = Bundle.objects.filter(member=member_id, is_unread=True)
    if kind:
        unread = unread.filter(kind=kind)
    return _read(unread, member_id)


def see(member_id: int, thread: tuple[str, int]) -> int:
    """The member read the thread itself: its notices count as read. For other domains' actions."""
    found = Bundle.objects.filter(
        member=member_id, thread_type=thread[0], thread_id=thread[1], is_unread=True
    )
    return _see(found, member_id) if found.exists() else 0


@action
def _see(found: QuerySet[Bundle], member_id: int) -> int:
    return _read(found, member_id)


def _read(bundles: QuerySet[Bundle], member_id: int) -> int:
    """What is read is not mailed or pushed any more."""
    ids = list(bundles.values_list("pk", flat=True))
    Notice.objects.filter(bundle__in=ids, read_at=None).update(
        read_at=clock.now(), mail_at=None, push_at=None
    )
    Bundle.objects.filter(pk__in=ids).update(unread=0, is_unread=False)
    tell_bell(member_id)
    return len(ids)
