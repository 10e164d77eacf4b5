"""What this domain plants for the walk, and the samples of its parameters."""

from __future__ import annotations

from typing import Any

from qunluo.talk.forum import actions
from qunluo.talk.forum.models import Post


def plant(place: Any) -> dict[str, object]:
    """A topic with a tag, a reply and a comment, all of them saying the place's secret."""
    topic_id = actions.open_topic(
        place.author,
        place.space.pk,
        f"Topic {place.secret}",
        body=f"Body {place.secret}",
        tags=[place.secret.lower()],
    )
    post_id = actions.post_reply(place.author, topic_id, f"Reply {place.secret}")
    actions.post_comment(place.author, post_id, f"Comment {place.secret}")
    return {
        "topic_id": topic_id,
        "question_id": topic_id,
        "sign": "heart",
        "post_id": Post.objects.get(pk=post_id).pk,
        "forum:topic.slug": "any-words",
        "tag": place.secret.lower(),
        "place": f"topic-{topic_id}",
    }
