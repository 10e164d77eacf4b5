"""A letter from a template, as text and, in one design, as HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template import engines
from django.utils import translation
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.template.backends.jinja2 import Jinja2

ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?，。；：！？)）]")
BUTTON = re.compile(r"\[([^\[\]]+)\]\((https?://[^\s()]+)\)")
LINK = re.compile(rf"\[(?P<label>[^\[\]]+)\]\((?P<to>https?://[^\s()]+)\)|{ADDRESS.pattern}")
MOST_SUBJECT = 200


@dataclass(frozen=True)
class Written:
    subject: str
    text: str
    html: str


def written(template: str, context: Mapping[str, Any], language: str) -> Written:
    """`template` is a text template such as `members/mail/reset`: a subject line, then paragraphs.

    A paragraph `[label](address)` becomes a button in HTML, the same inside a line a link; in text
    both are `label: address`.
    """
    with translation.override(language or settings.LANGUAGE_CODE):
        text = _render(f"{template}.txt", context)
        subject, _newline, body = text.strip().partition("\n")
        subject = " ".join(subject.split())[:MOST_SUBJECT]
        blocks = [_block(part) for part in re.split(r"\n\s*\n", body.strip()) if part.strip()]
        plain = BUTTON.sub(r"\1: \2", body.strip())
        html = (
            engines["jinja2"]
            .get_template("mail/letter.html")
            .render({"subject": subject, "blocks": blocks, "home": settings.PUBLIC_ADDRESS})
        )
    return Written(subject, f"{plain}\n\n-- \nQunluo 群落 {settings.PUBLIC_ADDRESS}\n", str(html))


def absolute(path: str) -> str:
    """A path as an address that works in a letter."""
    return f"{settings.PUBLIC_ADDRESS}{path}"


def _render(name: str, context: Mapping[str, Any]) -> str:
    """Without escaping: this is text; the HTML escapes it as a whole."""
    pages: Jinja2 = engines["jinja2"]  # type: ignore[assignment]
    return pages.env.overlay(autoescape=False).get_template(name).render(dict(context))


def _block(part: str) -> Markup:
    if button := BUTTON.fullmatch(part.strip()):
        return Markup('<p><a class="button" href="{}">{}</a></p>').format(button[2], button[1])
    lines = [_line(line) for line in part.strip().splitlines()]
    return Markup("<p>{}</p>").format(Markup("<br>\n").join(lines))


def _line(line: str) -> Markup:
    pieces, done = [], 0
    for found in LINK.finditer(line):
        label, address = (found["label"], found["to"]) if found["to"] else (found[0], found[0])
        link = Markup('<a href="{}">{}</a>').format(address, label)
        pieces += [escape(line[done : found.start()]), link]
        done = found.end()
    return Markup("").join([*pieces, escape(line[done:])])
