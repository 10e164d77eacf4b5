"""Pieces of pages that are the same for many readers, made once and kept (ADR 0124).

`{% kept key %}…{% endkept %}` in a template keeps what it drew under the key: everything that the
piece reads, as plain frozen values. A changed value is another key, so nothing is ever stale and
nothing has to be forgotten; what is no longer asked for falls out.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation
from jinja2 import nodes
from jinja2.ext import Extension
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from jinja2.parser import Parser


class Fragments:
    """The pieces last used, up to a number of characters; safe among threads."""

    def __init__(self, most_signs: int) -> None:
        self._most_signs = most_signs
        self._kept: OrderedDict[Hashable, Markup] = OrderedDict()
        self._signs = 0
        self._lock = threading.Lock()

    def find(self, key: Hashable) -> Markup | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def keep(self, key: Hashable, piece: Markup) -> None:
        with self._lock:
            if key in self._kept or len(piece) > self._most_signs // 10:
                return
            self._kept[key] = piece
            self._signs += len(piece)
            while self._signs > self._most_signs:
                self._signs -= len(self._kept.popitem(last=False)[1])

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._signs = 0


fragments = Fragments(settings.FRAGMENT_SIGNS)


class KeptPieces(Extension):
    """The tag. The language always belongs to the key, and so does the place in the template."""

    tags = {"kept"}

    def parse(self, parser: Parser) -> nodes.Node:
        line = next(parser.stream).lineno
        key = parser.parse_expression()
        body = parser.parse_statements(("name:endkept",), drop_needle=True)
        place = nodes.Const(f"{parser.name}:{line}")
        called = self.call_method("_kept", [place, key], lineno=line)
        return nodes.CallBlock(called, [], [], body).set_lineno(line)

    def _kept(self, place: str, key: Hashable, caller: Callable[[], Any]) -> Markup:
        whole = (place, translation.get_language(), key)
        found = fragments.find(whole)
        if found is None:
            found = Markup(caller())  # noqa: S704 - drawn by a template, which escapes
            fragments.keep(whole, found)
        return found
