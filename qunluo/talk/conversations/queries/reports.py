"""What was reported out of a conversation: nothing else of it is ever read by those who keep order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from qunluo.kernel import text
from qunluo.kernel.objects import ObjectCard, ObjectText
from qunluo.kernel.refusal import missing
from qunluo.talk.conversations import rules
from qunluo.talk.conversations.models import Report, Reported
from qunluo.talk.conversations.queries.finding import (
    conversation_address,
    conversation_for,
    message_for,
    seat_in,
)
from qunluo.talk.conversations.queries.messages import html_of, window

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qunluo.kernel.viewer import Viewer
    from qunluo.talk.chat.queries import Spoken
    from qunluo.talk.conversations.models import Conversation, Message

AROUND = 20


@dataclass(frozen=True)
class ReportingSheet:
    """Messages of the same author around the one to report; `chosen` are numbers."""

    conversation: Conversation
    said: Spoken
    items: tuple[Spoken, ...]


def reporting_sheet(viewer: Viewer, message_id: int) -> ReportingSheet:
    """Refuses with `missing`, for one's own messages and removed ones too."""
    message = message_for(viewer, message_id)
    if rules.is_own(viewer, message) or message.removed_at is not None:
        raise missing()
    conversation = conversation_for(viewer, message.conversation_id)
    seat = seat_in(viewer, conversation.pk)
    around = window(conversation, seat, {"around": message.number}, size=AROUND)
    same = [one for one in around.items if one.author.id == message.author_id and not one.removed]
    said = next(one for one in same if one.id == message_id)
    return ReportingSheet(conversation, said, tuple(same))


def report_cards(viewer: Viewer, ids: Iterable[int]) -> dict[int, ObjectCard]:
    """For whoever reported, with the way back; for those who decide there, without a way in."""
    here = Q(conversation__community=viewer.community_id)
    own = Q(reporter=viewer.member_id or 0)
    seen = here if viewer.may(rules.DECIDE) else here & own
    found = Report.objects.filter(seen, pk__in=list(ids))
    title = _("Messages in a private conversation")
    return {
        pk: ObjectCard(
            "conversations.report",
            pk,
            title,
            conversation_address(talk) if reporter == viewer.member_id else "",
        )
        for pk, talk, reporter in found.values_list("pk", "conversation_id", "reporter_id")
    }


def report_texts(ids: Iterable[int]) -> list[ObjectText]:
    """The reported words, for the case; no search finds this audience. Two queries."""
    reports = Report.objects.filter(pk__in=list(ids)).select_related(
        "conversation__community", "author"
    )
    lines = Reported.objects.filter(report__in=[one.pk for one in reports])
    said: dict[int, list[Message]] = {}
    for line in lines.select_related("message__file").order_by("message__number"):
        said.setdefault(line.report_id, []).append(line.message)
    return [
        ObjectText(
            object_type="conversations.report",
            object_id=one.pk,
            community_id=one.conversation.community_id,
            space_id=None,
            title=_("Messages in a private conversation"),
            body="\n\n".join(_words(message) for message in said.get(one.pk, [])),
            tags=(),
            author_key=one.author.actor_key if one.author else None,
            audience="parties",
            language=one.conversation.community.language,
            happened_at=max(message.posted_at for message in said[one.pk]),
        )
        for one in reports
        if said.get(one.pk)
    ]


def _words(message: Message) -> str:
    words = text.plain(html_of(message))
    named = f"[{message.file.name}]" if message.file else ""
    return " ".join(part for part in (words, named) if part)
