"""What questions give to the forum's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.digest import Row, digest_part
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.members.ports import keeps_about
from qunluo.people.notices.ports import NoticeKind, notice_kind
from qunluo.people.welcome.ports import StepKind, step_kind
from qunluo.talk.forum.ports import KindMarks, KindWords, follows_tags, provide_kind
from qunluo.talk.questions import actions, queries
from qunluo.talk.questions.models import Question, Vote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qunluo.kernel.viewer import Viewer
    from qunluo.talk.forum.models import Topic


class QuestionTopics:
    """Topics that ask."""

    kind = "question"
    post_template = "questions/_beside_post.html"
    foot_template = "questions/_acceptance.html"
    default_order = "best"
    words = KindWords(
        new=_("Ask a question"),
        new_placeholder=_("What are you trying to do, what did you try, and what happened?"),
        reply=_("Answer"),
        placeholder=_("Say what worked for you, step by step. A link or a picture helps."),
        no_replies=_("Nobody has answered yet. If you know even a part of it, write that part."),
    )

    def new_address(self, community_slug: str, space_slug: str) -> str:
        place = {"community": community_slug, "space": space_slug}
        return reverse("questions:new_question", kwargs=place)

    def reply_address(self, community_slug: str, topic_id: int) -> str:
        place = {"community": community_slug, "topic_id": topic_id}
        return reverse("questions:answers", kwargs=place)

    def own_address(self, _community_slug: str, _topic_id: int) -> str:
        return ""

    def marks(self, viewer: Viewer, topic: Topic) -> KindMarks:
        return queries.marks_of(viewer, topic)

    def purge(self, community_id: int) -> None:
        actions.purge_questions(SYSTEM, community_id)


class Votes:
    """How somebody voted; nobody else is told."""

    label = "questions.vote"

    def export(self, member_id: int) -> Iterable[Mapping[str, object]]:
        return queries.votes_kept(member_id)

    def erase(self, member_id: int) -> None:
        """A vote stays for the counts, beside a forgotten person; an expert is asked no more."""
        actions.forget_expert(SYSTEM, member_id)


def _waiting_page(viewer: Viewer, _space: str, _kind: str) -> str:
    return reverse("questions:unanswered", kwargs={"community": viewer.community_slug})


provide_kind(QuestionTopics())
step_kind(
    StepKind(
        "answer",
        _("Answer somebody"),
        _("You know something others do not. One helpful sentence is an answer."),
        40,
        frozenset(("questions.answer_given", "forum.reply_posted", "forum.comment_posted")),
        _waiting_page,
    )
)
follows_tags(actions.move_experts)
keeps_about(Votes())


@digest_part("questions.questions")
def _questions(community_id: int) -> Iterator[Row]:
    return (
        Question.objects.filter(community=community_id)
        .values_list(
            *("topic__title", "accepted_post__number", "accepted_at", "accepted_by__handle"),
            "answered_at",
        )
        .iterator()
    )


@digest_part("questions.votes")
def _votes(community_id: int) -> Iterator[Row]:
    return (
        Vote.objects.filter(community=community_id)
        .values_list("post__topic__title", "post__number", "voter__handle", "value", "cast_at")
        .iterator()
    )


notice_kind(
    NoticeKind(
        "questions.answer",
        _("Answers to my questions"),
        _("%(who)s answered %(title)s"),
        icon="message-square",
        order=21,
        email="now",
        push="now",
        is_once=True,
    )
)
notice_kind(
    NoticeKind(
        "questions.expert",
        _("Questions I am asked as an expert"),
        _("%(title)s waits for an answer, and it is your turn"),
        icon="graduation-cap",
        order=15,
        email="now",
        is_once=True,
    )
)
notice_kind(
    NoticeKind(
        "questions.accepted",
        _("My answer is accepted"),
        _("%(who)s accepted your answer to %(title)s"),
        icon="check",
        order=25,
        is_once=True,
    )
)
