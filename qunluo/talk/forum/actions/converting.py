"""A building block for kinds of topics: a topic becomes one of another kind, in another space."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.action import action
from qunluo.kernel.refusal import Refusal, missing
from qunluo.people.communities import queries as communities
from qunluo.talk.forum import rules
from qunluo.talk.forum.actions.ground import locked_topic, require_standing
from qunluo.talk.forum.actions.ordering import carry_files, topics_after_move
from qunluo.talk.forum.models import Topic

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def change_kind(actor: Viewer, topic_id: int, kind: str, *, space_id: int) -> tuple[Topic, int]:
    """Make it a `topic` or a `question` in a space for such; returns it and the space it left.

    The caller tells. Needs `forum.move` in both spaces. Refuses with `not_permitted`, `missing`,
    `forum.removed`, `forum.wrong_space`, `forum.same_kind`.
    """
    topic = locked_topic(actor, topic_id)
    actor.require(rules.MOVE, topic.space_id)
    require_standing(topic)
    places = {space.id: space for space in communities.place(actor).spaces}
    if space_id not in places:
        raise missing()
    actor.require(rules.MOVE, space_id)
    if topic.kind == kind or topic.kind not in {"topic", "question"}:
        raise Refusal("forum.same_kind", _("This topic cannot become what you chose."))
    if (places[space_id].kind == "questions") != (kind == "question"):
        raise Refusal("forum.wrong_space", _("This space is for something else. Choose another."))
    left = topic.space_id
    Topic.objects.filter(pk=topic.pk).update(kind=kind, space=space_id, is_solved=False)
    carry_files(topic, space_id)
    return topics_after_move(topic.pk), left
