"""The piece of a text where something was found, with the words marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from qunluo.kernel.search.analyser import spots

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qunluo.kernel.search.analyser import Spot
    from qunluo.kernel.search.asking import Asked, Phrase

LENGTH, BEFORE = 160, 40
MOST_READ = 50_000


def marked(text: str, asked: Asked) -> Markup:
    """The whole text, such as a title, with what was found in `<mark>`."""
    return _with_marks(text, 0, len(text), _ranges(text, asked))


def excerpt(text: str, asked: Asked) -> Markup:
    """About 160 characters around the first place found; the beginning when it is elsewhere."""
    text = " ".join(text[:MOST_READ].split())
    ranges = _ranges(text, asked)
    start = max(0, ranges[0][0] - BEFORE) if ranges else 0
    end = min(len(text), start + LENGTH)
    start = max(0, min(start, end - LENGTH))
    middle = _with_marks(text, start, end, ranges)
    return Markup("{}{}{}").format("…" if start else "", middle, "…" if end < len(text) else "")


def _ranges(text: str, asked: Asked) -> list[tuple[int, int]]:
    """Where phrases stand, in order, those that touch or overlap made one."""
    found = spots(text)
    places = sorted(place for phrase in asked.phrases for place in _places(found, phrase))
    joined: list[tuple[int, int]] = []
    for start, end in places:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _places(found: Sequence[Spot], phrase: Phrase) -> Iterable[tuple[int, int]]:
    length = len(phrase.terms)
    for place in range(len(found) - length + 1):
        run = found[place : place + length]
        if all(_fits(spot, phrase, n) for n, spot in enumerate(run)):
            yield run[0].start, run[-1].end


def _fits(spot: Spot, phrase: Phrase, n: int) -> bool:
    wanted = phrase.terms[n]
    is_last = n == len(phrase.terms) - 1
    return spot.term.startswith(wanted) if phrase.is_prefix and is_last else spot.term == wanted


def _with_marks(text: str, start: int, end: int, ranges: Iterable[tuple[int, int]]) -> Markup:
    pieces, done = [], start
    inside = ((max(a, start), min(b, end)) for a, b in ranges if b > start and a < end)
    for first, last in inside:
        pieces += [escape(text[done:first]), Markup("<mark>{}</mark>").format(text[first:last])]
        done = last
    return Markup("").join([*pieces, escape(text[done:end])])
