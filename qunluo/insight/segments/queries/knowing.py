"""What is known of one community's members, each thing asked for when a condition needs it."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from qunluo.insight.metrics.queries import member_quality, segmenting
from qunluo.insight.segments.engine.holding import holding
from qunluo.insight.segments.models import Segment, Version
from qunluo.insight.segments.queries.wording import read_rule
from qunluo.kernel.refusal import missing
from qunluo.kernel.viewer import Viewer
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.people.profiles import queries as profiles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qunluo.insight.segments.engine.rule import Did, Trait

DEEPEST = 10
EARLIEST = date(1970, 1, 1)


class Standing:
    """`holding.Known` of a community, at the newest data version."""

    def __init__(self, community_id: int, *, depth: int = 0) -> None:
        self.community_id = community_id
        self.told = segmenting.standing(community_id)
        self.everybody, self.today = self.told.everybody, self.told.today
        self.keys: Mapping[int, str] = self.told.keys
        self._depth = depth

    @cached_property
    def ids(self) -> dict[int, int]:
        """Member's id -> person."""
        people = {self.keys[one]: one for one in self.everybody}
        found = members.member_ids_of(people)
        return {member_id: people[key] for key, member_id in found.items()}

    def persons(self, member_ids: Iterable[int]) -> frozenset[int]:
        return frozenset(self.ids[one] for one in member_ids if one in self.ids)

    def times(self, deed: Did) -> Mapping[int, int]:
        today = self.told.day
        first, last = deed.first or EARLIEST, deed.last or today
        if deed.days:
            first = max(EARLIEST, today.fromordinal(max(1, self.today - deed.days + 1)))
        return self.told.times(deed.event, first, last, deed.space or None)

    def joined(self) -> Mapping[int, tuple[int, str]]:
        return self.told.joined()

    def last_seen(self) -> Mapping[int, int]:
        return self.told.last_seen()

    def levels(self) -> Mapping[int, int]:
        return self.told.levels()

    def having(self, trait: Trait) -> frozenset[int]:
        viewer = Viewer(community_id=self.community_id)
        if trait.name == "role":
            held = communities.roles_of(viewer, self.ids)
            return self.persons(
                one for one, roles in held.items() if any(r.key == trait.value for r in roles)
            )
        if trait.name == "knows":
            rows = profiles.members_knowing(viewer, trait.value)
            return self.persons(row["card__member"] for row in rows)
        if trait.name == "place":
            return self.persons(
                row["member"] for row in profiles.members_at_place(viewer, trait.value)
            )
        return self.persons(
            communities.members_with(self.community_id, trait.name, trait.value, trait.about)
        )

    def states(self, name: str) -> Mapping[int, str]:
        if name == "lifecycle":
            return self.told.lifecycle()
        return {one: rated.group for one, rated in self.told.rfm().items()}

    def scores(self, name: str) -> Mapping[int, float]:
        if name == "influence":
            return self.told.places()
        if name == "quality":
            return member_quality.scores(self.community_id)
        return {one: getattr(rated, name[-1]) for one, rated in self.told.rfm().items()}

    def inside(self, segment: int) -> frozenset[int]:
        """Nobody is in a segment that is gone, nor at the end of a chain too long to follow."""
        row = Segment.objects.filter(
            pk=segment, community_id=self.community_id, retired_at=None
        ).first()
        if row is None or self._depth >= DEEPEST:
            return frozenset()
        rule = Version.objects.get(segment=row, number=row.version).rule
        self._depth += 1
        try:
            return holding(read_rule(rule), self)
        finally:
            self._depth -= 1


def known_of(viewer: Viewer) -> Standing:
    if viewer.community_id is None:
        raise missing()
    return Standing(viewer.community_id)
