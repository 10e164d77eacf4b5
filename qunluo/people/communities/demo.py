"""The demo's community: founded, described, joined, visited and sometimes left."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.demo import SHANGHAI, Folk, lives
from qunluo.people.communities import actions, queries
from qunluo.people.communities.actions.describing import Position
from qunluo.people.members import actions as members
from qunluo.people.members import queries as people

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.demo import Town

NAME = "半山茶社（演示）"
SUMMARY = "一群爱喝茶的人：新手能问到答案，老茶客有人听他说。"
SPACES = (
    ("square", "茶话广场", "日常闲聊、茶会记录、读书见闻", "public"),
    ("help", "问茶", "冲泡、选购、储存、茶具，有问有答", "public"),
    ("hosts", "值班室", "志愿者排班与交接", "private"),
)
POSITION: Position = {
    "kind": "consumer",
    "theme": "让刚开始喝原叶茶的人少走弯路",
    "vision": "每个城市都有几位愿意分享的茶友",
    "mission": "把老茶客的经验变成新手能照做的答案",
    "values": "真诚、具体、不炫耀、不推销",
    "target_group": "二十五到四十岁、刚从奶茶转到原叶茶的上班族",
    "needs": "简单可靠的冲泡办法，花得值的选购建议",
    "pain_points": "说法太多互相矛盾，怕买贵买假",
    "content_direction": "问答为主，茶会记录与读书为辅",
    "business_model": "付费会员、茶样拼单、线下茶会",
    "intended_scale": 500,
}
QUITTERS = 0.12


def found(town: Town, founder: Folk) -> None:
    """Lay the community out on its first day, through the founder's actions."""
    organisation_id = actions.found_organisation(
        founder.viewer, f"{town.slug}-org", name="半山（演示机构）", is_demo=True
    )
    town.community_id = actions.found_community(
        founder.viewer, organisation_id, town.slug, name=NAME, summary=SUMMARY, is_demo=True
    )
    enter(town, founder)
    actions.position_community(founder.viewer, **POSITION)
    _lay_out_spaces(town, founder)


def _lay_out_spaces(town: Town, founder: Folk) -> None:
    actions.open_space(founder.viewer, "hosts", name="值班室", kind="forum", access="private")
    place = queries.entrance(founder.viewer, town.slug).community
    town.spaces = {space.slug: space.id for space in place.spaces}
    for slug, name, purpose, access in SPACES:
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
        member_id, name = members.bring_demo_member(town.rng.random())
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
