"""What welcoming gives to others: its own first step, a notice, and what is kept about a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.viewer import SYSTEM
from qunluo.people.members.ports import keeps_about
from qunluo.people.notices.ports import NoticeKind, notice_kind
from qunluo.people.welcome import actions, queries
from qunluo.people.welcome.ports import StepKind, step_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qunluo.kernel.viewer import Viewer


class Arrivals:
    label = "welcome.arrivals"

    def export(self, member_id: int) -> Iterable[Mapping[str, object]]:
        return queries.kept_about(member_id)

    def erase(self, member_id: int) -> None:
        actions.forget_member(SYSTEM, member_id)


def _own_page(viewer: Viewer, _space: str, _kind: str) -> str:
    return reverse("communities:membership", kwargs={"community": viewer.community_slug})


keeps_about(Arrivals())
step_kind(
    StepKind(
        "profile",
        _("Say who you are"),
        _("Choose the name you go by here; people answer a name sooner than a number."),
        10,
        frozenset(
            (
                "communities.membership_changed",
                "members.profile_changed",
                "profiles.profile_changed",
            )
        ),
        _own_page,
    )
)
notice_kind(
    NoticeKind(
        "welcome.greeted",
        _("A greeting when I join"),
        _("%(who)s welcomes you: %(title)s"),
        "hand",
        order=60,
        email="off",
        is_once=True,
        cards=queries.arrival_cards,
    )
)
