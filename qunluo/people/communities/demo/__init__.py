"""The demo's community: founded, described, joined, visited and sometimes left."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.demo import SHANGHAI, Folk, lives
from qunluo.people.communities import actions, queries
from qunluo.people.communities.demo import english, texts
from qunluo.people.members import actions as members
from qunluo.people.members import queries as people

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.demo import Town

QUITTERS = 0.12


def found(town: Town, founder: Folk) -> None:
    """Lay the community out on its first day, through the founder's actions."""
    organisation_id = actions.found_organisation(
        founder.viewer,
        f"{town.slug}-org",
        name=town.speaks(texts.ORGANISATION, english.ORGANISATION),
        is_demo=True,
    )
    town.community_id = actions.found_community(
        founder.viewer,
        organisation_id,
        town.slug,
        name=town.speaks(texts.NAME, english.NAME),
        summary=town.speaks(texts.SUMMARY, english.SUMMARY),
        language=town.language,
        is_demo=True,
    )
    enter(town, founder)
    actions.position_community(founder.viewer, **town.speaks(texts.POSITION, english.POSITION))
    _lay_out_spaces(town, founder)


def _lay_out_spaces(town: Town, founder: Folk) -> None:
    spaces = town.speaks(texts.SPACES, english.SPACES)
    name = spaces[-1][1]
    actions.open_space(founder.viewer, "hosts", name=name, kind="forum", access="private")
    place = queries.entrance(founder.viewer, town.slug).community
    town.spaces = {space.slug: space.id for space in place.spaces}
    for slug, name, purpose, access in spaces:
        actions.change_space(
            founder.viewer, town.spaces[slug], name=name, purpose=purpose, access=access
        )


def enter(town: Town, folk: Folk) -> None:
    """Stand the person in the community, with what their roles allow today."""
    folk.viewer = queries.entrance(folk.viewer, town.slug).viewer


@lives(order=10)
def a_day_of_comings_and_goings(town: Town) -> None:
    """Newcomers join by the channel of the day, some leave, those who are there are seen."""
    for _ in range(town.times(_arrivals(town))):
        settle(town, _channel(town))
    for folk in town.folks:
        if folk.gone_on == town.day:
            with clock.at(town.moment()):
                actions.leave(folk.viewer)

    _be_seen(town)


def _be_seen(town: Town) -> None:
    """Whoever comes by today; talk's part of the day draws its own crowd among the same people."""
    if town.is_on("outage"):
        return
    seen = []
    for folk in town.present():
        if town.rng.random() < min(1.0, folk.zeal * 1.6):
            moment = town.moment()
            seen.append(_presence(town, folk, moment))
    actions.record_visits(seen)


def _presence(town: Town, folk: Folk, moment: datetime) -> actions.Presence:
    return actions.Presence(
        community_id=town.community_id,
        member_id=folk.viewer.require_member_id(),
        actor_key=folk.viewer.actor_key,
        space_id=None,
        visited_on=moment.astimezone(SHANGHAI).date(),
        seen_at=moment,
    )


def _arrivals(town: Town) -> float:
    if town.is_on("outage"):
        return 0.0
    if town.is_on("campaign_good"):
        return town.size.arrivals * 3
    if town.is_on("campaign_bad"):
        return town.size.arrivals * 4
    return town.size.arrivals


def _channel(town: Town) -> str:
    if town.is_on("campaign_good"):
        return "spring"
    if town.is_on("campaign_bad"):
        return "lottery"
    return town.rng.choice(("open", "friend", "article"))


def settle(town: Town, channel: str, moment: datetime | None = None) -> Folk:
    """One newcomer signs up and joins; how keen they are depends on how they came."""
    moment = moment or town.moment()
    with clock.at(moment):
        member_id, name = members.bring_demo_member(town.rng.random(), language=town.language)
        folk = _character(town, name, member_id, channel)
        enter(town, folk)
        with clock.at(moment + timedelta(minutes=3)):
            actions.join(folk.viewer, channel=channel)
        enter(town, folk)
    town.folks.append(folk)
    return folk


def _character(town: Town, name: str, member_id: int, channel: str) -> Folk:
    rng = town.rng
    is_idle = channel == "lottery"
    stays = rng.expovariate(1 / (6 if is_idle else 160))
    leaves = rng.random() < (0.7 if is_idle else QUITTERS)
    return Folk(
        name=name,
        viewer=replace(people.viewer_by_id(member_id), timezone=SHANGHAI),
        zeal=0.02 if is_idle else rng.betavariate(1.3, 4.0),
        skill=0.0 if is_idle else rng.betavariate(0.8, 5.0),
        wordiness=rng.betavariate(1.0, 5.0),
        came_on=town.day,
        gone_on=town.day + int(stays) + 1 if leaves else 10**6,
        channel=channel,
    )
