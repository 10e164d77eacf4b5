"""How well words are found, on texts and queries that people labelled beforehand.

`relevant` says which texts an asker means, read by a person; what the search gives besides counts
against its precision, also where the signs stand side by side by chance (上海水: 海水).
"""

from __future__ import annotations

import sys

import pytest

from qunluo.kernel import objects, search
from qunluo.kernel.search.tests.notes import Note, Notes

TEXTS = {
    1: ("怎么进白名单", "把名字告诉管理员，一天内会加进去。"),
    2: ("黑名单的规则", "被拉黑的人可以申诉。"),
    3: ("抽奖中奖名单公布", "恭喜十位成员，请在三天内领取。"),
    4: ("报名活动", "点报名按钮，填名字和单位就行。"),
    5: ("积分商城上新", "用积分换茶杯，限量三十个。"),
    6: ("积分怎么算", "签到得一分，回答被采纳得十分。"),
    7: ("微积分入门讲座", "数学系老师主讲，欢迎来听。"),
    8: ("绿茶水温", "泡绿茶用八十度的水，不要用开水。"),
    9: ("白茶存放", "密封、避光、干燥，夏天不要放冰箱。"),
    10: ("上海水质报告", "自来水偏硬，泡茶建议用过滤水。"),
    11: ("海水淡化", "讨论一下淡化水能不能泡茶。"),
    12: ("新人报到", "大家好，我在杭州，做电商运营。"),
    13: ("社区运营周报", "本周新增成员四十二人，活跃度上升。"),
    14: ("运营工具推荐", "排期、表格、海报，都列在这里。"),
    15: ("成员手册", "发帖之前先读群规，违规会被禁言。"),
    16: ("群规更新", "新增一条：禁止未经同意的广告。"),
    17: ("广告位招租", "首页横幅每周一千元。"),
    18: ("线下茶会签到", "现场扫码签到，迟到请联系志愿者。"),
    19: ("每日签到断了怎么办", "可以用补签卡，每月一张。"),
    20: ("志愿者排班表", "周末缺两个人，欢迎报名。"),
    21: ("How to brew green tea", "Use water at 80 degrees and wait two minutes."),
    22: ("Brewing stand for sale", "Bamboo, two levels, hardly used."),
    23: ("Greenhouse visit", "We meet at the gate on Saturday."),
    24: ("Café opening hours", "From nine to six; closed on Monday."),
    25: ("Webhook setup", "Set the secret, then send a test event."),
    26: ("Tea tasting notes", "Floral, a little bitter, long finish."),
    27: ("Steam and teapots", "A teapot of clay keeps the heat."),
    28: ("API 接口限流", "每分钟六十次，超过返回 429。"),
    29: ("ＡＰＩ令牌", "在账户页生成，只显示一次。"),
    30: ("人工智能读书会", "这个月读一本机器学习的书。"),
    31: ("智能客服试用", "回答不了的会转人工。"),
    32: ("冷泡茶做法", "冷水浸泡六小时，放冰箱。"),
    33: ("乌龙茶和红茶区别", "发酵程度不同，乌龙是半发酵。"),
    34: ("红茶加奶", "先加奶还是先加茶？"),
    35: ("普洱茶饼价格", "二〇一八年的饼，现在多少钱？"),
    36: ("价格标签设计", "请帮忙看看哪一版更清楚。"),
    37: ("活动复盘：春茶品鉴", "到场五十人，满意度四点六。"),
    38: ("复盘模板", "目标、经过、结果、教训。"),
    39: ("满意度调查结果", "回收二百份，净推荐值三十一。"),
    40: ("数据分析师招募", "懂表格和统计，每周四小时。"),
}
QUERIES = [
    # two signs
    ("名单", {1, 2, 3}),
    ("积分", {5, 6}),
    ("签到", {6, 18, 19}),
    ("运营", {12, 13, 14}),
    ("广告", {16, 17}),
    ("海水", {11}),
    ("报名", {4, 20}),
    ("红茶", {33, 34}),
    ("价格", {35, 36}),
    ("复盘", {37, 38}),
    # three signs
    ("白名单", {1}),
    ("黑名单", {2}),
    ("微积分", {7}),
    ("志愿者", {18, 20}),
    ("满意度", {37, 39}),
    ("冷泡茶", {32}),
    ("活跃度", {13}),
    ("乌龙茶", {33}),
    # four signs
    ("积分商城", {5}),
    ("人工智能", {30}),
    ("中奖名单", {3}),
    ("数据分析", {40}),
    ("智能客服", {31}),
    ("社区运营", {13}),
    # Latin, also beginnings of words, width, case and accents
    ("green tea", {21}),
    ("brew", {21, 22}),
    ("teapot", {27}),
    ("cafe", {24}),
    ("webhook", {25}),
    ("api", {28, 29}),
    ("tea", {21, 26, 27}),
    ("80", {21}),
]


@pytest.fixture
def library(village, monkeypatch):
    kept = Notes()
    monkeypatch.setitem(objects.kinds, "test.note", kept)
    here, square = village.community.pk, village.forum.pk
    kept.add(*(Note(pk, here, title, body, square) for pk, (title, body) in TEXTS.items()))
    search.index("test.note", kept.kept)
    return village.viewer("mei")


def measured(viewer, queries) -> tuple[float, float]:
    """(recall, precision) over all queries together."""
    right = given = wanted = 0
    for query, relevant in queries:
        found = {hit.object_id for hit in search.find(viewer, query, limit=100)}
        right += len(found & relevant)
        given += len(found)
        wanted += len(relevant)
    return right / wanted, right / given


def test_recall_and_precision_on_the_labelled_set_are_stated(library, capsys):
    told = {}
    for name, chosen in (
        ("two signs", [q for q in QUERIES if len(q[0]) == 2 and not q[0].isascii()]),
        ("three signs", [q for q in QUERIES if len(q[0]) == 3 and not q[0].isascii()]),
        ("four signs", [q for q in QUERIES if len(q[0]) == 4 and not q[0].isascii()]),
        ("Latin", [q for q in QUERIES if q[0].isascii()]),
        ("all", QUERIES),
    ):
        told[name] = measured(library, chosen)
    with capsys.disabled():
        for name, (recall, precision) in told.items():
            sys.stdout.write(f"\n  {name}: recall {recall:.3f}, precision {precision:.3f}")
    assert all(recall == 1.0 for recall, _precision in told.values()), "nothing relevant is missed"
    # 微积分 for 积分 and 上海水质 for 海水 stand side by side and are found too.
    assert told["two signs"][1] >= 0.9
    assert told["three signs"][1] == told["four signs"][1] == 1.0
    assert told["Latin"][1] >= 0.9
