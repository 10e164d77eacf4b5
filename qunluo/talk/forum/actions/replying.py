"""Reply to a topic, and comment below a post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import bus, clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Refusal
from qunluo.kernel.stream.record import record
from qunluo.people.moderation import queries as moderation
from qunluo.people.moderation.actions import note_written
from qunluo.talk.forum import rules
from qunluo.talk.forum.actions.ground import (
    locked_post,
    locked_topic,
    next_number,
    of_post,
    require_posting,
    require_standing,
)
from qunluo.talk.forum.actions.holding import held_columns, tell_held
from qunluo.talk.forum.actions.wording import claim_files, keep_mentions, written
from qunluo.talk.forum.activities import CommentPosted, Replied, ReplyPosted
from qunluo.talk.forum.models import Draft, Follow, Post, ReadMark, Topic

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.moderation.queries import Verdict
    from qunluo.talk.forum.actions.wording import Written


@action
def post_reply(
    author: Viewer, topic_id: int, body: str, *, telling: type[Replied] = ReplyPosted
) -> int:
    """Reply to a topic; returns the post's id. The author follows the topic from now on.

    `telling` is the activity to tell and must fit the topic's kind. Refuses with
    `sign_in_required`, `join_required`, `not_permitted`, `missing`, `forum.archived`,
    `forum.removed`, `forum.topic_closed`, `forum.answer_instead`, `forum.empty`,
    `forum.too_long`, `moderation.words`. What moderation holds is told when it is released.
    """
    topic = _open_for(author, topic_id)
    if topic.kind != telling.topic_kind:
        raise Refusal("forum.answer_instead", _("This is a question. Give an answer instead."))
    verdict = moderation.screen(author, body)
    text = written(topic.community_id, verdict.body)
    post = _post(author, topic, text, kind="reply", verdict=verdict)
    Draft.objects.filter(member=author.member_id, place=f"topic:{topic.pk}").delete()
    if verdict.is_held:
        return post.pk
    Topic.objects.filter(pk=topic.pk).update(
        reply_count=F("reply_count") + 1,
        last_posted_at=post.posted_at,
        last_poster=author.member_id,
    )
    Follow.objects.get_or_create(
        topic=topic, member_id=author.require_member_id(), defaults={"followed_at": post.posted_at}
    )
    envelope = of_post(author, topic, post, whom=topic.author_id)
    record(telling(**envelope, mention_count=len(text.mentions)))
    return post.pk


@action
def post_comment(author: Viewer, post_id: int, body: str) -> int:
    """Comment below an opening or a reply (short, not nested further); returns its id.

    Refuses like `post_reply`, and with `forum.no_comments_on_comments`.
    """
    parent, topic = locked_post(author, post_id)
    _require_open(author, topic)
    if parent.removed_at is not None:
        raise Refusal("forum.post_removed", _("This post was removed. It takes no comments."))
    if parent.kind == "comment":
        told = _("Comments are one level deep. Comment below the post itself.")
        raise Refusal("forum.no_comments_on_comments", told)
    verdict = moderation.screen(author, body)
    text = written(topic.community_id, verdict.body, most=rules.COMMENT_MOST)
    post = _post(author, topic, text, kind="comment", parent=parent, verdict=verdict)
    if verdict.is_held:
        return post.pk
    envelope = of_post(author, topic, post, whom=parent.author_id)
    record(
        CommentPosted(
            **envelope,
            target_type="forum.post",
            target_id=parent.pk,
            mention_count=len(text.mentions),
        )
    )
    return post.pk


def _open_for(author: Viewer, topic_id: int) -> Topic:
    topic = locked_topic(author, topic_id)
    _require_open(author, topic)
    return topic


def _require_open(author: Viewer, topic: Topic) -> None:
    require_posting(author, topic.space_id, topic.community.state)
    require_standing(topic)
    if not rules.may_reply(author, topic):
        raise Refusal("forum.topic_closed", _("This topic is closed. No new posts fit here."))


def _post(
    author: Viewer,
    topic: Topic,
    text: Written,
    *,
    kind: str,
    verdict: Verdict,
    parent: Post | None = None,
) -> Post:
    now = clock.now()
    post = Post.objects.create(
        topic=topic,
        parent=parent,
        kind=kind,
        number=next_number(topic),
        author_id=author.member_id,
        posted_at=now,
        **text.columns(),
        **held_columns(verdict, now),
    )
    keep_mentions(post, text.mentions)
    claim_files(author, topic, text.source)
    # Own words count as read, so the topic is not "new" to the one who just wrote in it.
    ReadMark.objects.update_or_create(
        topic=topic,
        member_id=author.require_member_id(),
        defaults={"post_number": post.number, "read_at": now},
    )
    note_written(author, verdict, "forum.post", post.pk, title=topic.title, space_id=topic.space_id)
    if verdict.is_held:
        tell_held(author, topic, post)
    else:
        bus.tell(f"topic:{topic.pk}", "posted", {"number": post.number, "kind": kind})
    return post
