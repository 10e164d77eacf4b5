"""How a community welcomes, and how its latest newcomers fared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from qunluo.kernel import clock
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.people.welcome import rules
from qunluo.people.welcome.models import Arrival, Setting
from qunluo.people.welcome.ports import kinds_in_order, step_kinds
from qunluo.people.welcome.queries.ticking import done_by

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.welcome.ports import StepKind


@dataclass(frozen=True)
class Settings:
    """`steps`: the kinds asked for, in order. `greeter`: "", `member:ID` or `role:KEY`."""

    greeter: str
    greeting: str
    steps: tuple[StepKind, ...]
    space_ids: tuple[int, ...]
    introduction_space_id: int | None


@dataclass(frozen=True)
class SettingsSheet:
    """What the form offers: greeters and steps as (value, label), and what is set now."""

    now: Settings
    greeters: tuple[tuple[str, str], ...]
    steps: tuple[StepKind, ...]


@dataclass(frozen=True)
class Fare:
    """Of those who arrived within 30 days: how many there are, were greeted, did each step and all
    of them, and put the steps away unfinished."""

    arrived: int
    greeted: int
    finished: int
    put_away: int
    steps: tuple[tuple[StepKind, int], ...]


def settings_of(community_id: int) -> Settings:
    """One query; the usual steps and no greeter until somebody sets it up."""
    row = Setting.objects.filter(community=community_id).first()
    if row is None:
        return Settings("", "", _steps(None), (), None)
    greeter = f"member:{row.greeter_id}" if row.greeter_id else ""
    if row.greeter_role:
        greeter = f"role:{row.greeter_role}"
    return Settings(
        greeter, row.greeting, _steps(row.steps), tuple(row.space_ids), row.introduction_space_id
    )


def settings_for(viewer: Viewer) -> SettingsSheet:
    """For those who set it up; five queries. Greeters are those who hold a role here."""
    viewer.require(rules.SET_UP)
    community_id = viewer.community_id or 0
    return SettingsSheet(
        settings_of(community_id), tuple(greeters_in(community_id)), tuple(kinds_in_order())
    )


def greeters_in(community_id: int) -> list[tuple[str, str]]:
    """Roles by turns, then the people who hold one, once each."""
    holders = communities.holders_in(community_id)
    people = communities.persons(community_id, [one.member_id for one in holders])
    roles = {f"role:{one.role}": str(one.role_name) for one in holders}
    persons = {
        f"member:{one.member_id}": people[one.member_id].name
        for one in holders
        if one.member_id in people
    }
    return [*roles.items(), *persons.items()]


def fare_of_newcomers(viewer: Viewer) -> Fare:
    """Of the last thirty days; four queries."""
    viewer.require(rules.SET_UP)
    community_id = viewer.community_id or 0
    since = clock.now() - rules.LATELY
    found = Arrival.objects.filter(community=community_id, arrived_at__gte=since)
    told = found.aggregate(
        arrived=Count("pk"),
        greeted=Count("pk", filter=~Q(greeting="")),
        finished=Count("pk", filter=Q(finished_at__isnull=False)),
        put_away=Count("pk", filter=Q(put_away_at__isnull=False, finished_at=None)),
    )
    setting = settings_of(community_id)
    keys = list(members.actor_keys(found.values_list("member", flat=True)).values())
    done = done_by(community_id, keys, setting.introduction_space_id)
    steps = tuple((kind, sum(kind.key in one for one in done.values())) for kind in setting.steps)
    return Fare(**told, steps=steps)


def _steps(keys: list[str] | None) -> tuple[StepKind, ...]:
    if keys is None:
        return tuple(kind for kind in kinds_in_order() if kind.is_usual)
    return tuple(step_kinds[key] for key in keys if key in step_kinds)
