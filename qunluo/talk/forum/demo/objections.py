"""The demo's removals where something stood, without a report: one overturned, one still waiting;
and a quarrel that goes on until its last evening.

Planted like `trouble.py`, after whatever happens there on the same day.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.demo import lives
from qunluo.people.moderation import actions as moderation
from qunluo.people.moderation.queries import my_standing, removal_appeals
from qunluo.talk.forum import actions
from qunluo.talk.forum.demo import trouble
from qunluo.talk.forum.demo.trouble import ADMIN, MEMBER, VOLUNTEER, at_hour, spoken, them
from qunluo.talk.forum.models import Topic

if TYPE_CHECKING:
    from collections.abc import Callable

    from qunluo.kernel.demo import Town

KETTLE = ("电陶炉和酒精灯，煮水差在哪", "换了电陶炉以后，总觉得水没有以前软，是错觉吗？")
WATER = "先别管炉子，说说用的什么水。自来水换成山泉，差别比换炉子大。"
STOVE = "我家楼下五金店的电陶炉打八折，这周都有。"
QUARREL = (
    ("wu", "熟茶喝了十年，轮得到你说不懂茶？"),
    ("zhou", "十年喝的都是堆出来的霉味，还好意思说。"),
    ("wu", "你懂个屁，渥堆是工艺，书都没看过就来教人。"),
    ("zhou", "书里哪一页写了霉味是工艺？念来听听。"),
    ("wu", "闭嘴吧你，这么大火气，喝点熟的降一降。"),
    ("zhou", "说不过就叫人闭嘴，熟茶党就这水平。"),
    ("wu", "就你有水平，一杯茶都要分三六九等，真是有病吧。"),
    ("zhou", "分得清好坏叫有病，分不清的才该去看看。"),
    ("wu", "我等管理员来，看看谁该走。"),
)


@lives(order=46)
def a_day_of_objections(town: Town) -> None:
    """What is planned for this many days before the end, if anything."""
    planned = STORY.get(town.size.days - town.day)
    if planned is not None:
        planned(town)


def _removed(town: Town) -> None:
    """A reply that answers the question by another one is taken for off topic."""
    with clock.at(at_hour(town, 9, 40)):
        title, body = (spoken(town, one) for one in KETTLE)
        place = town.spaces["square"]
        topic = actions.open_topic(town.folks[MEMBER].viewer, place, title, body=body)
    with clock.at(at_hour(town, 12)):
        _answered_and_removed(town, topic, WATER, "off_topic", "问的是炉子，不是水。")
    with clock.at(at_hour(town, 21)):
        plea = "水和炉子是一回事：楼主说水变硬了，先排除水才能怪炉子。请恢复。"
        _object(town, plea)


def _overturned(town: Town) -> None:
    with clock.at(at_hour(town, 10)):
        decider = town.folks[ADMIN].viewer
        waiting = next(one for one in removal_appeals(decider) if one.may_decide)
        answer = spoken(town, "说得对，这正是问题的一半。回复已经恢复，谢谢你解释。")
        moderation.decide_removal_appeal(decider, waiting.id, "overturned", answer=answer)


def _last_evening(town: Town) -> None:
    """An advert in a side remark is removed and objected to; the quarrel gets loud."""
    with clock.at(at_hour(town, 16)):
        topic = _newest(town, spoken(town, KETTLE[0]))
        _answered_and_removed(town, topic, STOVE, "spam", "带货请走拼单区。")
    quarrel = _newest(town, spoken(town, trouble.QUARREL[0]))
    for number, (handle, words) in enumerate(QUARREL):
        with clock.at(at_hour(town, 21, 10 + 4 * number)):
            said = spoken(town, words)
            actions.post_reply(them(town, handle), quarrel, said)
    with clock.at(at_hour(town, 22, 30)):
        _object(town, "这不是广告，是回答楼主哪里买得到。请再看看。")


STORY: dict[int, Callable[[Town], None]] = {6: _removed, 5: _overturned, 1: _last_evening}


def _answered_and_removed(town: Town, topic: int, words: str, why: str, note: str) -> None:
    """By whoever quarrels; four hours later a volunteer takes it away where it stands."""
    reply = actions.post_reply(them(town, "zhou"), topic, spoken(town, words))
    with clock.at(clock.now() + timedelta(hours=4)):
        keeper = town.folks[VOLUNTEER].viewer
        actions.remove_post(keeper, reply, reason=why, note=spoken(town, note))


def _object(town: Town, plea: str) -> None:
    """Against the newest removal of one's own words."""
    objector = them(town, "zhou")
    case = next(one for one in my_standing(objector).decisions if one.may_appeal)
    moderation.appeal_removal(objector, case.id, spoken(town, plea))


def _newest(town: Town, title: str) -> int:
    found = Topic.objects.filter(community__slug=town.slug, title=title)
    return found.latest("pk").pk
