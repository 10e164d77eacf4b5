"""What conversations answer for others: next to nothing, and only to those who sit in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.files.ports import shown_to_parties, used_by
from qunluo.kernel.objects import ObjectCard, ObjectText, provide
from qunluo.kernel.refusal import missing
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.members.ports import keeps_about
from qunluo.people.notices.ports import NoticeKind, notice_kind
from qunluo.talk.conversations import actions, queries, rules
from qunluo.talk.conversations.queries import keeping

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from qunluo.kernel.viewer import Viewer


class Messages:
    """`conversations.message`: no text for search or analysis, nothing for those who keep order."""

    object_type = "conversations.message"

    def cards(self, viewer: Viewer, ids: Iterable[int]) -> Mapping[int, ObjectCard]:
        return message_cards(viewer, list(ids))

    def texts(self, _ids: Iterable[int]) -> Iterable[ObjectText]:
        return ()

    def all_ids(self, _community_id: int) -> Iterator[int]:
        return iter(())

    def hide(self, _actor: Viewer, _object_id: int, *, reason: str) -> None:
        del reason
        raise missing()

    def restore(self, _actor: Viewer, _object_id: int) -> None:
        raise missing()

    def export(self, member_id: int) -> Iterable[Mapping[str, Any]]:
        return keeping.own_messages(member_id)

    def erase(self, member_id: int) -> None:
        actions.forget_member(SYSTEM, member_id)

    def purge(self, community_id: int) -> None:
        while actions.purge_conversations(SYSTEM, community_id):
            pass


class Reports:
    """`conversations.report`: messages handed to moderation, for those who decide on the case."""

    object_type = "conversations.report"

    def cards(self, viewer: Viewer, ids: Iterable[int]) -> Mapping[int, ObjectCard]:
        return queries.report_cards(viewer, ids)

    def texts(self, ids: Iterable[int]) -> Iterable[ObjectText]:
        return queries.report_texts(ids)

    def all_ids(self, _community_id: int) -> Iterator[int]:
        return iter(())

    def hide(self, actor: Viewer, object_id: int, *, reason: str) -> None:
        del reason
        actions.remove_reported(actor, object_id)

    def restore(self, actor: Viewer, object_id: int) -> None:
        actions.restore_reported(actor, object_id)

    def export(self, _member_id: int) -> Iterable[Mapping[str, Any]]:
        return ()

    def erase(self, _member_id: int) -> None:
        """Done with the messages."""

    def purge(self, _community_id: int) -> None:
        """Gone with their messages."""


class Attachments:
    """Uploads that no message ever carried may go; a message points at its file by itself."""

    purpose = rules.ATTACHED

    def in_use(self, _keys: Iterable[str]) -> set[str]:
        return set()


class Traces:
    """Where a member sits, how far they read, and whom they blocked."""

    label = "conversations.traces"

    def export(self, member_id: int) -> Iterable[Mapping[str, Any]]:
        return keeping.own_traces(member_id)

    def erase(self, _member_id: int) -> None:
        """Done with the messages."""


def message_cards(viewer: Viewer, ids: Sequence[int]) -> dict[int, ObjectCard]:
    """For those who sit there, wherever they stand just now."""
    found = queries.messages_of(viewer).filter(pk__in=list(ids), removed_at=None)
    rows = list(found.values_list("pk", "conversation_id"))
    titles = queries.titles_for(viewer, [talk for _pk, talk in rows])
    return {
        pk: ObjectCard(Messages.object_type, pk, titles.get(talk, ""), queries.message_address(pk))
        for pk, talk in rows
    }


provide(Messages())
provide(Reports())
used_by(Attachments())
shown_to_parties(rules.ATTACHED, queries.may_read_file)
shown_to_parties("voice", queries.may_read_file)
keeps_about(Traces())
notice_kind(
    NoticeKind(
        "conversations.message",
        _("Somebody writes to me"),
        _("%(who)s wrote to you"),
        "mail",
        order=12,
        push="now",
        cards=message_cards,
    )
)
