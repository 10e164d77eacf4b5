"""What is kept about a member's arrival, and the card that notices link to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.text import Truncator

from qunluo.kernel import clock
from qunluo.kernel.objects import ObjectCard
from qunluo.people.welcome import rules
from qunluo.people.welcome.models import Arrival

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qunluo.kernel.viewer import Viewer

TITLE = 60


def arrival_cards(viewer: Viewer, ids: Iterable[int]) -> dict[int, ObjectCard]:
    """One's own greetings, by arrival id; one query."""
    rows = Arrival.objects.filter(pk__in=list(ids), member=viewer.member_id)
    return {
        row.pk: ObjectCard(
            "welcome.arrival",
            row.pk,
            Truncator(" ".join(row.greeting.split())).chars(TITLE) or row.community.name,
            reverse("welcome:welcome", kwargs={"community": row.community.slug}),
        )
        for row in rows.select_related("community")
    }


def open_arrivals(actor_key: str | None, community_id: int | None) -> list[tuple[int, int]]:
    """(community, member) of the actor's arrivals whose steps are not all done; one query, in
    all communities when `community_id` is None."""
    if actor_key is None:
        return []
    found = Arrival.objects.filter(
        member__actor_key=actor_key,
        finished_at=None,
        arrived_at__gte=clock.now() - rules.SHOWN_FOR,
    )
    if community_id is not None:
        found = found.filter(community=community_id)
    return list(found.values_list("community", "member"))


def kept_about(member_id: int) -> Iterator[dict[str, object]]:
    """For the member's own copy; one query."""
    rows = Arrival.objects.filter(member=member_id).order_by("pk")
    for row in rows.select_related("community"):
        yield {
            "community": row.community.slug,
            "arrived_at": row.arrived_at,
            "greeting": row.greeting,
            "put_away_at": row.put_away_at,
            "finished_at": row.finished_at,
        }
