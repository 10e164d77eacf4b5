"""What the exchange answers for others: its listings, a member's traces, its notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.objects import ObjectCard, ObjectText, provide
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.members.ports import keeps_about
from qunluo.people.notices.ports import NoticeKind, notice_kind
from qunluo.talk.exchange import actions, queries
from qunluo.talk.exchange.models import Listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qunluo.kernel.viewer import Viewer


class Listings:
    """`exchange.listing`: a need or an offer."""

    object_type = "exchange.listing"

    def cards(self, viewer: Viewer, ids: Iterable[int]) -> Mapping[int, ObjectCard]:
        found = queries.listings_open_to(viewer).filter(pk__in=list(ids))
        slug = viewer.community_slug
        return {
            row.pk: ObjectCard(
                self.object_type,
                row.pk,
                row.title,
                queries.listing_address(slug, row.pk),
                is_hidden=row.removed_at is not None,
            )
            for row in found
        }

    def texts(self, ids: Iterable[int]) -> Iterable[ObjectText]:
        return queries.texts(ids)

    def all_ids(self, community_id: int) -> Iterator[int]:
        found = Listing.objects.filter(community=community_id).order_by("pk")
        return found.values_list("pk", flat=True).iterator()

    def hide(self, actor: Viewer, object_id: int, *, reason: str) -> None:
        actions.hide_listing(actor, object_id, reason=reason)

    def restore(self, actor: Viewer, object_id: int) -> None:
        actions.show_listing(actor, object_id)

    def export(self, member_id: int) -> Iterable[Mapping[str, Any]]:
        return queries.own(member_id)

    def erase(self, member_id: int) -> None:
        actions.forget_member(SYSTEM, member_id)

    def purge(self, community_id: int) -> None:
        while actions.purge_listings(SYSTEM, community_id):
            pass


class Traces:
    """Whom a member wrote to about what, and the roles they asked for."""

    label = "exchange.traces"

    def export(self, member_id: int) -> Iterable[Mapping[str, Any]]:
        return queries.traces(member_id)

    def erase(self, _member_id: int) -> None:
        """Done with the listings."""


NEWS = (
    NoticeKind(
        "exchange.match",
        _("Something in the exchange fits what I seek, offer or know"),
        _("“%(title)s” may fit you"),
        "hand",
        order=55,
        is_once=True,
    ),
    NoticeKind(
        "exchange.ending",
        _("My need or offer ends"),
        _("“%(title)s” ends. Renew it, or say what came of it"),
        "clock",
        order=30,
        email="now",
    ),
    NoticeKind(
        "exchange.applied",
        _("Somebody applies for a role in my project"),
        _("%(who)s applied for a role in “%(title)s”"),
        "user-plus",
        order=25,
    ),
    NoticeKind(
        "exchange.answered",
        _("My application for a role is answered"),
        _("%(who)s answered your application for “%(title)s”"),
        "user-check",
        order=24,
    ),
)

provide(Listings())
keeps_about(Traces())
for news in NEWS:
    notice_kind(news)
