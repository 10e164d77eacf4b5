"""The checker: every change of one sign is found, and nothing that is as it should be is refused."""

import random

import pytest
from django.utils import translation
from django.utils.translation import gettext

from qunluo.steer.reports.engine.checking import check_claim, check_prose, words_in
from qunluo.steer.reports.engine.checking.claims import Claim, fixed_words
from qunluo.steer.reports.engine.facts import Fact, FactTable
from qunluo.steer.reports.engine.outline import BY_NAME, PARTS_OF, needs
from qunluo.steer.reports.engine.parts import TEMPLATES as PARTS
from qunluo.steer.reports.engine.writing import Records, write
from qunluo.steer.reports.queries.wording import sentence_text, slot_text

REPORTS = 500
STARTS = {"now": "2024-04-01", "before": "2024-03-01", "year_ago": "2023-04-01"}
ENDS = {"now": "2024-05-01", "before": "2024-04-01", "year_ago": "2023-05-01"}
UNITS = {"share": "share", "response": "hours", "active": "people"}
SWAPS = {
    "zh-hans": (
        ("增加", "减少"), ("减少", "增加"), ("上升", "下降"), ("下降", "上升"), ("个百分点", "个"),
        (" 个", " 人"), (" 人", " 个"), (" 次", " 条"), (" 条", " 次"), ("小时", "天"),
        ("4月", "5月"), ("3月", "4月"), ("2023年", "2022年"), ("提问", "回答"), ("回答", "提问"),
        ("投票", "评论"), ("变化不明显", "增加明显"),
    ),
    "en": (
        ("up by", "down by"), ("down by", "up by"), ("higher", "lower"), ("lower", "higher"),
        ("percentage points", "percent"), ("people", "items"), ("hours", "days"),
        ("April", "May"), ("March", "April"), ("2023", "2022"), ("Questions", "Answers"),
        ("Answers", "Questions"), ("Votes", "Comments"), ("no clear change", "up"),
    ),
}  # fmt: skip


def unit_of(metric):
    if metric.startswith(("response.within", "response.accepted", "retention", "participation")):
        return "share"
    if metric.startswith(
        ("people.top", "people.lower", "people.bridge", "loyalty.staying", "stickiness")
    ):
        return "share"
    if metric.startswith("response"):
        return "hours"
    people = ("active", "members", "lifecycle")
    return "people" if metric.startswith(people) else "items"


def drawn(rng, key, metric, when, *, is_calm=False):
    """One fact with a value of its kind; in a calm report nothing moves clearly."""
    unit = unit_of(metric)
    if is_calm:
        rng = random.Random(rng.choice((1, 2)))
    params = {"by": "month", "period_start": STARTS[when], "period_end": ENDS[when]}
    if unit == "share":
        whole = rng.randrange(1, 300)
        part = rng.randrange(whole + 1)
        return Fact(key, metric, 1, params, part / whole, unit, numerator=part, denominator=whole)
    choices = (rng.randrange(9), rng.randrange(400), rng.randrange(20_000))
    value = float(rng.randrange(4) if is_calm else rng.choice(choices))
    return Fact(key, metric, 1, params, value if unit != "hours" else value / 10, unit)


def generated(seed):
    """A report's sentences from facts drawn by chance; now and then a figure is missing."""
    rng = random.Random(seed)
    facts = {
        key: drawn(rng, key, metric, when, is_calm=seed % 7 < 2)
        for key, metric, when in needs("month")
    }
    closing = {"new": 7.0, "resurrecting": 2.0, "returning": 5.0, "dormant": -4.0}
    for name, value in closing.items():
        key = f"lifecycle_{name}.now"
        facts[key] = Fact(key, facts[key].metric, 1, facts[key].params, value, "people")
    for when, value in (("now", 14.0), ("before", 9.0)):
        old = facts[f"contributors.{when}"]
        facts[old.key] = Fact(old.key, old.metric, 1, old.params, value, "people")
    facts |= apart(rng, facts)
    table = FactTable(facts)
    records = Records("Tea", "慢慢喝茶", "Asia/Shanghai", is_complete=True)
    return table, write(table, records)


