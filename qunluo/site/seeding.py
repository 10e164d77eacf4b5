"""Grow the demo town: one simulated year, day by day, through the domains' actions."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import translation

from qunluo.insight.alerts import demo as alerts
from qunluo.insight.segments import demo as segments
from qunluo.kernel import clock
from qunluo.kernel.demo import SHANGHAI, SIZES, Folk, Language, SizeName, Town, domains_of_the_day
from qunluo.kernel.refusal import Missing
from qunluo.kernel.stream.origin import telling
from qunluo.kernel.viewer import Viewer
from qunluo.people.communities import actions as communities
from qunluo.people.communities import demo as commons
from qunluo.people.communities import queries as community_queries
from qunluo.people.communities.models import Role
from qunluo.people.members import actions as members
from qunluo.people.members import queries as people
from qunluo.steer.reports import demo as reports

if TYPE_CHECKING:
    from collections.abc import Callable

SLUG = "tea-demo"
SEED = 20260105
# Handle, name in both languages, role; "" is a plain member.
CAST = (
    ("lan", "沈若兰", "Lan Shen", "owner"),
    ("an", "陈安", "Ann Chen", "admin"),
    ("wei", "韩卫", "Wes Hahn", "volunteer"),
    ("mei", "李梅", "May Lee", ""),
)
MUTED = "ma"  # who is held back at the end of the year, to look at it from their side


@dataclass(frozen=True)
class Seeded:
    """What grew. `handles`: the cast and one who is muted, who may be given a password."""

    community_id: int
    days: int
    people: int
    handles: tuple[str, ...]
    town: Town


def seed(
    size: SizeName,
    *,
    until: date,
    language: Language = "zh-hans",
    told: Callable[[int, int], None] | None = None,
) -> Seeded:
    """Grow a town whose last full day is `until`; `told(day, days)` hears of the progress.

    Deterministic: the same size, date and language give the same people doing the same things.
    """
    for app in settings.DOMAIN_APPS:
        if find_spec(f"{app}.demo"):
            import_module(f"{app}.demo")
    town = Town(
        size=SIZES[size],
        starts_on=until - timedelta(days=SIZES[size].days - 1),
        rng=random.Random(SEED),  # noqa: S311 - a made-up year, not a secret
        slug=SLUG,
        language=language,
    )
    with telling("demo", batch=f"demo:{SLUG}"), translation.override(language):
        _first_day(town)
        for day in range(town.size.days):
            town.day = day
            with transaction.atomic():
                for live in domains_of_the_day():
                    live(town)
            if told:
                told(day + 1, town.size.days)
    handles = (*(one[0] for one in CAST), MUTED)
    return Seeded(town.community_id, town.size.days, len(town.folks), handles, town)


def look_back(town: Town) -> None:
    """Let the town judge its year and write its reports, once the year is in the lake."""
    with telling("demo", batch=f"demo:{town.slug}"), translation.override(town.language):
        alerts.look_back(town)
        segments.look_back(town)
        reports.look_back(town)


def standing() -> int | None:
    """The id of the demo community, if it stands."""
    try:
        return community_queries.entrance(Viewer(), SLUG).community.id
    except Missing:
        return None


def _first_day(town: Town) -> None:
    dawn = datetime.combine(town.starts_on, time(6), SHANGHAI).astimezone(UTC)
    with clock.at(dawn), transaction.atomic():
        cast = [_cast_member(town, one[0], town.speaks(one[1], one[2])) for one in CAST]
        commons.found(town, cast[0])
        for folk, (*_names, role) in zip(cast[1:], CAST[1:], strict=True):
            commons.enter(town, folk)
            communities.join(folk.viewer)
            if role:
                _grant(cast[0], role, folk)
        for folk in cast:
            commons.enter(town, folk)
        town.folks.extend(cast)
    with clock.at(dawn), transaction.atomic():
        for number in range(town.size.founders):
            commons.settle(town, "friend", dawn + timedelta(minutes=5 * number))


def _cast_member(town: Town, handle: str, name: str) -> Folk:
    member_id, _name = members.bring_demo_member(
        town.rng.random(), handle=f"demo-{handle}", name=name, language=town.language
    )
    viewer = replace(people.viewer_by_id(member_id), timezone=SHANGHAI)
    return Folk(name, viewer, 0.6, 0.45, 0.25, 0, 10**6, "founder")


def _grant(owner: Folk, built_in: str, to: Folk) -> None:
    role = Role.objects.get(community=owner.viewer.community_id, built_in=built_in)
    communities.grant_role(owner.viewer, role.pk, to.viewer.require_member_id())
