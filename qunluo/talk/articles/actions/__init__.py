"""Every write of articles; one verb per function."""

from qunluo.talk.articles.actions.collecting import make_series
from qunluo.talk.articles.actions.feeding import make_feed_key, revoke_feed_key
from qunluo.talk.articles.actions.forgetting import forget_member, purge_articles
from qunluo.talk.articles.actions.publishing import (
    approve_article,
    archive_article,
    bring_article_back,
    publish_due,
    withdraw_schedule,
)
from qunluo.talk.articles.actions.responding import respond
from qunluo.talk.articles.actions.reviewing import ask_for_review, send_back, withdraw_review
from qunluo.talk.articles.actions.wording import Wording
from qunluo.talk.articles.actions.writing import (
    begin_article,
    keep_words,
    save_article,
    throw_article_away,
)

__all__ = [
    "Wording",
    "approve_article",
    "archive_article",
    "ask_for_review",
    "begin_article",
    "bring_article_back",
    "forget_member",
    "keep_words",
    "make_feed_key",
    "make_series",
    "publish_due",
    "purge_articles",
    "respond",
    "revoke_feed_key",
    "save_article",
    "send_back",
    "throw_article_away",
    "withdraw_review",
    "withdraw_schedule",
]
