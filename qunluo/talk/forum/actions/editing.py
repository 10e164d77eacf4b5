"""Edit a post: every state is kept, and nobody's words are overwritten unseen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Forbidden, Refusal
from qunluo.kernel.stream.record import record
from qunluo.people.moderation import queries as moderation
from qunluo.talk.forum import rules
from qunluo.talk.forum.actions.ground import (
    locked_post,
    of_post,
    require_posting,
    require_standing,
)
from qunluo.talk.forum.actions.tagging import set_tags
from qunluo.talk.forum.actions.wording import (
    checked_title,
    claim_files,
    keep_mentions,
    slug_of,
    written,
)
from qunluo.talk.forum.activities import PostEdited
from qunluo.talk.forum.models import Draft, Post, Revision, Topic

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer
    from qunluo.talk.forum.actions.wording import Wording


@action
def edit_post(
    editor: Viewer, post_id: int, seen: int, *, wording: Wording, reason: str = ""
) -> None:
    """Set a post's text (and an opening's title and tags); the state before is kept.

    `seen` is the post's revision count that the editor started from. Refuses with
    `moderation.words`, `forum.edited_meanwhile` when somebody was faster, `forum.may_not_edit`, and like `post_reply`.
    """
    post, topic = locked_post(editor, post_id)
    require_posting(editor, topic.space_id, topic.community.state)
    require_standing(topic)
    if not rules.may_edit(editor, post, topic):
        raise Forbidden("forum.may_not_edit", _("You may not edit this post."))
    if post.revision_count != seen:
        told = _("Somebody edited this while you typed. Your text is kept: compare and send again.")
        raise Refusal("forum.edited_meanwhile", told)
    most = rules.COMMENT_MOST if post.kind == "comment" else rules.BODY_MOST
    wording = screened(editor, wording)
    text = written(topic.community_id, wording.body, most=most)
    now = clock.now()
    _keep_first_state(post, topic)
    if post.kind == "opening":
        _set_heading(editor, topic, wording)
    Post.objects.filter(pk=post.pk).update(
        **text.columns(), edited_at=now, revision_count=F("revision_count") + 1
    )
    post.body_source = text.source
    post.source_format = "markdown"
    _keep_state(post, topic, made_at=now, editor_id=editor.member_id, reason=reason)
    keep_mentions(post, text.mentions)
    claim_files(editor, topic, text.source)
    Draft.objects.filter(member=editor.member_id, place=f"post:{post.pk}").delete()
    is_own = post.author_id == editor.member_id
    record(PostEdited(**of_post(editor, topic, post, whom=post.author_id), is_own=is_own))


def screened(editor: Viewer, wording: Wording) -> Wording:
    """The wording as moderation lets it stand; what would have to wait is refused in edits."""
    title = wording.title
    verdict = moderation.screen(editor, wording.body, title=title or "", may_wait=False)
    return replace(wording, body=verdict.body, title=title and verdict.title)


def _set_heading(editor: Viewer, topic: Topic, wording: Wording) -> None:
    if wording.title is not None:
        topic.title = checked_title(wording.title)
        topic.slug = slug_of(topic.title)
        Topic.objects.filter(pk=topic.pk).update(title=topic.title, slug=topic.slug)
    if wording.tags is not None:
        set_tags(editor, topic, wording.tags)


def _keep_first_state(post: Post, topic: Topic) -> None:
    if not post.revisions.exists():
        _keep_state(post, topic, made_at=post.posted_at, editor_id=post.author_id)


def _keep_state(
    post: Post, topic: Topic, *, made_at: datetime, editor_id: int | None, reason: str = ""
) -> None:
    last: int | None = post.revisions.aggregate(last=Max("number"))["last"]
    is_opening = post.kind == "opening"
    tags = list(topic.topic_tags.order_by("pk").values_list("tag__name", flat=True))
    Revision.objects.create(
        post=post,
        number=(last or 0) + 1,
        editor_id=editor_id,
        made_at=made_at,
        title=topic.title if is_opening else "",
        tags=tags if is_opening else [],
        source_format=post.source_format,
        body_source=post.body_source,
        reason=reason[: rules.REASON_MOST],
    )
