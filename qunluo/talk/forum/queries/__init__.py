"""Every read of the forum that others may make."""

from qunluo.talk.forum.queries.bookmarks import BookmarkLine, bookmarks_of
from qunluo.talk.forum.queries.crawling import sitemap_entries, sitemap_files
from qunluo.talk.forum.queries.documents import opening_ids
from qunluo.talk.forum.queries.drafts import DraftSheet, draft_at, drafts_of
from qunluo.talk.forum.queries.editing import EditSheet, edit_sheet, is_behind
from qunluo.talk.forum.queries.finding import (
    may_read_topic,
    post_address,
    post_for,
    posts_open_to,
    standing_for,
    topic_address,
    topic_for,
    topics_open_to,
)
from qunluo.talk.forum.queries.history import PostHistory, post_history
from qunluo.talk.forum.queries.home import Acquaintance, HomeFeed, acquaintances, home_feed
from qunluo.talk.forum.queries.lines import TopicLine
from qunluo.talk.forum.queries.lists import (
    TopicFilter,
    TopicList,
    activity_of_spaces,
    similar_topics,
    topic_lines,
    topic_list,
)
from qunluo.talk.forum.queries.moving import MovedLine, where_merged, where_moved
from qunluo.talk.forum.queries.of_member import PostLine, posts_of_member
from qunluo.talk.forum.queries.openings import Opening, openings_of
from qunluo.talk.forum.queries.people import byline, people_of
from qunluo.talk.forum.queries.posts import has_reacted, one_post, post_page
from qunluo.talk.forum.queries.quoting import quotation
from qunluo.talk.forum.queries.sheets import PostSheet, TopicHead, TopicSheet
from qunluo.talk.forum.queries.structured import structured, summary
from qunluo.talk.forum.queries.tags import TagLine, tag_ids, tag_lines
from qunluo.talk.forum.queries.topic_page import page_of_post, topic_head, topic_sheet

__all__ = [
    "Acquaintance",
    "BookmarkLine",
    "DraftSheet",
    "EditSheet",
    "HomeFeed",
    "MovedLine",
    "Opening",
    "PostHistory",
    "PostLine",
    "PostSheet",
    "TagLine",
    "TopicFilter",
    "TopicHead",
    "TopicLine",
    "TopicList",
    "TopicSheet",
    "acquaintances",
    "activity_of_spaces",
    "bookmarks_of",
    "byline",
    "draft_at",
    "drafts_of",
    "edit_sheet",
    "has_reacted",
    "home_feed",
    "is_behind",
    "may_read_topic",
    "one_post",
    "opening_ids",
    "openings_of",
    "page_of_post",
    "people_of",
    "post_address",
    "post_for",
    "post_history",
    "post_page",
    "posts_of_member",
    "posts_open_to",
    "quotation",
    "similar_topics",
    "sitemap_entries",
    "sitemap_files",
    "standing_for",
    "structured",
    "summary",
    "tag_ids",
    "tag_lines",
    "topic_address",
    "topic_for",
    "topic_head",
    "topic_lines",
    "topic_list",
    "topic_sheet",
    "topics_open_to",
    "where_merged",
    "where_moved",
]
