"""A written word as one part of an address: it may hold a slash, a percent sign or only dots."""

from __future__ import annotations

from urllib.parse import unquote


class WordConverter:
    """`path("tags/<word:tag>/")`: what an address cannot hold as itself is escaped once more.

    Servers undo one escape before anybody sees the path; a slash would then cut the word in two.
    """

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        return unquote(value)

    def to_url(self, value: str) -> str:
        word = value.replace("%", "%25").replace("/", "%2F")
        return word.replace(".", "%2E") if word in {".", ".."} else word
