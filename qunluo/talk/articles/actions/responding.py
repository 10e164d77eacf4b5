"""Say something below an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.action import action
from qunluo.kernel.refusal import one_or_missing
from qunluo.talk.articles.activities import ResponseWritten
from qunluo.talk.articles.queries.finding import published_for
from qunluo.talk.forum import actions as forum

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def respond(author: Viewer, topic_id: int, body: str) -> int:
    """Returns the post's id. Refuses with `missing` (not published, archived) and like `post_reply`."""
    one_or_missing(published_for(author).filter(topic=topic_id))
    return forum.post_reply(author, topic_id, body, telling=ResponseWritten)