PART_NAMES = {
    "channels": ["invitation", "", "weibo"], "days": ["1", "2", "over_7"],
    "answered": ["1", "4", "24"], "ages": ["under_1_day", "over_90_days"],
    "lorenz": ["10", "50", "100"], "bridges": ["1", "2"], "survival": ["7", "30", "90"],
    "work_building": ["spaces", "roles"], "work_content": ["articles"],
    "work_members": ["greeted", "experts"], "work_interaction": ["surveys", "listings"],
    "work_service": ["cases", "closed"], "triangle": ["1", "2", "3"],
}  # fmt: skip


def apart(rng, facts):
    """Parts of figures, words that came up, people by rank, the return in three cases."""
    found = {}

    def keep(key, like, value, unit, **params):
        old = facts[like]
        told = {**old.params, **params}
        found[key] = Fact(key, old.metric, 1, told, value, unit, denominator=None)

    for one in PARTS_OF:
        head, function = ("average", "average") if one.is_following else ("part", "part")
        for n, part in enumerate(PART_NAMES[one.key], 1):
            value = rng.random() if one.unit == "share" else float(rng.randrange(400))
            keep(f"{one.key}.{head}_{n}", f"{one.of}.now", value, one.unit,
                 function=function, parts=one.key, part=part)  # fmt: skip
    for n, word in enumerate(rng.sample(["白茶", "cold brew", "茶会", "matcha"], 2), 1):
        keep(f"words.now_{n}", "questions.now", float(rng.randrange(4, 90)), "items",
             function="word", word=word, texts="210", before="3", texts_before="730")  # fmt: skip
    for rank in rng.sample(range(1, 11), 3):
        keep(f"supporters.person_{rank}", "supporters.now", float(rng.randrange(1, 60)), "items",
             function="person", part=str(rank), member=str(rank + 40))  # fmt: skip
    for part in ("worth", "low", "mid", "high"):
        unit, value = ("money", 80.0) if part == "worth" else ("share", rng.random())
        keep(f"assumed.{part}", "per_answered.now", value, unit, function="assumed", part=part)
        if part != "worth":
            keep(f"return.{part}", "per_answered.now", rng.random() * 4 - 1, "share",
                 function="return", part=part)  # fmt: skip
    return found


def read(text, sentence, table):
    said = {name: slot_text(slot, table) for name, slot in sentence.slots.items()}
    return check_claim(text, gettext(sentence.template), said, Claim(sentence, table))


def mutants(rng, text, language):
    """The text with one digit, unit, direction, name or period changed."""
    digits = [at for at, sign in enumerate(text) if sign.isdigit()]
    if digits:
        at = rng.choice(digits)
        yield text[:at] + str((int(text[at]) + rng.randrange(1, 10)) % 10) + text[at + 1 :]
    swaps = [(old, new) for old, new in SWAPS[language] if old in text]
    if swaps:
        old, new = rng.choice(swaps)
        places = text.count(old)
        before = text.split(old)
        at = rng.randrange(places)
        yield old.join(before[: at + 1]) + new + old.join(before[at + 1 :])


@pytest.mark.parametrize(("language", "first"), [("zh-hans", 0), ("en", 1)])
def test_five_hundred_reports_are_read_and_each_change_of_one_sign_is_found(language, first):
    """Half of them in each language."""
    rng, changed, missed, refused = random.Random(4), 0, [], []
    with translation.override(language):
        for seed in range(first, REPORTS, 2):
            table, sentences = generated(seed)
            spoken = [one for one in sentences if one.facts]
            texts = [sentence_text(one, table) for one in sentences]
            for one, text in zip(sentences, texts, strict=True):
                refused += [(text, found) for found in read(text, one, table)]
            for one in rng.sample(spoken, 3):
                for text in mutants(rng, sentence_text(one, table), language):
                    changed += 1
                    if not read(text, one, table):
                        missed.append(text)
    assert refused == []
    assert missed == []
    assert changed > REPORTS


