"""What profiles answer for others: filters of the directory, what is kept about a person, a notice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.viewer import SYSTEM
from qunluo.people.communities.ports import narrows_directory
from qunluo.people.members.ports import keeps_about
from qunluo.people.notices.ports import NoticeKind, notice_kind
from qunluo.people.profiles import actions, queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from qunluo.kernel.viewer import Viewer


class ByExpertise:
    name = "knows"
    label = _("What they know about")

    def choices(self, viewer: Viewer) -> list[tuple[str, str]]:
        return [(tag, f"{tag} ({count})") for tag, count in queries.expertise_tags(viewer)]

    def narrow(self, viewer: Viewer, chosen: str) -> QuerySet[Any, Any]:
        return queries.members_knowing(viewer, chosen)


class ByPlace:
    name = "place"
    label = _("Place")

    def choices(self, viewer: Viewer) -> list[tuple[str, str]]:
        return [(place, place) for place in queries.places_shown(viewer)]

    def narrow(self, viewer: Viewer, chosen: str) -> QuerySet[Any, Any]:
        return queries.members_at_place(viewer, chosen)


class Cards:
    label = "profiles.cards"

    def export(self, member_id: int) -> Iterable[Mapping[str, object]]:
        return queries.kept_about(member_id)

    def erase(self, member_id: int) -> None:
        actions.forget_member(SYSTEM, member_id)


narrows_directory(ByExpertise())
narrows_directory(ByPlace())
keeps_about(Cards())
notice_kind(
    NoticeKind(
        "profiles.followed",
        _("Somebody follows me"),
        _("%(who)s follows you"),
        "user-plus",
        order=80,
        inbox="off",
        email="off",
        cards=queries.member_cards,
    )
)
