"""What the forum tells the town; the names stand in kernel/stream/kinds.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from qunluo.kernel.stream.activity import Activity, Audience


@dataclass(frozen=True, kw_only=True)
class TopicTold(Activity):
    """About a topic as a whole."""

    object_type = "forum.topic"


@dataclass(frozen=True, kw_only=True)
class PostTold(Activity):
    """About one post; `root` is its topic, `about_actor` whom it concerns."""

    object_type = "forum.post"


@dataclass(frozen=True, kw_only=True)
class Opened(TopicTold):
    """A topic of some kind was opened; other domains derive theirs and name it."""

    topic_kind: ClassVar[str] = "topic"
    mention_count: int = 0


@dataclass(frozen=True, kw_only=True)
class TopicOpened(Opened):
    name = "forum.topic_opened"
    verb = "Create"


@dataclass(frozen=True, kw_only=True)
class Replied(PostTold):
    """A reply was posted under a topic of some kind."""

    topic_kind: ClassVar[str] = "topic"
    mention_count: int = 0


@dataclass(frozen=True, kw_only=True)
class ReplyPosted(Replied):
    name = "forum.reply_posted"
    verb = "Create"


@dataclass(frozen=True, kw_only=True)
class PostHeld(PostTold):
    """Something written waits for review; it is told as usual when it is released."""

    name = "forum.post_held"
    verb = "Create"
    audience: Audience = "staff"
    post_kind: str


@dataclass(frozen=True, kw_only=True)
class CommentPosted(PostTold):
    name = "forum.comment_posted"
    verb = "Create"
    mention_count: int = 0


@dataclass(frozen=True, kw_only=True)
class PostEdited(PostTold):
    name = "forum.post_edited"
    verb = "Update"
    is_own: bool = True


@dataclass(frozen=True, kw_only=True)
class PostRemoved(PostTold):
    """`reason` is a class such as `spam`, never prose."""

    name = "forum.post_removed"
    verb = "Delete"
    reason: str
    is_own: bool
    post_kind: str


@dataclass(frozen=True, kw_only=True)
class PostRestored(PostTold):
    name = "forum.post_restored"
    verb = "Undo"
    retracts = "forum.post_removed"
    post_kind: str


@dataclass(frozen=True, kw_only=True)
class TopicPinned(TopicTold):
    name = "forum.topic_pinned"
    verb = "Add"


@dataclass(frozen=True, kw_only=True)
class TopicUnpinned(TopicTold):
    name = "forum.topic_unpinned"
    verb = "Remove"
    retracts = "forum.topic_pinned"


@dataclass(frozen=True, kw_only=True)
class TopicClosed(TopicTold):
    name = "forum.topic_closed"
    verb = "Block"


@dataclass(frozen=True, kw_only=True)
class TopicReopened(TopicTold):
    name = "forum.topic_reopened"
    verb = "Undo"
    retracts = "forum.topic_closed"


@dataclass(frozen=True, kw_only=True)
class TopicMoved(TopicTold):
    name = "forum.topic_moved"
    verb = "Move"
    from_space_id: int


@dataclass(frozen=True, kw_only=True)
class TopicLinked(TopicTold):
    """`target` is the other topic."""

    name = "forum.topic_linked"
    verb = "Add"
    link_kind: str


@dataclass(frozen=True, kw_only=True)
class TopicUnlinked(TopicTold):
    """`target` is the other topic."""

    name = "forum.topic_unlinked"
    verb = "Remove"
    link_kind: str


@dataclass(frozen=True, kw_only=True)
class TagTold(Activity):
    """About a tag of the community; its name is never told, for anybody may have made it."""

    object_type = "forum.tag"


@dataclass(frozen=True, kw_only=True)
class TagRenamed(TagTold):
    name = "forum.tag_renamed"
    verb = "Update"


@dataclass(frozen=True, kw_only=True)
class TagsMerged(TagTold):
    """`object` is the tag that stays; `topic_count`: how many topics the other one brought."""

    name = "forum.tags_merged"
    verb = "Move"
    topic_count: int


@dataclass(frozen=True, kw_only=True)
class TopicFollowed(TopicTold):
    name = "forum.topic_followed"
    verb = "Follow"


@dataclass(frozen=True, kw_only=True)
class TopicUnfollowed(TopicTold):
    name = "forum.topic_unfollowed"
    verb = "Undo"
    retracts = "forum.topic_followed"


@dataclass(frozen=True, kw_only=True)
class ReactionGiven(PostTold):
    name = "forum.reaction_given"
    verb = "Like"
    sign: str


@dataclass(frozen=True, kw_only=True)
class ReactionWithdrawn(PostTold):
    name = "forum.reaction_withdrawn"
    verb = "Undo"
    retracts = "forum.reaction_given"
    sign: str


@dataclass(frozen=True, kw_only=True)
class ClosingSet(TopicTold):
    """A topic will close by itself at a moment."""

    name = "forum.closing_set"
    verb = "Update"


@dataclass(frozen=True, kw_only=True)
class ClosingCalledOff(TopicTold):
    name = "forum.closing_called_off"
    verb = "Undo"
    retracts = "forum.closing_set"


@dataclass(frozen=True, kw_only=True)
class TopicFeatured(TopicTold):
    name = "forum.topic_featured"
    verb = "Add"


@dataclass(frozen=True, kw_only=True)
class TopicUnfeatured(TopicTold):
    name = "forum.topic_unfeatured"
    verb = "Remove"
    retracts = "forum.topic_featured"


@dataclass(frozen=True, kw_only=True)
class PostsCarried(TopicTold):
    """`object` is the topic the posts came to, `target` the one they left."""

    post_count: int


@dataclass(frozen=True, kw_only=True)
class TopicSplit(PostsCarried):
    name = "forum.topic_split"
    verb = "Move"


@dataclass(frozen=True, kw_only=True)
class TopicsMerged(PostsCarried):
    name = "forum.topics_merged"
    verb = "Move"


@dataclass(frozen=True, kw_only=True)
class PostsTakenBack(PostsCarried):
    """A split or a merge was undone."""

    name = "forum.posts_taken_back"
    verb = "Move"


@dataclass(frozen=True, kw_only=True)
class PostMoved(PostTold):
    """One post stands in another topic (`root`) from now on; `target` is the one it left."""

    name = "forum.post_moved"
    verb = "Move"


@dataclass(frozen=True, kw_only=True)
class ReminderDue(PostTold):
    """`about_actor` asked to be reminded of the post; nobody else hears of it."""

    name = "forum.reminder_due"
    verb = "Announce"
    audience: Audience = "parties"
