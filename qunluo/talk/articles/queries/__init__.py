"""Every read of articles that others may make."""

from qunluo.talk.articles.queries.documents import (
    address_of_topic,
    cards_of,
    covers_shown,
    own_articles,
)
from qunluo.talk.articles.queries.feeds import (
    Feed,
    FeedEntry,
    card_words,
    communities_with_articles,
    feed,
    has_feed_key,
    reader_of,
    sitemap_entries,
)
from qunluo.talk.articles.queries.finding import (
    article_address,
    articles_seen_by,
    published_article,
    published_for,
)
from qunluo.talk.articles.queries.lists import (
    ArticleLine,
    SeriesCard,
    article_list,
    lines_under_way,
    series_cards,
    series_here,
)
from qunluo.talk.articles.queries.pages import ArticleSheet, article_page
from qunluo.talk.articles.queries.writing import DraftSheet, VersionLine, draft_sheet, history

__all__ = [
    "ArticleLine",
    "ArticleSheet",
    "DraftSheet",
    "Feed",
    "FeedEntry",
    "SeriesCard",
    "VersionLine",
    "address_of_topic",
    "article_address",
    "article_list",
    "article_page",
    "articles_seen_by",
    "card_words",
    "cards_of",
    "communities_with_articles",
    "covers_shown",
    "draft_sheet",
    "feed",
    "has_feed_key",
    "history",
    "lines_under_way",
    "own_articles",
    "published_article",
    "published_for",
    "reader_of",
    "series_cards",
    "series_here",
    "sitemap_entries",
]
