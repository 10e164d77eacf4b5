"""A feed as RSS 2.0, Atom 1.0 (Django's writers) or JSON Feed 1.1."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed

if TYPE_CHECKING:
    from qunluo.talk.articles.queries import Feed

STYLES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
# What XML 1.0 has no way to say; one such sign and no reader opens the feed.
UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
XML: dict[str, type[SyndicationFeed]] = {"rss": Rss201rev2Feed, "atom": Atom1Feed}


def written_feed(feed: Feed, style: str, *, site: str, home: str, address: str) -> str:
    """`home` is the page it is about and `address` the feed's own, both paths; entries are whole."""
    if style == "json":
        return _json(feed, site, home, address)
    written = XML[style](
        title=_speakable(feed.title),
        link=f"{site}{home}",
        description=_speakable(feed.summary or feed.title),
        language=feed.language,
        feed_url=f"{site}{address}",
    )
    for entry in feed.entries:
        written.add_item(
            title=_speakable(entry.title),
            link=f"{site}{entry.address}",
            description=_speakable(_whole(str(entry.html), site)),
            unique_id=f"{site}{home}#{entry.id}",
            unique_id_is_permalink=False,
            author_name=_speakable(entry.author),
            categories=[_speakable(tag) for tag in entry.tags],
            pubdate=entry.published_at,
            updateddate=entry.changed_at,
        )
    text: str = written.writeString("utf-8")
    return text


def _json(feed: Feed, site: str, home: str, address: str) -> str:
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "description": feed.summary,
            "home_page_url": f"{site}{home}",
            "feed_url": f"{site}{address}",
            "language": feed.language,
            "items": [
                {
                    "id": f"{site}{home}#{entry.id}",
                    "url": f"{site}{entry.address}",
                    "title": entry.title,
                    "summary": entry.summary,
                    "content_html": _whole(str(entry.html), site),
                    "date_published": entry.published_at.isoformat(),
                    "date_modified": entry.changed_at.isoformat(),
                    "authors": [{"name": entry.author}],
                    "tags": list(entry.tags),
                }
                for entry in feed.entries
            ],
        },
        ensure_ascii=False,
    )


def _whole(html: str, site: str) -> str:
    """Readers' programs stand elsewhere: addresses of ours become whole ones."""
    return html.replace('src="/', f'src="{site}/').replace('href="/', f'href="{site}/')


def _speakable(text: str) -> str:
    return UNSPEAKABLE.sub("", text)
