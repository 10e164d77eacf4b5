"""Keep a post to find it again, and be reminded of it.

Telling nobody: what a member keeps is theirs (ADR 0041); only a reminder that is due is told, to
the member alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid, Refusal
from qunluo.kernel.stream.record import record
from qunluo.talk.forum import rules
from qunluo.talk.forum.actions.ground import about, of_post, require_member
from qunluo.talk.forum.activities import ReminderDue
from qunluo.talk.forum.models import Bookmark
from qunluo.talk.forum.queries import post_for

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer

CHUNK = 100


@action
def keep_bookmark(
    member: Viewer, post_id: int, *, note: str = "", remind_at: datetime | None = None
) -> None:
    """Keep a post with a note of one's own; again changes note and reminder.

    Refuses with `sign_in_required`, `join_required`, `missing`, `forum.remind_past` (field
    `remind_at`).
    """
    member_id = require_member(member)
    post = post_for(member, post_id)
    now = clock.now()
    if remind_at is not None and remind_at <= now:
        told = _("Choose a time in the future.")
        raise Invalid("forum.remind_past", told, fields={"remind_at": told})
    values = {
        "note": " ".join(note.split())[: rules.NOTE_MOST],
        "kept_at": now,
        "remind_at": remind_at,
        "reminded_at": None,
    }
    # Leans on forum_bookmark_once.
    Bookmark.objects.update_or_create(values, post=post, member_id=member_id)


@action
def drop_bookmark(member: Viewer, post_id: int) -> None:
    """Refuses with `sign_in_required`, `join_required`, `forum.not_kept`."""
    member_id = require_member(member)
    gone, _by_table = Bookmark.objects.filter(post=post_id, member=member_id).delete()
    if not gone:
        raise Refusal("forum.not_kept", _("You have not bookmarked this post."))


@action
def remind_due(system: Viewer) -> int:
    """Tell up to 100 reminders whose time has come, each once; returns how many."""
    now = clock.now()
    waiting = Bookmark.objects.filter(remind_at__lte=now, reminded_at=None)
    rows = list(
        waiting.select_related("post__topic__space", "post__topic__community")
        .select_for_update(of=("self",))
        .order_by("remind_at", "pk")[:CHUNK]
    )
    Bookmark.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=now)
    for row in rows:
        envelope = of_post(system, row.post.topic, row.post)
        to_whom = {"about_actor": about(row.member_id), "audience": "parties"}
        record(ReminderDue(**{**envelope, **to_whom}))
    return len(rows)
