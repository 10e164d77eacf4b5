"""What notices answer for: kinds of the domains below, channels, copies, and a community's end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.mail.ports import hears_refusals
from qunluo.kernel.purging import purges
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.people.members.ports import keeps_about
from qunluo.people.notices import actions, queries
from qunluo.people.notices.actions.carriers import LetterChannel, PushChannel
from qunluo.people.notices.ports import NoticeKind, channel, notice_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Inbox:
    """A member's notices, choices and browsers."""

    label = "notices.notice"

    def export(self, member_id: int) -> Iterable[Mapping[str, object]]:
        yield from queries.notices_kept(member_id)
        yield from queries.choices_kept(member_id)

    def erase(self, member_id: int) -> None:
        actions.forget_member(SYSTEM, member_id)


@purges
def forget_notices(community_id: int) -> None:
    actions.purge_notices(SYSTEM, community_id)


@hears_refusals
def stop_mailing(to: str, code: int, told: str) -> None:
    actions.note_refusal(to, f"{code} {told}")


keeps_about(Inbox())
channel(LetterChannel())
channel(PushChannel())
notice_kind(
    NoticeKind(
        "communities.join_approved",
        _("Being let into a community"),
        _("You are in: %(title)s let you join"),
        icon="user-check",
        order=80,
        email="now",
        push="now",
        is_firm=True,
        cards=communities.own_request_cards,
    )
)
notice_kind(
    NoticeKind(
        "communities.join_declined",
        _("Not being let into a community"),
        _("%(title)s did not let you join; its page tells you why"),
        icon="user-check",
        order=81,
        email="now",
        is_firm=True,
        cards=communities.own_request_cards,
    )
)
notice_kind(
    NoticeKind(
        "communities.role_granted",
        _("Getting a role"),
        _("%(who)s gave you a role in %(title)s"),
        icon="shield",
        order=82,
        is_firm=True,
        cards=communities.own_membership_cards,
    )
)
notice_kind(
    NoticeKind(
        "members.claim_decided",
        _("Decisions on imported profiles I claimed"),
        _("Your claim to the profile %(title)s was decided"),
        icon="history",
        order=83,
        email="now",
        is_firm=True,
        cards=members.own_claim_cards,
    )
)
