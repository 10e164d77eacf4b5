"""The demo's last weeks of order: adverts, insults, a scam; decided, appealed, once overturned.

Everything is planted by days before the end and without a draw of chance, so that the rest of the
year goes on as it would without it. Nobody of those who make trouble is among the town's folks.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.demo import SHANGHAI, lives
from qunluo.people.communities import actions as communities
from qunluo.people.communities import queries as places
from qunluo.people.members import actions as members
from qunluo.people.members import queries as people
from qunluo.people.moderation import actions as moderation
from qunluo.people.moderation.actions import Decision
from qunluo.people.moderation.queries import my_standing, open_appeals, queue
from qunluo.talk.forum import actions
from qunluo.talk.forum.demo.english import TROUBLE_IN_ENGLISH

if TYPE_CHECKING:
    from collections.abc import Callable

    from qunluo.kernel.demo import Town
    from qunluo.kernel.viewer import Viewer

# Handle: name, and a number that the rest of them is made from.
TROUBLE = {
    "ma": ("马小军", 0.11),
    "zhou": ("周一鸣", 0.22),
    "sun": ("孙丽", 0.33),
    "qian": ("钱多多", 0.44),
    "wu": ("吴小宝", 0.55),
}
OWNER, ADMIN, VOLUNTEER, MEMBER = range(4)
ADVERT = ("岩茶一手货源，招代理", "一手货源，量大从优，做得好的代理一个月就回本，点我头像联系。")
AGAIN = ("春茶清仓，全场三折", "清仓最后三天，全场三折，错过等一年。\n\n看我主页下单。")
SCAM = ("在家赚钱的好办法", "每天两小时，刷单就有两百块，日结，不要押金，进群听课。")
ABOUT_SCAM = (
    "提醒：茶友群里有人拉人刷单",
    "今天有人私信我说刷单返佣金，是骗局，大家别信，直接举报。",
)
MOCKED = "泡成这样也好意思发出来？这壶茶已经把我送走了。"
TOLD_ON = "她就住在城西那个小区三号楼，电话我也有，要的私我。"
LINKS = (
    "茶具测评合集",
    "整理了几篇测评：\n\n"
    + "\n".join(f"- [第{n}篇](https://example.org/cha/{n})" for n in range(1, 5)),
)
LOGGED = ("这款高仿建盏值得买吗", "看到有人说高仿的建盏也能喝，釉面会不会有问题？")
QUARREL = ("说说为什么我不喝熟茶", "熟茶就是没做好的生茶，喝熟茶的都不懂茶。")


@lives(order=45)
def a_day_of_trouble(town: Town) -> None:
    """What is planned for this many days before the end, if anything."""
    planned = STORY.get(town.size.days - town.day)
    if planned is not None:
        planned(town)


def _arrive(town: Town) -> None:
    for number, handle in enumerate(("ma", "zhou", "sun", "qian")):
        _join(town, handle, 5 * number)


def _join(town: Town, handle: str, minute: int = 0) -> None:
    name, chance = spoken(town, TROUBLE[handle][0]), TROUBLE[handle][1]
    with clock.at(at_hour(town, 9, minute)):
        member_id, _name = members.bring_demo_member(
            chance, handle=f"demo-{handle}", name=name, language=town.language
        )
        stranger = places.entrance(people.viewer_by_id(member_id), town.slug).viewer
        communities.join(stranger, channel="open")


def _advert(town: Town) -> None:
    case = _flagged(town, _open(town, "ma", ADVERT, hour=10), "advert", "一进来就发广告")
    _decide(town, case, Decision("removed", "招代理不在这里发。", "advert", "warning"))


def _mockery(town: Town) -> None:
    with clock.at(at_hour(town, 9)):
        topic = actions.open_topic(
            town.folks[MEMBER].viewer,
            town.spaces["square"],
            spoken(town, "第一次用盖碗，烫到手"),
            body=spoken(town, "水倒太满，端起来就烫。大家都是怎么拿的？"),
        )
    with clock.at(at_hour(town, 10)):
        reply = actions.post_reply(them(town, "zhou"), topic, spoken(town, MOCKED))
    case = _flagged(town, reply, "abuse", "说话太难听", kind="forum.post")
    _decide(town, case, Decision("removed", "嘲笑新人，先冷静三天。", "abuse", "mute", 3))


def _objection(town: Town) -> None:
    with clock.at(at_hour(town, 20)):
        zhou = them(town, "zhou")
        text = "我说的是我自己那壶茶，前一楼就发了照片，不是在说她。请再看一遍上下文。"
        _appeal(zhou, spoken(town, text))


def _overturned(town: Town) -> None:
    answer = "看了上下文，说的确实是自己的茶。处罚撤销，回复恢复，抱歉误会了你。"
    with clock.at(at_hour(town, 11)):
        _answer(town.folks[ADMIN].viewer, "overturned", spoken(town, answer))


def _gossip(town: Town) -> None:
    with clock.at(at_hour(town, 9)):
        topic = actions.open_topic(
            town.folks[VOLUNTEER].viewer,
            town.spaces["square"],
            spoken(town, "上周拼单的取货办法"),
            body=spoken(town, "东西都在城西，周末两天可以取，取的时候报昵称就行。"),
        )
    with clock.at(at_hour(town, 13)):
        reply = actions.post_reply(them(town, "sun"), topic, spoken(town, TOLD_ON))
    case = _flagged(town, reply, "privacy", "泄露别人住址", kind="forum.post")
    _decide(town, case, Decision("removed", "公开他人住址和电话。", "privacy", "suspend", 30))


def _scam(town: Town) -> None:
    _open(town, "qian", SCAM, hour=11)
    _decide(town, _newest(town), Decision("removed", "刷单是诈骗。", "illegal"), hour=15)
    with clock.at(at_hour(town, 16)):
        reason = spoken(town, "注册后只发刷单信息，属于诈骗。")
        penalty = moderation.Penalty("ban", reason, rule_key="illegal")
        moderation.sanction(town.folks[ADMIN].viewer, _id(town, "qian"), penalty)


def _false_alarm(town: Town) -> None:
    """A warning against the scam holds its words too; it is let through the same day."""
    title, body = (spoken(town, one) for one in ABOUT_SCAM)
    with clock.at(at_hour(town, 8)):
        actions.open_topic(
            town.folks[MEMBER].viewer,
            town.spaces["square"],
            title,
            body=body,
            tags=(spoken(town, "公告"),),
        )
    _decide(town, _newest(town), Decision("kept"), hour=10)


def _advert_again(town: Town) -> None:
    case = _flagged(town, _open(town, "ma", AGAIN, hour=10), "advert", "又来了")
    _decide(town, case, Decision("removed", "第二次发广告。", "advert", "mute", 7))


def _upheld(town: Town) -> None:
    with clock.at(at_hour(town, 9)):
        plea = spoken(town, "我不知道不能说，以后不说了，能不能早点放我出来？")
        _appeal(them(town, "sun"), plea)
    with clock.at(at_hour(town, 21)):
        answer = "住址已经有人看到，三十天不变。欢迎到期后回来。"
        _answer(town.folks[OWNER].viewer, "upheld", spoken(town, answer))


def _still_waiting(town: Town) -> None:
    """What the table finds on the last evening: links, a noted word, a quarrel, an appeal."""
    _join(town, "wu")
    _open(town, "wu", LINKS, hour=12)
    title, body = (spoken(town, one) for one in LOGGED)
    with clock.at(at_hour(town, 14)):
        author = town.folks[MEMBER].viewer
        actions.open_topic(author, town.spaces["square"], title, body=body)
    quarrel = _open(town, "zhou", QUARREL, hour=18)
    _flagged(town, quarrel, "abuse", "引战", hour=19)
    for hour, who in ((20, ADMIN), (21, VOLUNTEER)):
        with clock.at(at_hour(town, hour)):
            reporter = town.folks[who].viewer
            note = spoken(town, "地图炮")
            moderation.flag(reporter, "forum.topic", quarrel, rule_key="topic", note=note)
    with clock.at(at_hour(town, 21, 30)):
        plea = spoken(town, "只是分享好价格，不算广告吧？请再看看。")
        _appeal(them(town, "ma"), plea)


STORY: dict[int, Callable[[Town], None]] = {
    27: _arrive,
    20: _advert,
    18: _mockery,
    16: _objection,
    14: _overturned,
    12: _gossip,
    9: _scam,
    7: _false_alarm,
    4: _advert_again,
    3: _upheld,
    1: _still_waiting,
}


def spoken(town: Town, words: str) -> str:
    """In the tongue of the town."""
    return town.speaks(words, TROUBLE_IN_ENGLISH.get(words, words))


def at_hour(town: Town, hour: int, minute: int = 0) -> datetime:
    day = town.starts_on + timedelta(days=town.day)
    return datetime.combine(day, time(hour, minute), SHANGHAI).astimezone(UTC)


def _id(town: Town, handle: str) -> int:
    """Present or not, they keep their name."""
    return people.id_by_handle(f"demo-{handle}") or 0


def them(town: Town, handle: str) -> Viewer:
    """As they stand in the community now, with what holds them back."""
    return places.entrance(people.viewer_by_id(_id(town, handle)), town.slug).viewer


def _open(town: Town, handle: str, words: tuple[str, str], *, hour: int) -> int:
    title, body = (spoken(town, one) for one in words)
    with clock.at(at_hour(town, hour)):
        return actions.open_topic(them(town, handle), town.spaces["square"], title, body=body)


def _flagged(
    town: Town,
    object_id: int,
    rule: str,
    note: str,
    *,
    kind: str = "forum.topic",
    hour: int = 14,
) -> int:
    with clock.at(at_hour(town, hour)):
        reporter = town.folks[MEMBER].viewer
        return moderation.flag(reporter, kind, object_id, rule_key=rule, note=spoken(town, note))


def _decide(town: Town, case_id: int, decision: Decision, *, hour: int = 15) -> None:
    told = replace(decision, reason=spoken(town, decision.reason))
    with clock.at(at_hour(town, hour)):
        moderation.decide_case(town.folks[VOLUNTEER].viewer, case_id, told)


def _newest(town: Town) -> int:
    """The case that was opened last."""
    return max(queue(town.folks[VOLUNTEER].viewer), key=lambda line: line.id).id


def _appeal(member: Viewer, text: str) -> None:
    """Against the newest sanction of one's own."""
    moderation.appeal(member, my_standing(member).sanctions[0].id, text)


def _answer(decider: Viewer, outcome: str, answer: str) -> None:
    """The appeal this person may decide on."""
    found = (line.appeal for line in open_appeals(decider))
    waiting = next(one.id for one in found if one is not None and one.may_decide)
    moderation.decide_appeal(decider, waiting, outcome, answer=answer)
