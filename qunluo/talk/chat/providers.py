"""What chat answers for others: its kinds of objects, its files, a member's traces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.digest import Row, digest_part
from qunluo.kernel.files.ports import used_by
from qunluo.kernel.files.purposes import VOICE
from qunluo.kernel.objects import ObjectCard, ObjectText, provide
from qunluo.kernel.refusal import missing
from qunluo.kernel.text.renewing import keeps_rendered
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.members.ports import keeps_about
from qunluo.people.notices.ports import NoticeKind, notice_kind
from qunluo.talk.chat import actions, queries, rules
from qunluo.talk.chat.models import Message
from qunluo.talk.chat.queries import documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qunluo.kernel.viewer import Viewer


class Messages:
    """`chat.message`: what is said, found and moderated one by one."""

    object_type = "chat.message"

    def cards(self, viewer: Viewer, ids: Iterable[int]) -> Mapping[int, ObjectCard]:
        found = queries.messages_open_to(viewer).filter(pk__in=list(ids), removed_at=None)
        slug = viewer.community_slug
        return {
            pk: ObjectCard(self.object_type, pk, name, queries.message_address(slug, pk))
            for pk, name in found.values_list("pk", "room__name")
        }

    def texts(self, ids: Iterable[int]) -> Iterable[ObjectText]:
        return documents.message_texts(ids)

    def all_ids(self, community_id: int) -> Iterator[int]:
        return documents.message_ids(community_id)

    def hide(self, actor: Viewer, object_id: int, *, reason: str) -> None:
        actions.hide_message(actor, object_id, reason=reason)

    def restore(self, actor: Viewer, object_id: int) -> None:
        actions.show_message(actor, object_id)

    def export(self, member_id: int) -> Iterable[Mapping[str, Any]]:
        return documents.own_messages(member_id)

    def erase(self, member_id: int) -> None:
        actions.forget_member(SYSTEM, member_id)

    def behind(self, after: int) -> int:
        return documents.messages_behind(after)

    def render_again(self, after: int, most: int) -> int | None:
        return actions.render_messages_again(after, most)

    def purge(self, community_id: int) -> None:
        while actions.purge_talk(SYSTEM, community_id):
            pass


class Rooms:
    """`chat.room`: nobody's work alone, so nothing to export or erase; closed, never hidden."""

    object_type = "chat.room"

    def cards(self, viewer: Viewer, ids: Iterable[int]) -> Mapping[int, ObjectCard]:
        found = queries.rooms_open_to(viewer).filter(pk__in=list(ids))
        slug = viewer.community_slug
        return {
            pk: ObjectCard(self.object_type, pk, name, queries.room_address(slug, pk))
            for pk, name in found.values_list("pk", "name")
        }

    def texts(self, _ids: Iterable[int]) -> Iterable[ObjectText]:
        return ()

    def all_ids(self, community_id: int) -> Iterator[int]:
        return documents.room_ids(community_id)

    def hide(self, _actor: Viewer, _object_id: int, *, reason: str) -> None:
        del reason
        raise missing()

    def restore(self, _actor: Viewer, _object_id: int) -> None:
        raise missing()

    def export(self, _member_id: int) -> Iterable[Mapping[str, Any]]:
        return ()

    def erase(self, _member_id: int) -> None:
        """A room names nobody."""

    def behind(self, after: int) -> int:
        return documents.rooms_behind(after)

    def render_again(self, after: int, most: int) -> int | None:
        return actions.render_notes_again(after, most)

    def purge(self, _community_id: int) -> None:
        """Gone with their messages."""


class Attachments:
    """Uploads that no message ever carried may go; a message points at its file by itself."""

    def __init__(self, purpose: str) -> None:
        self.purpose = purpose

    def in_use(self, _keys: Iterable[str]) -> set[str]:
        return set()


class Traces:
    """What chat keeps about a member besides what they said."""

    label = "chat.traces"

    def export(self, member_id: int) -> Iterable[Mapping[str, Any]]:
        return documents.own_traces(member_id)

    def erase(self, _member_id: int) -> None:
        """Done with the messages; reactions stay for the counts, beside a forgotten person."""


NEWS = (
    NoticeKind(
        "chat.mention",
        _("Somebody calls me in a chat room"),
        _("%(who)s called you in “%(title)s”"),
        "at-sign",
        order=11,
        push="now",
        is_once=True,
    ),
    NoticeKind(
        "chat.reply",
        _("Replies to my chat messages"),
        _("%(who)s replied to you in “%(title)s”"),
        "message-circle",
        order=21,
    ),
)

provide(Messages())
provide(Rooms())
keeps_rendered(Messages())
keeps_rendered(Rooms())
used_by(Attachments(rules.ATTACHED))
used_by(Attachments(VOICE))
keeps_about(Traces())
for news in NEWS:
    notice_kind(news)


@digest_part("chat.messages")
def _messages(community_id: int) -> Iterator[Row]:
    return (
        Message.objects.filter(room__community=community_id)
        .values_list(
            *("room__name", "number", "author__handle", "client_id", "body_source"),
            *("posted_at", "edited_at", "removed_at", "removed_reason"),
        )
        .iterator()
    )
