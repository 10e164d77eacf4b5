"""How the demo's community is called and what it says of itself; made up for the demo."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qunluo.people.communities.actions.describing import Position

NAME = "半山茶社（演示）"
SUMMARY = "一群爱喝茶的人：新手能问到答案，老茶客有人听他说。"
SPACES = (
    ("square", "茶话广场", "日常闲聊、茶会记录、读书见闻", "public"),
    ("help", "问茶", "冲泡、选购、储存、茶具，有问有答", "public"),
    ("hosts", "值班室", "志愿者排班与交接", "private"),
)
ORGANISATION = "半山（演示机构）"
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