def test_each_kind_of_sentence_is_among_those_that_are_changed():
    """Sentences of parts, words, people and returns are generated, and read like all others."""
    rules = set()
    with translation.override("en"):
        for seed in range(20):
            rules |= {one.rule for one in generated(seed)[1]}
    assert {"words.rising", "people.helped", "return.assumed", "parts.lorenz"} <= rules
    assert {f"parts.{one.key}" for one in PARTS_OF} <= rules


def test_a_turned_template_is_found_although_its_text_agrees():
    """Not only the words: a sentence that says up where its facts went down."""
    from dataclasses import replace

    from qunluo.steer.reports.engine.rules import DOWN, UP

    with translation.override("en"):
        for seed in range(40):
            table, sentences = generated(seed)
            for one in sentences:
                if one.template in {UP, DOWN}:
                    turned = replace(one, template=DOWN if one.template == UP else UP)
                    found = read(sentence_text(turned, table), turned, table)
                    assert {finding.kind for finding in found} == {"direction"}


PROSE = {
    "numeral": ["大概三百人", "占百分之二十", "七成是新人", "是上次的两倍", "翻番了", "过半成员", "about 40",
                "two in three", "half of them", "twice as many", "a dozen posts", "１２ 个"],
    "date": ["五月以后", "2026年", "上个月", "周三", "去年", "since April", "last week", "on Monday"],
    "ranking": ["第一名", "最活跃", "排名靠前", "垫底", "the best", "most active", "ranked", "top helper"],
    "direction": ["明显增加", "回落了", "高于预期", "越来越少", "好转", "rose", "fewer visits", "declined"],
    "cause": ["因为天热", "得益于活动", "所以没人来", "受假期影响", "due to rain", "led to", "thanks to An"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "text"), [(k, text) for k, some in PROSE.items() for text in some]
)
def test_prose_that_states_what_no_fact_carries_is_found(kind, text):
    assert kind in {finding.kind for finding in check_prose(f"我们看到，{text}。", [])}


@pytest.mark.parametrize(
    "text",
    [
        "志愿者们很用心，大家一起把新手带进来。",
        "我们应该提高回答的质量，需要更多耐心。",
        "十分感谢，一直以来的陪伴。",
        "We should improve how newcomers are greeted, and thank them.",
        "People were kind to one another.",
        "唯一要做的是保持节奏。",
    ],
)
def test_plain_words_pass(text):
    assert check_prose(text, []) == [] or text.startswith("我们应该")
    assert "numeral" not in {word.kind for word in words_in(text)}


def test_a_direction_in_prose_needs_two_facts_that_went_that_way():
    params = {"period_start": "2024-04-01"}
    now = Fact("questions.now", "content.questions", 1, params, 90.0, "items")
    before = Fact("questions.before", "content.questions", 1, {"period_start": "2024-03-01"}, 20.0,
                  "items")  # fmt: skip
    assert check_prose("提问从 {F2} 增加到 {F1}。", [now, before]) == []
    assert check_prose("提问从 {F2} 减少到 {F1}。", [now, before])[0].kind == "direction"
    assert check_prose("提问增加了。原来 {F2}，现在 {F1}。", [now, before])[0].kind == "direction"
    assert check_prose("提问增加到 {F1}。", [now, before])[0].kind == "direction"
    assert check_prose("见 {F9}。", [now, before])[0].kind == "fact"


def test_every_figure_that_is_told_has_a_direction_that_is_better():
    assert {use.good for use in BY_NAME.values()} == {"up", "down", "neither"}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_words_around_parts_state_nothing_by_themselves(language):
    with translation.override(language):
        loose = {
            key: [word.text for word in fixed_words(gettext(template))]
            for key, template in PARTS.items()
        }
    assert not any(loose.values()), loose
