"""What duties answer for: the work of domains below, a member's copy, a community's end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.purging import purges
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.communities import queries as communities
from qunluo.people.duties import actions, queries
from qunluo.people.duties.ports import DutyKind, duty_kind
from qunluo.people.members import queries as members
from qunluo.people.members.ports import keep_work, keeps_about

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer


class Table:
    """How members and communities, who stand below, put their work on the table."""

    def open(
        self, actor: Viewer, kind: str, object_id: int, *, due_at: datetime | None = None
    ) -> None:
        actions.open_duty(actor, kind, object_id, due_at=due_at)

    def finish(self, actor: Viewer, kind: str, object_id: int, *, outcome: str) -> None:
        actions.finish(actor, kind, object_id, outcome=outcome)


class Worked:
    """Who claimed and did what."""

    label = "duties.duty"

    def export(self, member_id: int) -> Iterable[Mapping[str, object]]:
        return queries.duties_kept(member_id)

    def erase(self, member_id: int) -> None:
        actions.forget_member(SYSTEM, member_id)


@purges
def forget_work(community_id: int) -> None:
    actions.purge_duties(SYSTEM, community_id)


keep_work(Table())
keeps_about(Worked())
duty_kind(
    DutyKind(
        "communities.join",
        _("Decide on a request to join"),
        "communities.join_request",
        "communities.review_joins",
        icon="user-check",
        cards=communities.request_cards,
    )
)
duty_kind(
    DutyKind(
        "members.claim",
        _("Decide on a claim to an imported profile"),
        "members.claim",
        "",
        icon="history",
        cards=members.claim_cards,
    )
)
