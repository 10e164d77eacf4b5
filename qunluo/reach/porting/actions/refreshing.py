"""A later dump of the same site: names, views and comments' scores that stand here are brought up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max

from qunluo.kernel.action import action
from qunluo.kernel.bulk import update_many
from qunluo.people.members.actions import importing as members
from qunluo.reach.porting.engine import asking
from qunluo.reach.porting.models import Link, Run
from qunluo.talk.forum.actions import importing as forum

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer
    from qunluo.reach.porting.actions.steps import Errand

AT_ONCE = 500


def refresh(errand: Errand, watermark: datetime | None) -> None:
    """Follow the source where this dump is the newest that was brought in; an older one changes nothing.

    A placeholder bears its present name there until somebody claims it. Views and comments' scores
    grow by what came there since; what was counted here stays. All else follows the edit history.
    """
    if watermark is None or _is_older(errand, watermark):
        return
    after = -1
    while rows := errand.scratch.page(asking.NAMES, after, AT_ONCE):
        members.rename_placeholders(errand.actor, {row["member"]: row["name"] for row in rows})
        after = rows[-1]["id"]
    _follow(errand, asking.VIEWS, "post", forum.add_views)
    _follow(errand, asking.SCORES, "comment", forum.add_to_scores)


def _is_older(errand: Errand, watermark: datetime) -> bool:
    earlier = Run.objects.filter(source=errand.source, state="finished").exclude(pk=errand.run_id)
    newest = earlier.aggregate(newest=Max("watermark"))["newest"]
    return newest is not None and watermark < newest


def _follow(
    errand: Errand, query: str, kind: str, add: Callable[[Viewer, Mapping[int, int]], None]
) -> None:
    after = -1
    while rows := errand.scratch.page(query, after, AT_ONCE):
        follow_counts(errand.actor, errand.source, rows, kind=kind, add=add)
        after = rows[-1]["id"]


@action
def follow_counts(
    actor: Viewer,
    source: str,
    rows: Sequence[sqlite3.Row],
    *,
    kind: str,
    add: Callable[[Viewer, Mapping[int, int]], None],
) -> None:
    """Add the difference and keep what was told, both or neither; at most 1,000 at once."""
    # A count that was never told (an import of before) begins here.
    grown = {row["object"]: row["count"] - row["told"] for row in rows if row["told"] is not None}
    add(actor, grown)
    counts = {str(row["id"]): row["count"] for row in rows}
    links = Link.objects.filter(source=source, kind=kind, external_id__in=list(counts))
    known = links.values_list("external_id", "pk")
    update_many(Link, "id", ("told",), [(counts[outside], pk) for outside, pk in known])
