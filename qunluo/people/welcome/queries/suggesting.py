"""Spaces and people to begin with, each with the reason why it is shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from qunluo.kernel import clock
from qunluo.kernel.stream.kinds import names_of
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.communities import queries as communities
from qunluo.people.welcome import rules
from qunluo.people.welcome.models import Arrival

if TYPE_CHECKING:
    from collections.abc import Mapping

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


@dataclass(frozen=True)
class Bustle:
    """What members contributed within 30 days: by how many to each space, and how many answers to
    others each wrote, by actor key, as far as any member may read them."""

    writers: Mapping[int, int]
    answers: Mapping[str, int]


def bustle_in(community_id: int) -> Bustle:
    """One query."""
    is_answer = Q(name__in=HELPING, audience__in=("public", "members"), about_actor__isnull=False)
    lately = StreamLine.objects.filter(
        community_id=community_id,
        happened_at__gte=clock.now() - rules.LATELY,
        name__in=names_of("contribution"),
        actor_key__isnull=False,
    )
    rows = (
        lately.order_by()
        .values_list("space_id", "actor_key")
        .annotate(n=Count("pk", filter=is_answer))
    )
    writers: Counter[int] = Counter()
    answers: Counter[str] = Counter()
    for space_id, actor_key, n in rows:
        if space_id is not None:
            writers[space_id] += 1
        if n:
            answers[actor_key or ""] += n
    return Bustle(writers, answers)


def spaces_to_try(
    viewer: Viewer, recommended: tuple[int, ...], bustle: Bustle
) -> tuple[SpaceToTry, ...]:
    """At most three spaces open to the viewer, what the team recommends first; two queries, none
    in a page behind the community's door."""
    open_to_them = {space.id: space for space in communities.place(viewer).spaces}
    writers = bustle.writers
    chosen = [pk for pk in recommended if pk in open_to_them]
    busy = sorted((pk for pk in writers if pk in open_to_them), key=lambda pk: (-writers[pk], pk))
    ids = [*chosen, *(pk for pk in busy if pk not in chosen)][: rules.SPACES_MOST]
    return tuple(SpaceToTry(open_to_them[pk], pk in chosen, writers.get(pk, 0)) for pk in ids)


def people_to_meet(
    viewer: Viewer, greeter_id: int | None, bustle: Bustle
) -> tuple[PersonToMeet, ...]:
    """Two who answered the most within 30 days, and others who are new; three queries."""
    community_id = viewer.community_id or 0
    most = sorted(bustle.answers, key=lambda key: (-bustle.answers[key], key))
    keys = [key for key in most if key != viewer.actor_key][: HELPERS + 3]
    ids = communities.present_by_key(community_id, keys)
    helped = {ids[key]: bustle.answers[key] for key in keys if key in ids}
    lately = Arrival.objects.filter(
        community=community_id, arrived_at__gte=clock.now() - rules.ALSO_NEW
    )
    fresh = (
        lately.filter(communities.belongs("member", community_id))
        .order_by("-arrived_at", "-pk")
        .values_list("member", flat=True)[: rules.PEOPLE_MOST + 2]
    )
    left_out = {viewer.member_id, greeter_id}
    candidates = [*list(helped)[:HELPERS], *(one for one in fresh if one not in helped)]
    shown = [one for one in candidates if one not in left_out][: rules.PEOPLE_MOST]
    people = communities.persons(community_id, [*shown, greeter_id])
    return tuple(PersonToMeet(people[one], helped.get(one, 0)) for one in shown if one in people)
