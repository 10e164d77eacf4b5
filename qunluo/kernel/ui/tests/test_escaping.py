"""Whatever place of a page a plain text stands in, it comes back from there as it was."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from django.template import engines

from qunluo.kernel.search.asking import asked
from qunluo.kernel.search.excerpts import excerpt, marked
from qunluo.kernel.testing.attacks import corpus

KIT = '{% import "ui/kit.html" as ui with context %}'
# (template, the tags it writes, where the text is to be found: an attribute's name or "" for text)
PLACES = {
    "text": ("<p>{{ it }}</p>", {"p"}, ""),
    "attribute": ('<p title="{{ it }}"></p>', {"p"}, "title"),
    "title": ("<title>{{ it }}</title>", {"title"}, ""),
    "textarea": ("<textarea>{{ it }}</textarea>", {"textarea"}, ""),
    "value": ('<input value="{{ it }}">', {"input"}, "value"),
    "placed": ("<p>{% trans it=it %}About {{ it }}{% endtrans %}</p>", {"p"}, ""),
    "chip": (KIT + "{{ ui.chip(it) }}", {"span"}, ""),
    "header": (KIT + "{{ ui.page_header(it) }}", {"header", "h1", "div"}, ""),
}


class Reader(HTMLParser):
    """Reads a piece of a page as a browser does."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: dict[str, str] = {}
        self.words = ""

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= dict(attrs)

    def handle_data(self, data):
        self.words += data


def written(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


@pytest.mark.parametrize("place", PLACES)
def test_a_text_stands_there_word_for_word(place):
    source, tags, attribute = PLACES[place]
    template = engines["jinja2"].from_string(source)
    for attack in corpus():
        found = written(template.render({"it": attack}))
        assert found.tags <= tags, attack
        if attribute:
            assert found.attributes[attribute] == attack
        else:
            assert attack in found.words or attack.strip() in found.words


def test_what_search_engines_read_closes_no_script():
    template = engines["jinja2"].from_string(
        '<script type="application/ld+json">{{ it|tojson }}</script>'
    )
    for attack in corpus():
        html = template.render({"it": {"headline": attack}})
        inside = html.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
        assert "<" not in inside
        assert json.loads(inside) == {"headline": attack}


def test_what_was_found_is_marked_and_nothing_else():
    for attack in corpus():
        query = asked("alert script img onerror x")
        for html in (marked(attack, query), excerpt(attack, query)):
            assert written(str(html)).tags <= {"mark"}
