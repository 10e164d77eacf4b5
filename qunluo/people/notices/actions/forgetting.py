"""Old notices go; so does everything about an erased member and a purged community."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.people.notices import rules
from qunluo.people.notices.actions.concealing import recount
from qunluo.people.notices.models import Bundle, Choice, Device, Habit, Notice

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer

CHUNK = 1_000


@action
def drop_old(actor: Viewer) -> int:
    """A chunk of notices read 90 days ago or a year old; returns how many went, 0 at the end."""
    now = clock.now()
    old = Q(read_at__lt=now - rules.KEPT_READ) | Q(happened_at__lt=now - rules.KEPT_UNREAD)
    rows = Notice.objects.filter(old).order_by("pk").values_list("pk", "bundle_id")[:CHUNK]
    found = list(rows)
    Notice.objects.filter(pk__in=[pk for pk, _bundle in found]).delete()
    bundles = {bundle for _pk, bundle in found}
    Bundle.objects.filter(pk__in=bundles, notices=None).delete()
    recount(bundles)
    return len(found)


@action
def forget_member(actor: Viewer, member_id: int) -> None:
    """The member's own inbox and choices go; in others' inboxes they become an erased member."""
    Notice.objects.filter(member=member_id).delete()
    for mine in (Bundle, Choice, Habit, Device):
        mine.objects.filter(member=member_id).delete()


@action
def purge_notices(actor: Viewer, community_id: int) -> None:
    """Everything of a community; only the purge calls this."""
    Notice.objects.filter(bundle__community=community_id).delete()
    Bundle.objects.filter(community=community_id).delete()
    Choice.objects.filter(community=community_id).delete()
