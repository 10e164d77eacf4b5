"""The demo's order: rules from the first week, one list of watched words."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.demo import SHANGHAI, lives
from qunluo.kernel.refusal import Refusal
from qunluo.people.communities import actions as communities
from qunluo.people.moderation import actions

if TYPE_CHECKING:
    from qunluo.kernel.demo import Town

PREFACE = "这里是喝茶聊天的地方。对人客气，对事具体，卖东西请走拼单区。"
CHINESE_WORDS = "刷单\n代开发票,block\n高仿,log\n加微信,mask\n返利群,hold\n博彩,block"
LIST = "广告与诈骗"
ENGLISH_PREFACE = (
    "A place to drink tea and talk. Be kind to people and exact about things; to sell, use the "
    "shared orders."
)
ENGLISH_WORDS = (
    "clickwork\nfake invoices,block\nreplica,log\nadd me on,mask\ncashback group,hold\n"
    "online betting,block"
)


@lives(order=14)
def newcomers_who_read_first(town: Town) -> None:
    """Every other newcomer reads the rules on their first day, and says what they go by."""
    for folk in town.folks:
        if (
            folk.came_on != town.day
            or town.turn("reads the rules") % 2
            or not folk.viewer.is_member
        ):
            continue
        evening = datetime.combine(town.on_the_day(), time(23, 30), SHANGHAI).astimezone(UTC)
        with clock.at(evening), suppress(Refusal):
            actions.acknowledge_rules(folk.viewer)
            communities.change_own_membership(folk.viewer, nickname="", custom_fields={})


@lives(order=12)
def a_house_with_rules(town: Town) -> None:
    """On the first day the owner publishes the five usual rules and begins a list of words."""
    if town.day:
        return
    owner = town.folks[0].viewer
    morning = datetime.combine(town.starts_on, time(7), SHANGHAI).astimezone(UTC)
    with clock.at(morning):
        actions.begin_rules(owner)
        actions.write_preface(owner, town.speaks(PREFACE, ENGLISH_PREFACE))
        actions.publish_rules(owner)
        watched = actions.make_list(owner, town.speaks(LIST, "Adverts and scams"))
        words = town.speaks(CHINESE_WORDS, ENGLISH_WORDS)
        actions.import_words(owner, watched, words, level="hold")
    with clock.at(morning + timedelta(hours=2)):
        for folk in town.folks[1:4]:
            actions.acknowledge_rules(folk.viewer)
