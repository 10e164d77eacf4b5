from __future__ import annotations

from urllib.parse import unquote

import pytest

from qunluo.kernel.web.paths import WordConverter


@pytest.mark.parametrize(
    "word", ["茶", "TCP/IP", "50%", "%2F", "..", ".", "a b", "</b>", "a//b", "100%25", "…"]
)
def test_a_word_comes_back_from_its_address_as_it_was(word):
    way = WordConverter()
    part = way.to_url(word)
    assert "/" not in part
    assert part not in {".", ".."}
    assert way.to_python(part) == word


def test_what_was_linked_before_still_leads_there():
    assert WordConverter().to_python(unquote("%E8%8C%B6")) == "茶"
    assert WordConverter().to_python("50%") == "50%"
