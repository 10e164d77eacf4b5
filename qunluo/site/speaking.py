"""The shell's own words, in the language of LANG or --lang, without starting Django."""

from __future__ import annotations

import gettext as catalogues
import os
from functools import lru_cache

from qunluo.site.environment import PACKAGE


def chosen_language(words: list[str]) -> str:
    """`zh-hans` or `en`: --lang wins, then QUNLUO_LANG, LC_ALL, LC_MESSAGES, LANG."""
    for here, word in enumerate(words):
        if word == "--lang" and here + 1 < len(words):
            return _known(words[here + 1])
        if word.startswith("--lang="):
            return _known(word.partition("=")[2])
    for name in ("QUNLUO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return _known(os.environ[name])
    return "en"


def without_language(words: list[str]) -> list[str]:
    """The words without --lang, which every subcommand understands through us."""
    kept: list[str] = []
    skip = False
    for word in words:
        if skip or word.startswith("--lang="):
            skip = False
        elif word == "--lang":
            skip = True
        else:
            kept.append(word)
    return kept


def _known(name: str) -> str:
    return "zh-hans" if name.lower().startswith("zh") else "en"


@lru_cache(maxsize=2)
def catalogue(language: str) -> catalogues.NullTranslations:
    """The compiled catalogue, read by the standard library alone."""
    if language == "en":
        return catalogues.NullTranslations()
    return catalogues.translation(
        "django", str(PACKAGE / "locale"), languages=["zh_Hans"], fallback=True
    )


class Voice:
    """Says things in one language; made once per command."""

    language = "en"

    def __call__(self, message: str) -> str:
        return catalogue(self.language).gettext(message)


gettext = Voice()
"""`gettext("…")`: translated at once; `gettext.language` is set by the command line."""
