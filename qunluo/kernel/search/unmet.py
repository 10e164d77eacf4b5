"""What was looked for and not found: needs that nobody has met yet."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from qunluo.kernel import clock
from qunluo.kernel.search.analyser import terms
from qunluo.kernel.search.models import Question
from qunluo.kernel.search.rules import READ_UNMET

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer

PERIODS = (7, 30, 90)
MOST_READ = 5_000
SHOWN = 100


@dataclass(frozen=True)
class Need:
    """One thing looked for in vain; `text` as it was last typed."""

    text: str
    times: int
    last_at: datetime


@dataclass(frozen=True)
class UnmetNeeds:
    """The needs of a period, the most frequent first; `asked` counts all searches."""

    days: int
    asked: int
    in_vain: int
    needs: tuple[Need, ...]

    @property
    def share(self) -> float | None:
        """Which part of all searches found nothing; None when nobody searched."""
        return self.in_vain / self.asked if self.asked else None


def unmet_needs(viewer: Viewer, *, days: int = 30) -> UnmetNeeds:
    """For those with `search.read_unmet`; two queries. Refuses with `not_permitted`.

    Queries with the same terms are one need, however they were spelled or spaced.
    """
    viewer.require(READ_UNMET)
    days = days if days in PERIODS else PERIODS[1]
    asked = Question.objects.filter(
        community_id=viewer.community_id or 0, asked_at__gte=clock.now() - timedelta(days=days)
    )
    counts = asked.aggregate(asked=Count("pk"), in_vain=Count("pk", filter=Q(found=0)))
    vain = asked.filter(found=0).order_by("-asked_at").values_list("text", "asked_at")[:MOST_READ]
    needs = _alike(vain)
    return UnmetNeeds(days, counts["asked"], counts["in_vain"], tuple(needs[:SHOWN]))


def asked_in_vain(
    community_id: int, since: datetime, until: datetime, *, limit: int, fewest: int = 2
) -> list[tuple[str, int]]:
    """(what was asked, how often) of searches that found nothing, in a time; the most asked first.

    What only one search asked is left out: it could name somebody. One query.
    """
    rows = Question.objects.filter(
        community_id=community_id, asked_at__gte=since, asked_at__lt=until, found=0
    )
    vain = rows.order_by("-asked_at").values_list("text", "asked_at")[:MOST_READ]
    often = [need for need in _alike(vain) if need.times >= fewest]
    return [(need.text, need.times) for need in often[:limit]]


def _alike(vain: Iterable[tuple[str, datetime]]) -> list[Need]:
    """Queries of the same terms as one need, the most frequent first; `vain` newest first."""
    alike: dict[str, list[tuple[str, datetime]]] = defaultdict(list)
    for text, at in vain:
        alike[" ".join(terms(text))].append((text, at))
    needs = [Need(found[0][0], len(found), found[0][1]) for key, found in alike.items() if key]
    return sorted(needs, key=lambda need: (need.times, need.last_at), reverse=True)
