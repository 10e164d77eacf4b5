"""Whom the forum's news concern; notices do the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.stream.listening import listens_to, listens_to_many
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.members import queries as members
from qunluo.people.notices import actions as notices
from qunluo.people.notices import queries as asked
from qunluo.talk.forum import actions
from qunluo.talk.forum.queries import hearing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.kernel.stream.models import StreamLine

CHUNK = 500
WARMING = (
    *("forum.topic_opened", "forum.reply_posted", "forum.post_removed", "forum.post_restored"),
    *("forum.reaction_given", "forum.reaction_withdrawn", "articles.article_published"),
    *("questions.question_asked", "questions.answer_given"),
    *("questions.vote_cast", "questions.vote_withdrawn"),
)


@listens_to("forum.topic_opened", "questions.question_asked")
def tell_of_a_topic(line: StreamLine) -> None:
    """Those it names, and those who follow its space or one of its tags."""
    opening = hearing.opening_of(line.object_id)
    if opening is not None:
        _tell_of_an_opening(line, line.object_id, opening)


def _tell_of_an_opening(
    line: StreamLine, topic_id: int, opening: int, by: int | None = None
) -> None:
    about = ("forum.topic", topic_id)
    notices.give(line, "forum.mention", hearing.mentioned_in(opening), about=about, by=by)
    tags = [("forum.tag", tag_id) for tag_id in hearing.tags_of(topic_id)]
    places = [("communities.space", line.space_id or 0), *tags]
    wanted = asked.watching("forum.new_topic", places)
    notices.give(line, "forum.new_topic", wanted, about=about, places=tags, by=by)


@listens_to("forum.reply_posted", "questions.answer_given")
def tell_of_a_reply(line: StreamLine) -> None:
    """Those it names, the topic's author, then those who follow it; each hears of it once."""
    _tell_of_a_post(line, is_answer=line.name == "questions.answer_given")


@listens_to("forum.comment_posted")
def tell_of_a_comment(line: StreamLine) -> None:
    """Those it names, then whose post it stands below."""
    _tell_the_mentioned(line)
    notices.give(line, "forum.comment", _member(line.about_actor))


@listens_to("forum.post_edited")
def tell_of_an_edit(line: StreamLine) -> None:
    """Only those it names now and did not name before: a mention is told once."""
    if hearing.kind_of_post(line.object_id) == "opening":
        about = ("forum.topic", line.root_id or 0)
        mentioned = hearing.mentioned_in(line.object_id)
        notices.give(line, "forum.mention", mentioned, about=about)
    else:
        _tell_the_mentioned(line)


@listens_to("forum.reaction_given")
def tell_of_a_reaction(line: StreamLine) -> None:
    notices.give(line, "forum.reaction", _member(line.about_actor), about=_post_or_topic(line))


@listens_to("forum.reaction_withdrawn")
def take_back_a_reaction(line: StreamLine) -> None:
    if line.actor_key:
        notices.take_back("forum.reaction", line.actor_key, _post_or_topic(line))


@listens_to("forum.post_removed")
def hide_with_the_post(line: StreamLine) -> None:
    notices.conceal(*_post_or_topic(line))


@listens_to("forum.post_restored")
def tell_what_was_held(line: StreamLine) -> None:
    """What was held or removed stands again: whoever was not told yet is told now."""
    kind, topic_id = line.facts.get("post_kind"), line.root_id or 0
    by = next(iter(_member(line.about_actor)), None)
    notices.reveal(*_post_or_topic(line))
    if kind == "opening":
        _tell_of_an_opening(line, topic_id, line.object_id, by)
    elif kind == "reply":
        _tell_of_a_post(line, is_answer=hearing.is_question(topic_id), by=by)
    elif kind == "comment":
        _tell_the_mentioned(line, by)
        notices.give(line, "forum.comment", hearing.author_above(line.object_id), by=by)


@listens_to("forum.reminder_due")
def remind(line: StreamLine) -> None:
    notices.give(line, "forum.reminder", _member(line.about_actor), about=_post_or_topic(line))


@listens_to_many(*WARMING, imports=True)
def keep_warm(lines: Sequence[StreamLine]) -> None:
    """What was opened, answered or reacted to takes its new place in the hot list."""
    topics = sorted({line.root_id for line in lines if line.root_id is not None})
    for first in range(0, len(topics), CHUNK):
        actions.warm(SYSTEM, topics[first : first + CHUNK])


def _tell_of_a_post(line: StreamLine, *, is_answer: bool, by: int | None = None) -> None:
    topic_id = line.root_id or 0
    author = hearing.author_of_topic(topic_id)
    _tell_the_mentioned(line, by)
    kind = "questions.answer" if is_answer else "forum.reply"
    notices.give(line, kind, [author] if author is not None else [], by=by)
    notices.give(line, "forum.followed", hearing.followers(topic_id), by=by)


def _tell_the_mentioned(line: StreamLine, by: int | None = None) -> None:
    mentioned = hearing.mentioned_in(line.object_id)
    if mentioned:
        notices.give(line, "forum.mention", mentioned, by=by)


def _post_or_topic(line: StreamLine) -> tuple[str, int]:
    """An opening answers as its topic."""
    if hearing.kind_of_post(line.object_id) == "opening":
        return "forum.topic", line.root_id or 0
    return "forum.post", line.object_id


def _member(key: str | None) -> list[int]:
    return list(members.member_ids_of([key]).values()) if key else []
