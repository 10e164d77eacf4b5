"""What questions do when posts are removed or come back, and whom their news concern."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.stream.listening import listens_to
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.members import queries as members
from qunluo.people.notices import actions as notices
from qunluo.talk.questions import actions

if TYPE_CHECKING:
    from qunluo.kernel.stream.models import StreamLine


@listens_to("questions.answer_given")
def note_released_answer(line: StreamLine) -> None:
    if line.root_id is not None:
        actions.see_answer(SYSTEM, line.root_id)


@listens_to("forum.post_removed", "forum.post_restored")
def mend_question(line: StreamLine) -> None:
    if line.root_id is not None:
        actions.see_removal(SYSTEM, line.root_id)


@listens_to("questions.answer_accepted")
def tell_whose_answer_it_is(line: StreamLine) -> None:
    if line.about_actor:
        concerned = members.member_ids_of([line.about_actor]).values()
        notices.give(line, "questions.accepted", concerned)


@listens_to("questions.question_asked")
def call_experts(line: StreamLine) -> None:
    actions.call_first(SYSTEM, line.object_id)


@listens_to("questions.expert_asked")
def tell_the_expert(line: StreamLine) -> None:
    if line.about_actor:
        concerned = members.member_ids_of([line.about_actor]).values()
        notices.give(line, "questions.expert", concerned)


@listens_to("forum.topic_split", "forum.posts_taken_back")
def mend_both(line: StreamLine) -> None:
    """An accepted answer may have left its question, or come back."""
    for topic_id in (line.object_id, line.target_id):
        if topic_id is not None:
            actions.see_removal(SYSTEM, topic_id)
