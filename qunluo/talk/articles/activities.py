"""What articles tell the town; the names stand in kernel/stream/kinds.py."""

from __future__ import annotations

from dataclasses import dataclass

from qunluo.kernel.stream.activity import Activity
from qunluo.talk.forum.activities import Opened, Replied


@dataclass(frozen=True, kw_only=True)
class ArticlePublished(Opened):
    """The author's contribution, told when readers can first read it; object is its forum topic."""

    name = "articles.article_published"
    verb = "Create"
    topic_kind = "article"


@dataclass(frozen=True, kw_only=True)
class ResponseWritten(Replied):
    """`about_actor` is the article's author."""

    name = "articles.response_written"
    verb = "Create"
    topic_kind = "article"


@dataclass(frozen=True, kw_only=True)
class OfArticle(Activity):
    """About an article on its way; only the team hears of it."""

    object_type = "articles.article"


@dataclass(frozen=True, kw_only=True)
class ArticleBegun(OfArticle):
    name = "articles.article_begun"
    verb = "Add"


@dataclass(frozen=True, kw_only=True)
class ArticleSaved(OfArticle):
    """`version` is the state that was saved."""

    name = "articles.article_saved"
    verb = "Update"
    version: int = 1


@dataclass(frozen=True, kw_only=True)
class ReviewAsked(OfArticle):
    name = "articles.review_asked"
    verb = "Offer"


@dataclass(frozen=True, kw_only=True)
class ReviewWithdrawn(OfArticle):
    name = "articles.review_withdrawn"
    verb = "Undo"
    retracts = "articles.review_asked"


@dataclass(frozen=True, kw_only=True)
class ArticleSentBack(OfArticle):
    """`about_actor` is the author, who finds the reviewer's note on the article."""

    name = "articles.article_sent_back"
    verb = "Reject"


@dataclass(frozen=True, kw_only=True)
class ArticleApproved(OfArticle):
    """`about_actor` is the author; `is_scheduled` when it goes out later."""

    name = "articles.article_approved"
    verb = "Accept"
    is_scheduled: bool = False


@dataclass(frozen=True, kw_only=True)
class ScheduleWithdrawn(OfArticle):
    name = "articles.schedule_withdrawn"
    verb = "Undo"


@dataclass(frozen=True, kw_only=True)
class ArticleArchived(OfArticle):
    name = "articles.article_archived"
    verb = "Remove"


@dataclass(frozen=True, kw_only=True)
class ArticleBroughtBack(OfArticle):
    name = "articles.article_brought_back"
    verb = "Undo"
    retracts = "articles.article_archived"


@dataclass(frozen=True, kw_only=True)
class ArticleThrownAway(OfArticle):
    """Of something that was never published."""

    name = "articles.article_thrown_away"
    verb = "Delete"


@dataclass(frozen=True, kw_only=True)
class SeriesMade(Activity):
    name = "articles.series_made"
    verb = "Create"
    object_type = "articles.series"


@dataclass(frozen=True, kw_only=True)
class FeedKeyMade(Activity):
    name = "articles.feed_key_made"
    verb = "Add"
    object_type = "articles.feed_key"


@dataclass(frozen=True, kw_only=True)
class FeedKeyRevoked(Activity):
    name = "articles.feed_key_revoked"
    verb = "Remove"
    object_type = "articles.feed_key"
