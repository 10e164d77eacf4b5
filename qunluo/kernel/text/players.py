"""A line that is only a link to an uploaded sound or film becomes its player."""

from __future__ import annotations

import re

# What `cleaned` leaves of such a line: its attributes are checked, its words are escaped.
ALONE = re.compile(
    r'<p>(<a href="(/files/[0-9a-f]{32}/[^"]*)"[^>]*>[^<]*\.([0-9A-Za-z]{3,4})</a>)</p>'
)
SOUNDS = frozenset({"mp3", "m4a", "ogg", "oga", "opus", "flac", "wav", "weba"})
FILMS = frozenset({"mp4", "webm", "mov"})


def with_players(html: str) -> str:
    """Sanitised HTML with players; what the file really is was checked when it was uploaded, and
    it is served as that."""
    return ALONE.sub(_player, html) if "/files/" in html else html


def _player(found: re.Match[str]) -> str:
    link, address, ending = found.groups()
    ending = ending.lower()
    tag = "audio" if ending in SOUNDS else "video" if ending in FILMS else ""
    if not tag:
        return found[0]
    player = f'<{tag} controls preload="metadata" src="{address}"></{tag}>'
    return f'<figure class="media">{player}<figcaption>{link}</figcaption></figure>'
