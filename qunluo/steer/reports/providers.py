"""What reports answer about themselves to the parts below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.objects import ObjectCard, provide
from qunluo.people.communities import queries as communities
from qunluo.people.duties.ports import DutyKind, duty_kind
from qunluo.steer.reports import rules
from qunluo.steer.reports.models import Report, ReportOrder
from qunluo.steer.reports.queries.showing import line_of, readable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qunluo.kernel.objects import ObjectText
    from qunluo.kernel.viewer import Viewer


class Reports:
    """Reports are no posts: they are not searched, hidden or anybody's own."""

    object_type = "reports.report"

    def cards(self, viewer: Viewer, ids: Iterable[int]) -> Mapping[int, ObjectCard]:
        slug = communities.place(viewer).slug
        found = readable(viewer).filter(pk__in=list(ids))
        return {row.pk: self._card(row, slug) for row in found}

    def _card(self, row: Report, slug: str) -> ObjectCard:
        address = reverse("reports:report", kwargs={"community": slug, "report_id": row.pk})
        return ObjectCard(self.object_type, row.pk, line_of(row).period, address)

    def texts(self, ids: Iterable[int]) -> Iterable[ObjectText]:
        return ()

    def all_ids(self, community_id: int) -> Iterator[int]:
        rows = Report.objects.filter(community=community_id).order_by("pk")
        return rows.values_list("pk", flat=True).iterator()

    def hide(self, actor: Viewer, object_id: int, *, reason: str) -> None:
        """Nothing to hide: drafts are for those with `reports.read` only."""

    def restore(self, actor: Viewer, object_id: int) -> None:
        """See `hide`."""

    def export(self, member_id: int) -> Iterable[Mapping[str, object]]:
        return ()

    def erase(self, member_id: int) -> None:
        """`made_by` is set to null by the table when the member's row goes."""

    def purge(self, community_id: int) -> None:
        ReportOrder.objects.filter(community=community_id).delete()
        Report.objects.filter(community=community_id).delete()


provide(Reports())
duty_kind(
    DutyKind(
        "reports.outdated",
        _("See whether a report needs correcting"),
        "reports.report",
        rules.MAKE,
        icon="file-text",
    )
)
