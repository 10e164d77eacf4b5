from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qunluo.kernel.text import Change, differences

WORDS = st.text("ab 水茶。\n", max_size=30)


def told(before: str, after: str) -> list[tuple[str, str]]:
    return [(change.kind, change.text) for change in differences(before, after)]


def test_chinese_differs_by_signs_and_latin_by_words():
    assert told("水烧开等两分钟", "水烧开等三分钟") == [
        ("same", "水烧开等"),
        ("removed", "两"),
        ("added", "三"),
        ("same", "分钟"),
    ]
    assert told("boil the water", "boil the waters") == [
        ("same", "boil the "),
        ("removed", "water"),
        ("added", "waters"),
    ]


def test_one_sign_in_a_long_text_is_one_sign():
    long = "".join(f"第{n}行：水烧开，等两分钟再泡。\n" for n in range(1_500))
    found = differences(long, long.replace("第700行：水烧开", "第700行：水烧滚"))
    assert [change.text for change in found if change.kind != "same"] == ["开", "滚"]


def test_what_has_little_in_common_is_shown_as_wholes():
    assert told("Weis Wort", "Meine Zeile") == [("removed", "Weis Wort"), ("added", "Meine Zeile")]


@given(WORDS, WORDS)
def test_nothing_of_either_text_is_lost(before, after):
    found = differences(before, after)
    assert "".join(c.text for c in found if c.kind != "added") == before
    assert "".join(c.text for c in found if c.kind != "removed") == after
    assert all(isinstance(change, Change) and change.text for change in found)
