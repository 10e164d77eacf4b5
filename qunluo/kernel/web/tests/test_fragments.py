from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation
from jinja2 import Environment

from qunluo.kernel.web.fragments import Fragments, KeptPieces, fragments
from qunluo.kernel.web.tokens import (
    CSRF_INPUT,
    CSRF_MARK,
    SENDING_MARK,
    TokenMiddleware,
    replace_marks,
)


@pytest.fixture
def drawn():
    """Draws a piece under a key; the list says for whom it was really drawn."""
    fragments.clear()
    made = []
    env = Environment(extensions=[KeptPieces], autoescape=True)
    env.globals["note"] = lambda word: made.append(word) or word
    page = env.from_string("{% kept key %}<b>{{ note(word) }}</b>{% endkept %}")
    yield lambda key, word: page.render(key=key, word=word), made
    fragments.clear()


def test_a_piece_is_drawn_once_per_key(drawn):
    draw, made = drawn
    assert draw((1, "a"), "<i>") == draw((1, "a"), "other") == "<b>&lt;i&gt;</b>"
    assert draw((2, "a"), "tea") == "<b>tea</b>"
    assert made == ["<i>", "tea"]


def test_each_language_has_its_own_piece(drawn):
    draw, made = drawn
    with translation.override("en"):
        draw(1, "tea")
    with translation.override("zh-hans"):
        draw(1, "茶")
    assert made == ["tea", "茶"]


def test_the_oldest_pieces_fall_out_and_a_huge_one_is_not_kept():
    held = Fragments(most_signs=100)
    for n in range(30):
        held.keep(n, "x" * 10)
    assert held.find(29) is not None
    assert held.find(0) is None
    held.keep("huge", "x" * 11)
    assert held.find("huge") is None


def answer_to(body):
    request = RequestFactory().get("/")
    answer = TokenMiddleware(lambda _request: HttpResponse(body))(request)
    return request, answer.content.decode()


def test_marks_become_tokens_of_each_answer():
    request, body = answer_to(f"{CSRF_INPUT}{SENDING_MARK}")
    assert CSRF_MARK not in body
    assert SENDING_MARK not in body
    assert request.META["CSRF_COOKIE_NEEDS_UPDATE"]
    assert answer_to(SENDING_MARK)[1] != answer_to(SENDING_MARK)[1]


def test_a_page_without_a_form_asks_for_no_token():
    request, body = answer_to("nothing to send")
    assert body == "nothing to send"
    assert "CSRF_COOKIE" not in request.META


def test_an_answer_without_marks_is_left_alone():
    answer = HttpResponse(b"\x89PNG")
    replace_marks(RequestFactory().get("/"), answer)
    assert answer.content == b"\x89PNG"
