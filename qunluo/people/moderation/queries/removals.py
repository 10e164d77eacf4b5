"""Appeals against removals, as their deciders and the table of work see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from qunluo.kernel import clock
from qunluo.kernel.objects import ObjectCard
from qunluo.people.communities import queries as communities
from qunluo.people.moderation import rules
from qunluo.people.moderation.models import RemovalAppeal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person


@dataclass(frozen=True)
class RemovalAppealSheet:
    """`outcome`: "" while it waits; upheld, overturned. `may_decide`: the viewer, now."""

    id: int
    case_id: int
    title: str
    reason: str
    author: Person | None
    removed_by: Person | None
    text: str
    made_at: datetime
    due_at: datetime
    is_late: bool
    outcome: str
    answer: str
    may_decide: bool


def removal_appeals(viewer: Viewer) -> tuple[RemovalAppealSheet, ...]:
    """Those that wait first, by their due moment; for those who decide on appeals. Four queries."""
    viewer.require(rules.DECIDE_APPEALS)
    found = RemovalAppeal.objects.filter(case__community=viewer.community_id)
    found = found.select_related("case")
    waiting = found.filter(decided_at=None).order_by("due_at")[:100]
    decided = found.exclude(decided_at=None).order_by("-decided_at")[:30]
    rows = [*waiting, *decided]
    return _sheets(viewer, rows)


def own_removal_appeals(viewer: Viewer) -> dict[int, RemovalAppealSheet]:
    """The viewer's own, by case; without the names of those who decided. Three queries."""
    rows = RemovalAppeal.objects.filter(
        case__community=viewer.community_id, author=viewer.require_member_id()
    ).select_related("case")
    return {one.case_id: one for one in _sheets(viewer, list(rows), is_own=True)}


def removal_appeal_cards(viewer: Viewer, ids: Iterable[int]) -> dict[int, ObjectCard]:
    """For the table of work; what one removed or wrote oneself is left to colleagues. One query."""
    if not viewer.may(rules.DECIDE_APPEALS):
        return {}
    found = (
        RemovalAppeal.objects.filter(pk__in=list(ids), case__community=viewer.community_id)
        .exclude(removed_by=viewer.member_id)
        .exclude(author=viewer.member_id)
    )
    address = reverse("moderation:work_appeals", kwargs={"community": viewer.community_slug})
    return {
        pk: ObjectCard("moderation.removal_appeal", pk, title, f"{address}#removal-{pk}")
        for pk, title in found.values_list("pk", "case__title")
    }


def _sheets(
    viewer: Viewer, rows: Sequence[RemovalAppeal], *, is_own: bool = False
) -> tuple[RemovalAppealSheet, ...]:
    ids = [one for row in rows for one in (row.author_id, None if is_own else row.removed_by_id)]
    people = communities.persons(viewer.community_id or 0, ids)
    now = clock.now()
    return tuple(
        RemovalAppealSheet(
            id=row.pk,
            case_id=row.case_id,
            title=row.case.title,
            reason=row.case.reason,
            author=people.get(row.author_id),
            removed_by=None if is_own else people.get(row.removed_by_id or 0),
            text=row.text,
            made_at=row.made_at,
            due_at=row.due_at,
            is_late=row.decided_at is None and row.due_at < now,
            outcome=row.outcome,
            answer=row.answer,
            may_decide=_may_decide(viewer, row),
        )
        for row in rows
    )


def _may_decide(viewer: Viewer, row: RemovalAppeal) -> bool:
    has_part = viewer.member_id in {row.removed_by_id, row.author_id, row.case.decided_by_id}
    return row.decided_at is None and viewer.may(rules.DECIDE_APPEALS) and not has_part
