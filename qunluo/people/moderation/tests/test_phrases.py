"""Phrases of several Latin words are found as they are listed, and disguised like other words."""

from __future__ import annotations

import pytest

from qunluo.people.moderation.engine import Entry, Lexicon


@pytest.fixture(scope="module")
def lexicon():
    return Lexicon([Entry("quick cash", "hold"), Entry("add me on", "mask"), Entry("spam", "log")])


@pytest.mark.parametrize(
    "text",
    [
        "Make quick cash at home",
        "QUICK  CASH!",
        "quick-cash",
        "quickcash today",
        "q u i c k c a s h",
        "ｑｕｉｃｋ ｃａｓｈ",
    ],
)
def test_a_phrase_is_found(lexicon, text):
    assert [one.word for one in lexicon.finds(text)] == ["quick cash"]


@pytest.mark.parametrize(
    "text",
    ["She is quick; cashews are good", "quic kcash", "quick, cashmere"],
)
def test_innocent_neighbours_are_no_phrase(lexicon, text):
    assert not [one for one in lexicon.finds(text) if one.word == "quick cash"]


def test_a_phrase_of_three_words_is_found_where_it_stands(lexicon):
    (one,) = lexicon.finds("Please add me on the other app")
    assert (one.word, one.start, one.end) == ("add me on", 7, 16)
