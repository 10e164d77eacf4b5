"""Newcomers nobody has spoken to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from qunluo.kernel import clock
from qunluo.kernel.stream.kinds import names_of
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.communities import queries as communities
from qunluo.people.moderation import rules

if TYPE_CHECKING:
    from qunluo.people.communities.queries import Newcomer


def newcomers_by_greeting(
    community_id: int | None = None,
) -> tuple[list[Newcomer], list[Newcomer]]:
    """Who joined one to fourteen days ago, everywhere or in one community: (nobody spoke to them
    yet, somebody did); two queries.

    Spoken to is whoever was answered, called or reacted to by somebody else in that community.
    """
    now = clock.now()
    lately = communities.newcomers(
        now - rules.GREET_UNTIL, now - rules.GREET_WITHIN, community_id=community_id
    )
    names = (*names_of("contribution"), *names_of("reaction"))
    met = set(
        StreamLine.objects.filter(
            about_actor__in={one.actor_key for one in lately},
            happened_at__gte=now - rules.GREET_UNTIL,
            name__in=names,
        )
        .exclude(actor_key=F("about_actor"))
        .values_list("community_id", "about_actor")
    )
    greeted = [one for one in lately if (one.community_id, one.actor_key) in met]
    alone = [one for one in lately if (one.community_id, one.actor_key) not in met]
    return alone, greeted
