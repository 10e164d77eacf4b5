"""Words that fill the gaps in the demo's texts: teas, vessels, places; in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

    from qunluo.kernel.demo import Language

CHINESE: dict[str, tuple[str, ...]] = {
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


ENGLISH: dict[str, tuple[str, ...]] = {
    "tea": (
        "Longjing",
        "Tieguanyin",
        "pu-erh",
        "Da Hong Pao",
        "Silver Needle",
        "Lapsang",
        "Biluochun",
        "Dancong",
        "Darjeeling",
        "Assam",
        "Keemun",
        "Shou Mei",
    ),
    "vessel": (
        "a lidded bowl",
        "a clay pot",
        "a glass",
        "a mug",
        "a brewing cup",
        "a side-handle pot",
    ),
    "place": (
        "at the office",
        "in a dormitory",
        "at a campsite",
        "on the train",
        "in the library",
        "in a cabin up the hill",
        "in the car",
    ),
    "place2": ("Wuyi", "Hangzhou", "Anxi", "Menghai", "Fuding", "Chaozhou", "Uji"),
    "snack": (
        "mung bean cake",
        "salted cashews",
        "hawthorn sticks",
        "rice cake",
        "spiced tofu",
        "shortbread",
    ),
    "drink": ("milk tea", "coffee", "cola", "lemonade"),
    "book": (
        "The Classic of Tea",
        "Notes on Water",
        "The Classic of Tea, Continued",
        "A Treatise on Tea",
    ),
}
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def filled(rng: random.Random, *, month: int, language: Language = "zh-hans") -> dict[str, str]:
    """One choice for each gap; `other` is a tea that is not `tea`, `number` a day of a streak."""
    words = ENGLISH if language == "en" else CHINESE
    said = {gap: rng.choice(choices) for gap, choices in words.items()}
    said["other"] = rng.choice([tea for tea in words["tea"] if tea != said["tea"]])
    said["number"] = str(rng.randrange(3, 100))
    said["month"] = MONTHS[month - 1] if language == "en" else f"{month} 月"
    return said
