"""Open a topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Refusal, missing
from qunluo.kernel.stream.record import record
from qunluo.people.communities import queries as communities
from qunluo.people.moderation import queries as moderation
from qunluo.people.moderation.actions import note_written
from qunluo.talk.forum.actions.ground import (
    of_topic,
    require_member,
    require_posting,
)
from qunluo.talk.forum.actions.holding import held_columns, tell_held
from qunluo.talk.forum.actions.tagging import count_tags, set_tags
from qunluo.talk.forum.actions.wording import (
    checked_title,
    claim_files,
    keep_mentions,
    slug_of,
    written,
)
from qunluo.talk.forum.activities import Opened, TopicOpened
from qunluo.talk.forum.models import Draft, Follow, Post, ReadMark, Topic

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.communities.queries import CommunityCard


@action
def open_topic(
    author: Viewer,
    space_id: int,
    title: str,
    *,
    body: str,
    tags: Sequence[str] = (),
    telling: type[Opened] = TopicOpened,
) -> int:
    """Open a topic with its first post; the author follows it. Returns the topic's id.

    What moderation holds is seen by its author and staff only, and told when it is released.
    `telling` is the activity to tell and says what kind of topic this is. Refuses with
    `sign_in_required`, `join_required`, `not_permitted`, `missing` (space), `forum.archived`,
    `forum.wrong_space`, `moderation.words`, `forum.empty`, `forum.too_long`, `forum.title_*`,
    `forum.*tag*`.
    """
    member_id = require_member(author)
    place = _place_for(author, space_id, telling)
    verdict = moderation.screen(author, body, title=checked_title(title))
    title, text = verdict.title, written(place.id, verdict.body)
    now = clock.now()
    topic = Topic.objects.create(
        community_id=place.id,
        space_id=space_id,
        kind=telling.topic_kind,
        title=title,
        slug=slug_of(title),
        author_id=member_id,
        opened_at=now,
        last_posted_at=now,
        last_poster_id=member_id,
        **held_columns(verdict, now),
    )
    first = {"kind": "opening", "number": 1, "author_id": member_id, "posted_at": now}
    held = held_columns(verdict, now)
    post = Post.objects.create(topic=topic, **first, **text.columns(), **held)
    keep_mentions(post, text.mentions)
    claim_files(author, topic, text.source)
    set_tags(author, topic, tags)
    _leave_marks(topic, member_id, now)
    note_written(author, verdict, "forum.topic", topic.pk, title=title, space_id=space_id)
    if verdict.is_held:
        count_tags(topic, -1)
        tell_held(author, topic, post)
    else:
        record(telling(**of_topic(author, topic), mention_count=len(text.mentions)))
    return topic.pk


def _place_for(author: Viewer, space_id: int, telling: type[Opened]) -> CommunityCard:
    """The community, when the author may open this kind of topic in the space."""
    place = communities.place(author)
    space = next((entry for entry in place.spaces if entry.id == space_id), None)
    if space is None:
        raise missing()
    require_posting(author, space_id, place.state)
    if (space.kind == "questions") != (telling.topic_kind == "question"):
        raise Refusal("forum.wrong_space", _("This space is for something else. Choose another."))
    return place


def _leave_marks(topic: Topic, member_id: int, now: datetime) -> None:
    """The author follows the topic and has read it; the draft has become it."""
    Follow.objects.create(topic=topic, member_id=member_id, followed_at=now)
    ReadMark.objects.create(topic=topic, member_id=member_id, post_number=1, read_at=now)
    Draft.objects.filter(member=member_id, place=f"space:{topic.space_id}").delete()
