from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qunluo.kernel.search.analyser import spots, terms
from qunluo.kernel.search.asking import Phrase, asked
from qunluo.kernel.search.excerpts import LENGTH, excerpt, marked


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("白名单 White-List", ["白", "名", "单", "white", "list"]),
        ("Ｃａｆé Café CAFÉ", ["cafe", "cafe", "cafe"]),
        ("cafe\u0301", ["cafe"]),
        ("Straße ﬁn", ["strasse", "fin"]),
        ("５.２％ v1_2", ["5", "2", "v1", "2"]),
        ("ガラス 한국어", ["ガ", "ラ", "ス", "한", "국", "어"]),
        ("𠮷野家", ["u20bb7", "野", "家"]),
        ("it's C++", ["it", "s", "c"]),
        ("… —", []),
        ("ПРИВЕТ Ёлка", ["привет", "елка"]),
        ("x" * 99, ["x" * 64]),
    ],
)
def test_words_are_folded_and_chinese_is_split(text, found):
    assert terms(text) == found


@given(st.text())
def test_spots_are_the_terms_with_their_places(text):
    assert [spot.term for spot in spots(text)] == terms(text)
    for spot in spots(text):
        assert 0 <= spot.start < spot.end <= len(text)
        assert terms(text[spot.start : spot.end])


@given(st.text())
def test_a_term_has_only_letters_and_digits(text):
    assert all(term.isalnum() for term in terms(text))


@pytest.mark.parametrize(
    ("text", "phrases", "without"),
    [
        ("白名单", [Phrase(("白", "名", "单"))], []),
        ("brew beer", [Phrase(("brew",), True), Phrase(("beer",), True)], []),
        ('"brew beer" -ale', [Phrase(("brew", "beer"))], [Phrase(("ale",), True)]),
        ("“泡茶 水温”", [Phrase(("泡", "茶", "水", "温"))], []),
        ("-“黑茶”", [], [Phrase(("黑", "茶"))]),
        ("it 2024 茶cup", [Phrase(("it",)), Phrase(("2024",)), Phrase(("茶", "cup"), True)], []),
        ('" - "" ', [], []),
        (
            "AND OR NOT* ^a (b)",
            [
                Phrase(("and",), True),
                Phrase(("or",)),
                Phrase(("not",), True),
                Phrase(("a",)),
                Phrase(("b",)),
            ],
            [],
        ),
    ],
)
def test_a_query_is_read_as_phrases(text, phrases, without):
    read = asked(text)
    assert (list(read.phrases), list(read.without)) == (phrases, without)
    assert bool(read) == bool(phrases)


def test_a_query_has_an_end():
    assert len(asked("a1 " * 100).phrases) == 12
    assert len(asked("x" * 999).text) == 200


def test_what_was_found_is_marked_and_nothing_else_is_html():
    told = asked("名单 café")
    assert marked("白名单 <b>CAFÉ</b>", told) == (
        "白<mark>名单</mark> &lt;b&gt;<mark>CAFÉ</mark>&lt;/b&gt;"
    )
    assert marked("brewing", asked("brew")) == "<mark>brewing</mark>"
    assert marked("名单名单", told) == "<mark>名单名单</mark>"


def test_an_excerpt_is_the_piece_around_the_first_place():
    text = "前" * 300 + "名单" + "后" * 300
    piece = excerpt(text, asked("名单"))
    assert piece.startswith("…" + "前" * 40 + "<mark>名单</mark>后")
    assert piece.endswith("后…")
    assert excerpt("a <b>\n\n c", asked("zzz")) == "a &lt;b&gt; c"
    assert excerpt("x" * 500, asked("zzz")) == "x" * LENGTH + "…"
    assert len(excerpt("前" * 300 + "名单", asked("名单"))) == len("…<mark></mark>") + LENGTH


@given(st.text(max_size=400), st.text(max_size=20))
def test_an_excerpt_is_safe_and_short(text, query):
    piece = str(excerpt(text, asked(query)))
    bare = piece.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    assert piece.count("<mark>") == piece.count("</mark>")
