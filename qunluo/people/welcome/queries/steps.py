"""What a newcomer sees: the greeting, their first steps, where and with whom to begin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.once import once
from qunluo.kernel.refusal import missing
from qunluo.people.communities import queries as communities
from qunluo.people.welcome import rules
from qunluo.people.welcome.models import Arrival
from qunluo.people.welcome.queries.setting import settings_of
from qunluo.people.welcome.queries.suggesting import bustle_in, people_to_meet, spaces_to_try
from qunluo.people.welcome.queries.ticking import done_by

if TYPE_CHECKING:
    from datetime import datetime

    from django_stubs_ext import StrPromise

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person
    from qunluo.people.welcome.queries.setting import Settings
    from qunluo.people.welcome.queries.suggesting import PersonToMeet, SpaceToTry


@dataclass(frozen=True)
class Step:
    """As the list of steps shows it."""

    key: str
    text: StrPromise
    hint: StrPromise
    address: str
    done: bool


@dataclass(frozen=True)
class WelcomeSheet:
    """`greeter` None: nobody greeted, or they are gone. `is_over`: put away, or long ago."""

    arrived_at: datetime
    greeter: Person | None
    greeting: str
    steps: tuple[Step, ...]
    done: int
    spaces: tuple[SpaceToTry, ...]
    people: tuple[PersonToMeet, ...]
    is_over: bool

    @property
    def is_all_done(self) -> bool:
        return self.done == len(self.steps)


def is_newcomer(viewer: Viewer) -> bool:
    """Whether home greets the viewer: new within 30 days, not put away, not long done; one query."""
    if not viewer.is_member:
        return False
    row = _arrival(viewer)
    return row is not None and not _is_over(row)


def welcome_for(viewer: Viewer) -> WelcomeSheet:
    """The viewer's own welcome; `missing` for those who joined before there was one.

    About twelve queries, for newcomers only.
    """
    row = _arrival(viewer)
    if row is None:
        raise missing()
    setting = settings_of(row.community_id)
    steps, bustle = _steps(viewer, setting), bustle_in(row.community_id)
    people_met = people_to_meet(viewer, row.greeter_id, bustle)
    people = communities.persons(row.community_id, [row.greeter_id] if row.greeter_id else [])
    return WelcomeSheet(
        arrived_at=row.arrived_at,
        greeter=people.get(row.greeter_id or 0),
        greeting=row.greeting,
        steps=steps,
        done=sum(step.done for step in steps),
        spaces=spaces_to_try(viewer, setting.space_ids, bustle),
        people=people_met,
        is_over=_is_over(row),
    )


def has_finished(newcomer: Viewer) -> int:
    """How many steps there were if the newcomer has done them all; 0 when one is missing."""
    steps = _steps(newcomer, settings_of(newcomer.community_id or 0))
    return len(steps) if all(step.done for step in steps) else 0


def _steps(viewer: Viewer, setting: Settings) -> tuple[Step, ...]:
    asked = [kind for kind in setting.steps if kind.applies is None or kind.applies(viewer)]
    key = viewer.actor_key or ""
    space_id = setting.introduction_space_id
    done = done_by(viewer.community_id or 0, [key], space_id).get(key, frozenset())
    spaces = {space.id: space for space in communities.place(viewer).spaces}
    space = spaces.get(space_id or 0)
    where = (space.slug, space.kind) if space else ("", "")
    return tuple(
        Step(
            kind.key,
            kind.label,
            kind.why,
            kind.address(viewer, *where),
            kind.key in done,
        )
        for kind in asked
    )


def _arrival(viewer: Viewer) -> Arrival | None:
    place, member_id = viewer.community_id, viewer.require_member_id()
    found = Arrival.objects.filter(community=place, member=member_id)
    return once(("arrival", place, member_id), found.first)


def _is_over(row: Arrival) -> bool:
    now = clock.now()
    is_long_done = row.finished_at is not None and now - row.finished_at > rules.DONE_SHOWN_FOR
    return row.put_away_at is not None or is_long_done or now - row.arrived_at > rules.SHOWN_FOR
