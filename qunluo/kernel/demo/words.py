"""Words that fill the gaps in the demo's texts: teas, vessels, places; made up for the demo."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

WORDS: dict[str, tuple[str, ...]] = {
    "tea": (
        "龙井",
        "铁观音",
        "普洱",
        "大红袍",
        "白毫银针",
        "正山小种",
        "碧螺春",
        "凤凰单丛",
        "安吉白茶",
        "六堡茶",
        "祁门红茶",
        "寿眉",
    ),
    "vessel": ("盖碗", "紫砂壶", "玻璃杯", "马克杯", "飘逸杯", "急须壶"),
    "place": ("办公室", "宿舍", "露营地", "火车上", "图书馆", "山里的民宿", "车里"),
    "place2": ("武夷山", "杭州龙坞", "安溪", "勐海", "福鼎", "潮州", "徽州"),
    "snack": ("绿豆糕", "盐焗腰果", "山楂条", "米糕", "五香豆干", "桂花糕"),
    "drink": ("奶茶", "咖啡", "可乐", "柠檬茶"),
    "book": ("茶经", "煎茶水记", "续茶经", "大观茶论"),
}


def filled(rng: random.Random, *, month: int) -> dict[str, str]:
    """One choice for each gap; `other` is a tea that is not `tea`, `number` a day of a streak."""
    said = {gap: rng.choice(choices) for gap, choices in WORDS.items()}
    said["other"] = rng.choice([tea for tea in WORDS["tea"] if tea != said["tea"]])
    said["number"] = str(rng.randrange(3, 100))
    said["month"] = f"{month} 月"
    return said
