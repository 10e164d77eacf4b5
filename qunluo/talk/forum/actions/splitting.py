"""Split a topic, merge two, and take either back; links to posts stay true throughout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid, Refusal, missing
from qunluo.kernel.stream.record import record
from qunluo.people.communities import queries as communities
from qunluo.talk.forum import rules
from qunluo.talk.forum.actions.carrying import carry, carry_back, settle
from qunluo.talk.forum.actions.ground import locked_topic, next_number, of_topic, require_standing
from qunluo.talk.forum.actions.tagging import count_tags, set_tags
from qunluo.talk.forum.actions.wording import checked_title, slug_of
from qunluo.talk.forum.activities import PostsCarried, PostsTakenBack, TopicsMerged, TopicSplit
from qunluo.talk.forum.models import MovedPost, Topic

if TYPE_CHECKING:
    from collections.abc import Collection

    from qunluo.kernel.viewer import Viewer
    from qunluo.talk.forum.models import Post


@action
def split_topic(
    actor: Viewer, topic_id: int, post_ids: Collection[int], *, title: str, space_id: int
) -> int:
    """Let replies, with their comments, become a topic of their own; returns its id.

    The first of them opens it. Needs `forum.move` in both spaces. Refuses with `not_permitted`,
    `missing` (posts, space), `forum.removed`, `forum.split_nothing`, `forum.wrong_space`,
    `forum.carried_too_many`, `forum.title_*`.
    """
    left = locked_topic(actor, topic_id)
    _require_move(actor, left)
    _require_forum_space(actor, space_id)
    replies = list(left.posts.filter(pk__in=post_ids, kind="reply").order_by("number"))
    if not replies or any(post.removed_at for post in replies):
        told = _("Choose the replies that become a topic of their own.")
        raise Invalid("forum.split_nothing", told, fields={"posts": told})
    entered = _opened(left, replies[0], checked_title(title), space_id)
    set_tags(actor, entered, _tag_names(left))
    _carried(actor, left, entered, _with_comments(left, replies), TopicSplit)
    return entered.pk


@action
def merge_topic(actor: Viewer, topic_id: int, into_id: int) -> None:
    """Move all posts of a plain topic behind those of another; its address leads there.

    Needs `forum.move` in both spaces. Refuses with `not_permitted`, `missing`, `forum.removed`,
    `forum.merge_itself`, `forum.merge_kind` (questions and articles), `forum.carried_too_many`.
    """
    if topic_id == into_id:
        raise Refusal("forum.merge_itself", _("A topic cannot be merged into itself."))
    # Locked in one order, so that two merges crossing each other wait instead of failing.
    both = {pk: locked_topic(actor, pk) for pk in sorted((topic_id, into_id))}
    left, entered = both[topic_id], both[into_id]
    for topic in (left, entered):
        _require_move(actor, topic)
        if topic.kind != "topic":
            told = _("Only plain topics are merged. Mark a question as a duplicate instead.")
            raise Refusal("forum.merge_kind", told)
    posts = list(left.posts.order_by("number"))
    _carried(actor, left, entered, posts, TopicsMerged)
    _away(actor, left, entered)


@action
def take_posts_back(actor: Viewer, topic_id: int, from_id: int) -> None:
    """Undo a split or a merge: what the topic gave to another returns under its old numbers.

    A topic left without posts leads here from then on. Needs `forum.move` in both spaces. Refuses
    with `not_permitted`, `missing`, `forum.nothing_to_take_back`, `forum.has_grown` when others
    have replied meanwhile to what a split opened.
    """
    both = {pk: locked_topic(actor, pk) for pk in sorted({topic_id, from_id})}
    home, away = both[topic_id], both[from_id]
    for topic in (home, away):
        actor.require(rules.MOVE, topic.space_id)
    rows = list(home.moved_posts.filter(post__topic=away).select_related("post").order_by("number"))
    if not rows:
        raise Refusal("forum.nothing_to_take_back", _("No posts of this topic stand there."))
    _require_ungrown(away, rows)
    if home.merged_into_id == away.pk:
        _return(home)
    carry_back(home, away, rows)
    if not away.posts.exists():
        _away(actor, away, home)
    settle(actor, home, away)
    _tell(actor, away, home, len(rows), PostsTakenBack)


def _require_move(actor: Viewer, topic: Topic) -> None:
    actor.require(rules.MOVE, topic.space_id)
    require_standing(topic)


def _require_forum_space(actor: Viewer, space_id: int) -> None:
    places = {space.id: space for space in communities.place(actor).spaces}
    if space_id not in places:
        raise missing()
    actor.require(rules.MOVE, space_id)
    if places[space_id].kind == "questions":
        told = _("This space is for something else. Choose another.")
        raise Refusal("forum.wrong_space", told)


def _opened(left: Topic, first: Post, title: str, space_id: int) -> Topic:
    topic = Topic.objects.create(
        community_id=left.community_id,
        space_id=space_id,
        title=title,
        slug=slug_of(title),
        author_id=first.author_id,
        opened_at=first.posted_at,
        last_posted_at=first.posted_at,
        last_poster_id=first.author_id,
        import_batch=left.import_batch,
    )
    return Topic.objects.select_related("space", "community").get(pk=topic.pk)


def _tag_names(topic: Topic) -> list[str]:
    return list(topic.topic_tags.order_by("pk").values_list("tag__name", flat=True))


def _with_comments(topic: Topic, replies: list[Post]) -> list[Post]:
    comments = topic.posts.filter(parent__in=[post.pk for post in replies])
    return sorted([*replies, *comments], key=lambda post: post.number)


def _carried(
    actor: Viewer, left: Topic, entered: Topic, posts: list[Post], telling: type[PostsCarried]
) -> None:
    if len(posts) > rules.CARRIED_MOST:
        told = _("At most %(most)d posts are moved at once.") % {"most": rules.CARRIED_MOST}
        raise Refusal("forum.carried_too_many", told)
    carry(left, entered, posts, first_number=next_number(entered))
    settle(actor, left, entered)
    _tell(actor, left, entered, len(posts), telling)


def _tell(
    actor: Viewer, left: Topic, entered: Topic, count: int, telling: type[PostsCarried]
) -> None:
    target: dict[str, Any] = {"target_type": "forum.topic", "target_id": left.pk}
    record(telling(**of_topic(actor, entered), **target, post_count=count))


def _away(actor: Viewer, left: Topic, entered: Topic) -> None:
    """The emptied topic goes from all lists and leads to the other."""
    if left.removed_at is None:
        count_tags(left, -1)
    Topic.objects.filter(pk=left.pk).update(
        merged_into=entered,
        removed_at=clock.now(),
        removed_by_id=actor.member_id,
        removed_reason=rules.MERGED,
    )


def _return(topic: Topic) -> None:
    free = {"merged_into": None, "removed_at": None, "removed_by": None, "removed_reason": ""}
    Topic.objects.filter(pk=topic.pk).update(**free)
    count_tags(topic, 1)


def _require_ungrown(away: Topic, rows: list[MovedPost]) -> None:
    """A topic that a split opened may go only while all its replies are those of the split."""
    moved = {row.post_id for row in rows}
    opening = away.posts.filter(kind="opening").first()
    if opening is None or opening.pk not in moved:
        return
    if away.posts.exclude(pk__in=moved).filter(kind="reply").exists():
        told = _("Others have replied there since. Merge the two topics instead.")
        raise Refusal("forum.has_grown", told)
