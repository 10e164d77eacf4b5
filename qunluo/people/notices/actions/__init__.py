"""Every write of notices.

The contract for a domain with news for members:

1. In its `providers.py` it registers each kind once: `notice_kind(NoticeKind("forum.reply",
   _("Replies to my topics"), _("%(who)s replied to %(title)s"), icon="message-square"))` from
   `qunluo.people.notices.ports`.
2. In its `listeners.py` it hears its own activities and says whom they concern:
   `notices.give(line, "forum.reply", member_ids)`, the most particular kind first.
3. When an object is removed or held: `notices.conceal(type, id)`; when it stands again:
   `notices.reveal(type, id)` and `give` once more (kinds that are `is_once` are not told twice).

Who may see the object, what the member chose, quiet hours, merging and sending are all here.
"""

from qunluo.people.notices.actions.choosing import (
    Wish,
    choose,
    choose_for_space,
    keep_habits,
    note_refusal,
    resume_mail,
    stop_mail,
)
from qunluo.people.notices.actions.concealing import conceal, look_again, reveal, take_back
from qunluo.people.notices.actions.devices import add_device, remove_device
from qunluo.people.notices.actions.forgetting import drop_old, forget_member, purge_notices
from qunluo.people.notices.actions.giving import give
from qunluo.people.notices.actions.pushing import public_key, push
from qunluo.people.notices.actions.reading import mark_all_read, mark_read, mark_unread, see
from qunluo.people.notices.actions.sending import send_digest, send_digests, send_due, send_to

__all__ = [
    "Wish",
    "add_device",
    "choose",
    "choose_for_space",
    "conceal",
    "drop_old",
    "forget_member",
    "give",
    "keep_habits",
    "look_again",
    "mark_all_read",
    "mark_read",
    "mark_unread",
    "note_refusal",
    "public_key",
    "purge_notices",
    "push",
    "remove_device",
    "resume_mail",
    "reveal",
    "see",
    "send_digest",
    "send_digests",
    "send_due",
    "send_to",
    "stop_mail",
    "take_back",
]
