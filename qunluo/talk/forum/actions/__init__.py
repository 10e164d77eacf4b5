"""Every write of the forum; one verb per function."""

from qunluo.talk.forum.actions.bookmarking import drop_bookmark, keep_bookmark, remind_due
from qunluo.talk.forum.actions.converting import change_kind
from qunluo.talk.forum.actions.drafting import (
    drop_draft,
    forget_submissions,
    keep_draft,
    submit_once,
)
from qunluo.talk.forum.actions.editing import edit_post
from qunluo.talk.forum.actions.following import follow_topic, mark_read, unfollow_topic
from qunluo.talk.forum.actions.forgetting import forget_member, purge_topics
from qunluo.talk.forum.actions.ground import (
    locked_post,
    of_post,
    of_topic,
    require_lively,
    require_member,
)
from qunluo.talk.forum.actions.opening import open_topic
from qunluo.talk.forum.actions.ordering import (
    close_topic,
    link_topics,
    move_topic,
    pin_topic,
    reopen_topic,
    unlink_topics,
    unpin_topic,
)
from qunluo.talk.forum.actions.reacting import react, withdraw_reaction
from qunluo.talk.forum.actions.removing import hide_post, remove_post, restore_post, show_post
from qunluo.talk.forum.actions.renewing import render_again
from qunluo.talk.forum.actions.replying import post_comment, post_reply
from qunluo.talk.forum.actions.scoring import change_score, mark_solved
from qunluo.talk.forum.actions.splitting import merge_topic, split_topic, take_posts_back
from qunluo.talk.forum.actions.tagging import merge_tags, rename_tag
from qunluo.talk.forum.actions.timing import (
    call_off_closing,
    close_due,
    close_later,
    feature_topic,
    unfeature_topic,
)
from qunluo.talk.forum.actions.warming import warm
from qunluo.talk.forum.actions.wording import Wording, checked_title, slug_of

__all__ = [
    "Wording",
    "call_off_closing",
    "change_kind",
    "change_score",
    "checked_title",
    "close_due",
    "close_later",
    "close_topic",
    "drop_bookmark",
    "drop_draft",
    "edit_post",
    "feature_topic",
    "follow_topic",
    "forget_member",
    "forget_submissions",
    "hide_post",
    "keep_bookmark",
    "keep_draft",
    "link_topics",
    "locked_post",
    "mark_read",
    "mark_solved",
    "merge_tags",
    "merge_topic",
    "move_topic",
    "of_post",
    "of_topic",
    "open_topic",
    "pin_topic",
    "post_comment",
    "post_reply",
    "purge_topics",
    "react",
    "remind_due",
    "remove_post",
    "rename_tag",
    "render_again",
    "reopen_topic",
    "require_lively",
    "require_member",
    "restore_post",
    "show_post",
    "slug_of",
    "split_topic",
    "submit_once",
    "take_posts_back",
    "unfeature_topic",
    "unfollow_topic",
    "unlink_topics",
    "unpin_topic",
    "warm",
    "withdraw_reaction",
]
