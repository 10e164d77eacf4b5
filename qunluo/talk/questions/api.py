"""Questions for programs: list, ask, answer, vote, accept; how many wait."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from ninja import Field, Header, Query, Router, Schema, Status

from qunluo.people.communities.web import entering
from qunluo.talk.forum import actions as forum
from qunluo.talk.forum import queries as topics
from qunluo.talk.forum.web import keep_pace, keep_pace_of_signs, shapes
from qunluo.talk.questions import actions, queries

if TYPE_CHECKING:
    from django.http import HttpRequest

router = Router(tags=["questions"])
QUESTION = "/communities/{slug}/questions/{question_id}"
POST = "/communities/{slug}/questions/posts/{post_id}"
Token = Annotated[str, Header(alias="Idempotency-Key", max_length=64)]


class QuestionWish(Schema):
    """`state`: unanswered, unsolved (without accepted answer), solved, closed."""

    order: Literal["latest", "newest", "oldest", "top"] = "newest"
    state: Literal["", "unanswered", "unsolved", "solved", "closed"] = ""
    space: Annotated[str, Field(max_length=60)] = ""
    tag: Annotated[str, Field(max_length=60)] = ""
    cursor: shapes.Cursor = None
    size: shapes.Size = 20


class Waiting(Schema):
    """How many open questions nobody answered; `oldest_at` is null when there is none."""

    count: int
    oldest_at: datetime | None


class Vote(Schema):
    value: Literal[-1, 1]


@router.get(
    "/communities/{slug}/questions", response=shapes.TopicPage, operation_id="listQuestions"
)
def list_questions(
    request: HttpRequest, slug: str, wanted: Annotated[QuestionWish, Query()]
) -> dict[str, Any]:
    viewer = entering(request, slug, door="visitors")
    chosen = topics.TopicFilter(
        space_id=shapes.space_of(viewer, wanted.space) if wanted.space else None,
        order=wanted.order,
        tag=wanted.tag,
        state=wanted.state,
        kind="question",
    )
    found = topics.topic_list(viewer, chosen, cursor=wanted.cursor, size=wanted.size)
    return shapes.page_of_topics(found)


@router.get(
    "/communities/{slug}/questions/waiting", response=Waiting, operation_id="getWaitingQuestions"
)
def waiting(request: HttpRequest, slug: str) -> queries.Waiting:
    return queries.waiting(entering(request, slug, door="visitors"))


@router.post(
    "/communities/{slug}/questions", response={201: shapes.Made}, operation_id="askQuestion"
)
def ask(
    request: HttpRequest, slug: str, sent: shapes.NewTopic, token: Token = ""
) -> Status[dict[str, str]]:
    """In a questions space; the same `Idempotency-Key` twice asks once."""
    viewer = entering(request, slug)
    space = shapes.space_of(viewer, sent.space)

    def post() -> int:
        keep_pace(viewer)
        return actions.ask(viewer, space, sent.title, body=sent.body, tags=sent.tags)

    made = forum.submit_once(viewer, token, post)
    address = shapes.full(topics.topic_address(slug, made, ""))
    return Status(201, {"id": str(made), "address": address})


@router.post(f"{QUESTION}/answers", response={201: shapes.Made}, operation_id="answerQuestion")
def answer(
    request: HttpRequest, slug: str, question_id: str, sent: shapes.NewPost, token: Token = ""
) -> Status[dict[str, str]]:
    viewer, topic = entering(request, slug), shapes.number_of(question_id)

    def post() -> int:
        keep_pace(viewer)
        return actions.answer(viewer, topic, sent.body)

    made = forum.submit_once(viewer, token, post)
    address = shapes.full(topics.post_address(slug, made))
    return Status(201, {"id": str(made), "address": address})


@router.put(f"{POST}/vote", response={204: None}, operation_id="castVote")
def cast_vote(request: HttpRequest, slug: str, post_id: str, sent: Vote) -> Status[None]:
    viewer = entering(request, slug)
    keep_pace_of_signs(viewer)
    actions.cast_vote(viewer, shapes.number_of(post_id), sent.value)
    return Status(204, None)


@router.delete(f"{POST}/vote", response={204: None}, operation_id="withdrawVote")
def withdraw_vote(request: HttpRequest, slug: str, post_id: str) -> Status[None]:
    actions.withdraw_vote(entering(request, slug), shapes.number_of(post_id))
    return Status(204, None)


@router.put(f"{POST}/acceptance", response={204: None}, operation_id="acceptAnswer")
def accept(request: HttpRequest, slug: str, post_id: str) -> Status[None]:
    actions.accept_answer(entering(request, slug), shapes.number_of(post_id))
    return Status(204, None)


@router.delete(f"{POST}/acceptance", response={204: None}, operation_id="withdrawAcceptance")
def withdraw_acceptance(request: HttpRequest, slug: str, post_id: str) -> Status[None]:
    actions.withdraw_acceptance(entering(request, slug), shapes.number_of(post_id))
    return Status(204, None)


class Expert(Schema):
    """`calls` and `answers` in the last 30 days."""

    id: str
    name: str
    handle: str
    tags: list[str]
    calls: int
    answers: int


class ExpertWish(Schema):
    """All tags the member is asked about; none: no expert any more."""

    tags: Annotated[list[str], Field(max_length=50)]


class NewPlace(Schema):
    """`space` is the slug of a space of the other kind."""

    space: Annotated[str, Field(min_length=1, max_length=60)]


@router.get(
    "/communities/{slug}/questions/experts", response=list[Expert], operation_id="listExperts"
)
def list_experts(request: HttpRequest, slug: str) -> list[dict[str, Any]]:
    return [
        {
            **shapes.author_of(line.person),
            "id": str(line.person.id),
            "tags": list(line.tags),
            "calls": line.calls,
            "answers": line.answers,
        }
        for line in queries.experts(entering(request, slug))
    ]


@router.put(
    "/communities/{slug}/questions/experts/{handle}",
    response={204: None},
    operation_id="markExpert",
)
def mark_expert(request: HttpRequest, slug: str, handle: str, sent: ExpertWish) -> Status[None]:
    actions.mark_expert(entering(request, slug), handle, sent.tags)
    return Status(204, None)


@router.post(f"{QUESTION}/topic", response={204: None}, operation_id="makeTopic")
def make_topic(request: HttpRequest, slug: str, question_id: str, sent: NewPlace) -> Status[None]:
    """The question becomes a plain topic in a forum space."""
    viewer = entering(request, slug)
    space = shapes.space_of(viewer, sent.space)
    actions.make_topic(viewer, shapes.number_of(question_id), space)
    return Status(204, None)


@router.post(
    "/communities/{slug}/forum/topics/{topic_id}/question",
    response={204: None},
    operation_id="makeQuestion",
)
def make_question(request: HttpRequest, slug: str, topic_id: str, sent: NewPlace) -> Status[None]:
    """The topic becomes a question in a questions space."""
    viewer = entering(request, slug)
    space = shapes.space_of(viewer, sent.space)
    actions.make_question(viewer, shapes.number_of(topic_id), space)
    return Status(204, None)
