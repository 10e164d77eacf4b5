"""An article in schema.org's words, for search engines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qunluo.talk.articles.queries import ArticleSheet


def article_as_data(sheet: ArticleSheet, site: str, card: str) -> dict[str, Any]:
    """JSON-LD of type Article (schema.org), with absolute addresses."""
    head, opening = sheet.thread.head, sheet.thread.opening
    changed = opening.edited_at or sheet.published_at
    return {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": sheet.title[:110],
        "description": sheet.summary,
        "image": [card],
        "url": f"{site}{sheet.address}",
        "datePublished": sheet.published_at.isoformat() if sheet.published_at else None,
        "dateModified": changed.isoformat() if changed else None,
        "author": {"@type": "Person", "name": head.author.name},
        "keywords": list(head.tags),
        "commentCount": head.reply_count,
    }
