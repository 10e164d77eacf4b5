"""Spaces and people to begin with, each with the reason why it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from qunluo.kernel import clock
from qunluo.kernel.stream.kinds import names_of
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.people.welcome import rules
from qunluo.people.welcome.models import Arrival

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.communities.queries import SpaceCard
    from qunluo.people.members.queries import Person

HELPING = ("questions.answer_given", "forum.reply_posted", "forum.comment_posted")
HELPERS = 2


@dataclass(frozen=True)
class SpaceToTry:
    """`is_recommended`: by the team; else `writers` people wrote there within 30 days."""

    space: SpaceCard
    is_recommended: bool
    writers: int


@dataclass(frozen=True)
class PersonToMeet:
    """`answers` to others within 30 days; 0: somebody who is new here too."""

    person: Person
    answers: int


def spaces_to_try(viewer: Viewer, recommended: tuple[int, ...]) -> tuple[SpaceToTry, ...]:
    """At most three spaces open to the viewer, what the team recommends first; three queries."""
    open_to_them = {space.id: space for space in communities.place(viewer).spaces}
    lately = StreamLine.objects.filter(
        community_id=viewer.community_id,
        happened_at__gte=clock.now() - rules.LATELY,
        name__in=names_of("contribution"),
        space_id__in=open_to_them,
    )
    writers: Mapping[int | None, int] = dict(
        lately.values_list("space_id").annotate(n=Count("actor_key", distinct=True))
    )
    chosen = [pk for pk in recommended if pk in open_to_them]
    busy = sorted(writers, key=lambda pk: (-writers[pk], pk or 0))
    ids = [*chosen, *(pk for pk in busy if pk not in chosen)][: rules.SPACES_MOST]
    return tuple(SpaceToTry(open_to_them[pk], pk in chosen, writers.get(pk, 0)) for pk in ids if pk)


def people_to_meet(viewer: Viewer, greeter_id: int | None) -> tuple[PersonToMeet, ...]:
    """Two who answered the most within 30 days, and others who are new; at most six queries.

    Only what any member may read is counted.
    """
    community_id = viewer.community_id or 0
    now = clock.now()
    answers = dict(
        StreamLine.objects.filter(
            community_id=community_id,
            happened_at__gte=now - rules.LATELY,
            name__in=HELPING,
            audience__in=("public", "members"),
            about_actor__isnull=False,
            actor_key__isnull=False,
        )
        .exclude(actor_key=viewer.actor_key)
        .values_list("actor_key")
        .annotate(n=Count("pk"))
        .order_by("-n", "actor_key")[: HELPERS + 3]
    )
    ids = members.member_ids_of([key for key in answers if key])
    helped = {ids[key]: n for key, n in answers.items() if key in ids}
    fresh = (
        Arrival.objects.filter(community=community_id, arrived_at__gte=now - rules.ALSO_NEW)
        .order_by("-arrived_at", "-pk")
        .values_list("member", flat=True)[: rules.PEOPLE_MOST + 2]
    )
    candidates = [*list(helped)[:HELPERS], *(one for one in fresh if one not in helped)]
    left_out = {viewer.member_id, greeter_id}
    present = communities.present_among(community_id, candidates) - left_out
    shown = [one for one in candidates if one in present][: rules.PEOPLE_MOST]
    people = communities.persons(community_id, shown)
    return tuple(PersonToMeet(people[one], helped.get(one, 0)) for one in shown if one in people)
