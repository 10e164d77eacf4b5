"""Take posts away softly, leaving a tombstone, and bring them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Forbidden, Invalid, Refusal
from qunluo.kernel.stream.record import record
from qunluo.people.moderation import actions as moderation
from qunluo.talk.forum import rules
from qunluo.talk.forum.actions.ground import locked_post, of_post, require_member
from qunluo.talk.forum.actions.holding import release
from qunluo.talk.forum.actions.tagging import count_tags
from qunluo.talk.forum.activities import PostRemoved, PostRestored
from qunluo.talk.forum.models import Post, Topic

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer


@action
def remove_post(actor: Viewer, post_id: int, *, reason: str = "author", note: str = "") -> None:
    """Remove a post; removing an opening removes its topic from all lists.

    `reason` is a class of rules.REMOVAL_REASONS (others need one besides `author`). Another's author
    is told it with the `note`, and may appeal. Refuses with `forum.may_not_remove`,
    `forum.already_removed`, `forum.reason_missing`.
    """
    require_member(actor)
    post, topic = locked_post(actor, post_id)
    is_own = post.author_id == actor.member_id
    if reason not in rules.REMOVAL_REASONS or reason in rules.UNCHOSEN:
        raise _reason_missing()
    _take_away(actor, post, topic, reason=reason, note=note)
    if not is_own:
        moderation.note_removal(
            actor, _taken(post, topic), rules.REMOVAL_REASONS[reason], note=note
        )


@action
def restore_post(actor: Viewer, post_id: int) -> None:
    """Bring a removed post (and with an opening, its topic) back.

    Refuses with `forum.not_removed` and `forum.may_not_restore`.
    """
    require_member(actor)
    post, topic = locked_post(actor, post_id)
    _bring_back(actor, post, topic)
    moderation.note_restoring(actor, *_named(post))


@action
def hide_post(actor: Viewer, post_id: int, *, reason: str) -> None:
    """Like `remove_post`, for a decision that is on record already; `held` puts it into review."""
    require_member(actor)
    post, topic = locked_post(actor, post_id)
    known = reason if reason in rules.REMOVAL_REASONS and reason != "author" else "moderation"
    _take_away(actor, post, topic, reason=known, note="" if known == reason else reason)


@action
def show_post(actor: Viewer, post_id: int) -> None:
    """Like `restore_post`, for a decision that is on record already."""
    require_member(actor)
    _bring_back(actor, *locked_post(actor, post_id))


def _take_away(actor: Viewer, post: Post, topic: Topic, *, reason: str, note: str) -> None:
    waits = rules.HELD in {reason, post.removed_reason}
    if post.removed_at is not None and not waits:
        raise Refusal("forum.already_removed", _("This post has been removed already."))
    if not rules.may_remove(actor, post, topic):
        raise Forbidden("forum.may_not_remove", _("You may not remove this post."))
    is_own = post.author_id == actor.member_id
    if reason == rules.MERGED or (reason == "author" and not is_own):
        raise _reason_missing()
    columns = {
        "removed_at": clock.now(),
        "removed_by_id": None if reason == rules.HELD else actor.member_id,
        "removed_reason": reason,
    }
    Post.objects.filter(pk=post.pk).update(**columns, removed_note=note[:300])
    if post.kind == "opening":
        Topic.objects.filter(pk=topic.pk).update(**columns)
    if post.removed_at is None:
        # What was held has never counted.
        _uncount(topic, post)
    record(
        PostRemoved(
            **of_post(actor, topic, post, whom=post.author_id),
            reason=reason,
            is_own=is_own,
            post_kind=post.kind,
        )
    )


def _bring_back(actor: Viewer, post: Post, topic: Topic) -> None:
    if post.removed_at is None:
        raise Refusal("forum.not_removed", _("This post is not removed."))
    if not rules.may_restore(actor, post, topic):
        raise Forbidden("forum.may_not_restore", _("You may not restore this post."))
    if post.removed_reason == rules.HELD:
        release(actor, post, topic)
        return
    columns = {"removed_at": None, "removed_by_id": None, "removed_reason": ""}
    Post.objects.filter(pk=post.pk).update(**columns, removed_note="")
    if post.kind == "opening":
        Topic.objects.filter(pk=topic.pk).update(**columns)
        count_tags(topic, 1)
    _recount(topic, post, 1)
    envelope = of_post(actor, topic, post, whom=post.author_id)
    record(PostRestored(**envelope, post_kind=post.kind))


def _reason_missing() -> Invalid:
    told = _("Choose a reason; the author and readers will see it.")
    return Invalid("forum.reason_missing", told, fields={"reason": told})


def _named(post: Post) -> tuple[str, int]:
    """An opening answers as its topic."""
    if post.kind == "opening":
        return "forum.topic", post.topic_id
    return "forum.post", post.pk


def _taken(post: Post, topic: Topic) -> moderation.Taken:
    return moderation.Taken(
        *_named(post), post.author_id, topic.title, topic.space_id, post.posted_at
    )


def _uncount(topic: Topic, post: Post) -> None:
    if post.kind == "opening":
        count_tags(topic, -1)
    _recount(topic, post, -1)


def _recount(topic: Topic, post: Post, by: int) -> None:
    """Keep `reply_count` and who spoke last true; comments move neither."""
    if post.kind != "reply":
        return
    standing = topic.posts.filter(removed_at=None, kind__in=("opening", "reply"))
    last: datetime | None = standing.aggregate(last=Max("posted_at"))["last"]
    poster = standing.order_by("-posted_at", "-number").values_list("author_id", flat=True).first()
    Topic.objects.filter(pk=topic.pk).update(
        reply_count=F("reply_count") + by,
        last_posted_at=last or topic.opened_at,
        last_poster=poster,
    )
