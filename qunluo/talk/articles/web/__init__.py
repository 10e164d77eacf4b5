"""What pages of articles are made with: feeds, the picture of a shared link, structured words."""

from __future__ import annotations

from importlib import import_module

from qunluo.talk.articles.web.feeds import STYLES, written_feed
from qunluo.talk.articles.web.structured import article_as_data

__all__ = ["STYLES", "article_as_data", "card_png", "written_feed"]


def card_png(title: str, community: str, author: str) -> bytes:
    """See cards.py; the drawing library is only loaded when a picture is asked for."""
    drawn: bytes = import_module(f"{__name__}.cards").card_png(title, community, author)
    return drawn
