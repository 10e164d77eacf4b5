"""What moderation gives to others: work for the table of duties, what it keeps about a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.viewer import SYSTEM
from qunluo.kernel.wording import screens
from qunluo.people.duties.ports import DutyKind, duty_kind
from qunluo.people.members.ports import keeps_about
from qunluo.people.moderation import actions, queries, rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Standing:
    """Sanctions, appeals, reports and confirmed rules of a member."""

    label = "moderation.standing"

    def export(self, member_id: int) -> Iterable[Mapping[str, object]]:
        return queries.kept_about(member_id)

    def erase(self, member_id: int) -> None:
        actions.forget_member(SYSTEM, member_id)


keeps_about(Standing())
screens(queries.screen_texts)
duty_kind(
    DutyKind(
        "moderation.case",
        _("Decide on a case"),
        "moderation.case",
        rules.DECIDE,
        icon="shield-alert",
        cards=queries.case_cards,
    )
)
duty_kind(
    DutyKind(
        "moderation.appeal",
        _("Decide on an appeal"),
        "moderation.appeal",
        rules.DECIDE_APPEALS,
        icon="scale",
        cards=queries.appeal_cards,
    )
)
