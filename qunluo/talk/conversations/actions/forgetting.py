"""Delete what was said: of a member who is erased, of a community that is purged, of what is old."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from qunluo.kernel import clock, files, preferences
from qunluo.kernel.action import action
from qunluo.talk.conversations import rules
from qunluo.talk.conversations.models import Block, Conversation, Message, Report, Seat

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer

CHUNK = 500


@action
def forget_member(_actor: Viewer, member_id: int) -> None:
    """Private words go with whoever said them; the others see that something was taken back.

    Under the same rows and numbers, so that nobody's place moves. Reports drop the reporter's name.
    """
    Message.objects.filter(author=member_id).update(
        body_source="",
        body_html="",
        file=None,
        removed_at=clock.now(),
        removed_reason="author",
        author=None,
    )
    Seat.objects.filter(member=member_id).delete()
    Block.objects.filter(blocker=member_id).delete()
    Block.objects.filter(blocked=member_id).delete()
    Report.objects.filter(reporter=member_id).update(reporter=None)
    Report.objects.filter(author=member_id).update(author=None)


@action
def purge_conversations(_actor: Viewer, community_id: int) -> int:
    """Delete up to 500 of a community's messages, then its conversations; returns how many went."""
    here = Message.objects.filter(conversation__community=community_id)
    ids = list(here.values_list("pk", flat=True)[:CHUNK])
    if not ids:
        return Conversation.objects.filter(community=community_id).delete()[0]
    return Message.objects.filter(pk__in=ids).delete()[0]


@action
def drop_old(actor: Viewer, community_id: int) -> int:
    """Delete up to 500 messages that are older than the community keeps them; returns how many.

    Called until it returns 0. What is under report stays until a year after the report.
    """
    days = preferences.get(community_id, rules.KEEP_DAYS)
    if not days:
        return 0
    now = clock.now()
    old = Message.objects.filter(
        conversation__community=community_id, posted_at__lt=now - timedelta(days=days)
    )
    fresh = Report.objects.filter(made_at__gt=now - timedelta(days=365))
    old = old.exclude(pk__in=fresh.values("lines__message"))
    rows = list(old.order_by("pk").values_list("pk", "file_id")[:CHUNK])
    Message.objects.filter(pk__in=[pk for pk, _file in rows]).delete()
    files.remove(actor, [file_id for _pk, file_id in rows if file_id])
    return len(rows)
