"""What the demo's people say in the rooms: made up for the demo."""

from __future__ import annotations

HOSTS = "值班"

# Name, slug of the space (or none: all members), purpose, pinned line.
ROOMS: tuple[tuple[str, str, str, str], ...] = (
    (
        "茶桌",
        "square",
        "随便聊聊，喝茶的事、日子里的事",
        "先看一眼**群规**再开口；长问题去「问答」，这里会被刷走。",
    ),
    ("新人报到", "", "刚来的朋友在这里打个招呼", ""),
    (HOSTS, "hosts", "主理人和志愿者排班、通气", "每晚十点前看一遍待办。"),
)

EXCHANGES: dict[str, tuple[tuple[str, ...], ...]] = {
    "茶桌": (
        (
            "今晚喝什么？我泡了一壶老白茶。",
            "熟普，配花生。",
            "哈哈，配花生绝了。",
            "@ 水温多少？我总是泡得发苦。",
            "九十五度，快进快出，前三泡别超过十秒。",
            "记下了，谢谢！",
        ),
        (
            "下雨天最适合喝茶。",
            "还适合睡觉。",
            "先喝再睡，完美 🍵",
        ),
        (
            "有人去周末的茶会吗？",
            "我去，可以带两个杯子。",
            "我也去，大概两点到。",
            "@ 地点还是老地方？",
            "对，公园东门进去右手第二个亭子。",
            "收到。",
        ),
        (
            "新到一只盖碗，手感不错。",
            "多大的？",
            "一百二十毫升，一个人刚好。",
            "好看，求链接。",
            "朋友自己烧的，没有链接，改天帮你问问。",
        ),
        (
            "大家平时用什么水？",
            "桶装矿泉水，别太硬就行。",
            "过滤的自来水，够用了。",
            "雪水（开玩笑的）",
            "差别真的大，建议 `TDS` 三十到八十之间试一遍。",
        ),
        (
            "办公室怎么喝茶最省事？",
            "大杯子加滤网，投两克，喝到没味为止。",
            "冷泡！早上放下午喝。",
            "冷泡 +1，夏天离不开。",
        ),
        (
            "读到一句：水为茶之母。",
            "下一句是什么？",
            "器为茶之父。",
            "那泡茶的人呢？",
            "是那个洗杯子的。",
        ),
        (
            "明天有霜，山上的朋友注意茶树。",
            "谢谢提醒，已经盖上了。",
            "辛苦了。",
        ),
    ),
    "新人报到": (
        (
            "大家好，刚入坑，请多指教。",
            "欢迎欢迎！先去看看置顶的入门帖。",
            "欢迎，喜欢喝哪一类？",
            "目前只喝过绿茶。",
            "那从白茶开始试试，不容易翻车。",
        ),
        (
            "新人报到，坐标杭州。",
            "杭州的朋友好多，可以约茶了。",
            "欢迎！",
        ),
        (
            "你好，我是被朋友拉来的。",
            "朋友眼光不错。",
            "有问题就问，没人嫌烦。",
        ),
    ),
    HOSTS: (
        (
            "今晚我值班，十点前都在。",
            "好，我明早接。",
            "有一条广告，已经处理了。",
        ),
        (
            "周末茶会报名二十三个，场地够吗？",
            "够，再多就要加椅子。",
            "我去借六把。",
        ),
        (
            "本周没人回的问题还有四个。",
            "我认领两个。",
            "剩下的我来。",
        ),
    ),
}

GUESTS: tuple[tuple[str, ...], ...] = (
    (
        "Hi all, visiting from Lisbon this week. Any tea house you would recommend?",
        "Welcome! Try the one behind the east gate, ask for the roasted oolong.",
        "Second that. Go before four, it gets full.",
        "Thank you, going tomorrow.",
    ),
    (
        "Is there an English word for 回甘?",
        "“Returning sweetness” is what most people write.",
        "Just say 回甘 and pour them a cup.",
    ),
)
