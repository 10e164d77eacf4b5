"""Hand messages to moderation: these, and nothing else, leave the conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid, Refusal, missing, one_or_missing
from qunluo.kernel.stream.record import record
from qunluo.people.communities import queries as communities
from qunluo.people.moderation import actions as moderation
from qunluo.talk.conversations import rules
from qunluo.talk.conversations.actions.ground import change, locked_message
from qunluo.talk.conversations.activities import ReportedRemoved
from qunluo.talk.conversations.models import Conversation, Report, Reported

if TYPE_CHECKING:
    from collections.abc import Collection

    from qunluo.kernel.viewer import Viewer


@action
def report_messages(
    reporter: Viewer,
    message_id: int,
    numbers: Collection[int] = (),
    *,
    rule_key: str = "",
    note: str = "",
) -> int:
    """Report a message, and with it others of its author by `numbers`; returns the case's id.

    Whoever decides on cases in the community of the conversation reads them and nothing around
    them. Refuses with `missing`, `moderation.own_words`, `conversations.too_many_reported`,
    `conversations.reported`, and like `moderation.flag`.
    """
    message, talk = locked_message(reporter, message_id)
    if rules.is_own(reporter, message):
        raise Refusal("moderation.own_words", _("These are your own words. You can remove them."))
    standing = communities.enter(reporter, talk.community.slug).viewer
    wanted = {message.number, *numbers}
    if len(wanted) > rules.REPORTED_MOST:
        told = _("Report at most %(most)d messages at once.") % {"most": rules.REPORTED_MOST}
        raise Invalid("conversations.too_many_reported", told)
    first = talk.seats.get(member=reporter.member_id).first_number
    rows = talk.messages.filter(
        author=message.author_id, number__in=wanted, number__gte=first, removed_at=None
    )
    known = Reported.objects.filter(message__in=rows, report__reporter=reporter.member_id)
    new = list(rows.exclude(pk__in=known.values("message")))
    if not new:
        raise Refusal("conversations.reported", _("You have reported this already. Thank you."))
    report = Report.objects.create(
        conversation=talk,
        author_id=message.author_id,
        reporter_id=reporter.member_id,
        made_at=clock.now(),
    )
    Reported.objects.bulk_create(Reported(report=report, message=row) for row in new)
    return moderation.flag(
        standing, "conversations.report", report.pk, rule_key=rule_key, note=note
    )


@action
def remove_reported(keeper: Viewer, report_id: int) -> None:
    """Those who decide on the case take the reported messages away. Refuses with `missing`."""
    _turn(keeper, report_id, is_back=False)


@action
def restore_reported(keeper: Viewer, report_id: int) -> None:
    """Bring back what the report had removed. Refuses with `missing`."""
    _turn(keeper, report_id, is_back=True)


def _turn(keeper: Viewer, report_id: int, *, is_back: bool) -> None:
    keeper.require_member_id()
    found = Report.objects.filter(pk=report_id, conversation__community=keeper.community_id)
    report = one_or_missing(found)
    if not keeper.may(rules.DECIDE):
        raise missing()
    talk = Conversation.objects.select_for_update().get(pk=report.conversation_id)
    rows = talk.messages.filter(pk__in=report.lines.values("message"))
    rows = rows.filter(removed_reason="moderation" if is_back else "")
    for row in rows.order_by("number"):
        removed_at = None if is_back else clock.now()
        change(talk, row, removed_at=removed_at, removed_reason="" if is_back else "moderation")
    record(
        ReportedRemoved(
            object_id=report.pk,
            community_id=talk.community_id,
            actor_key=keeper.actor_key,
            is_back=is_back,
        )
    )
