"""Somebody joins: they are greeted. They take a step: perhaps it was the last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.stream.listening import listens_to
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.people.notices import actions as notices
from qunluo.people.welcome import actions, queries

if TYPE_CHECKING:
    from qunluo.kernel.stream.models import StreamLine


@listens_to("communities.member_joined", imports=False)
def greet_newcomers(line: StreamLine) -> None:
    """Founders need no greeting, and who returns knows the place."""
    is_new = not line.facts.get("returning") and line.facts.get("channel") != "founder"
    member_id = _member(line.actor_key) if is_new else None
    if member_id is None or line.community_id is None:
        return
    with clock.at(line.happened_at):
        actions.greet(SYSTEM, line.community_id, member_id, arrived_at=line.happened_at)


@listens_to("welcome.member_greeted", imports=False)
def tell_the_newcomer(line: StreamLine) -> None:
    member_id = _member(line.about_actor)
    if member_id is not None:
        notices.give(line, "welcome.greeted", [member_id])


@listens_to(
    *("communities.membership_changed", "members.profile_changed", "profiles.profile_changed"),
    *("moderation.rules_acknowledged", "profiles.member_followed", "forum.topic_followed"),
    *("forum.topic_opened", "forum.reply_posted", "forum.comment_posted"),
    *("questions.question_asked", "questions.answer_given", "questions.vote_cast"),
    *("forum.reaction_given", "chat.reaction_given"),
    imports=False,
)
def note_the_last_step(line: StreamLine) -> None:
    """Only newcomers whose steps are open are looked at more closely."""
    for community_id, member_id in queries.open_arrivals(line.actor_key, line.community_id):
        slug = communities.slug_of(community_id)
        if slug is None:
            continue
        newcomer = communities.entrance(members.viewer_by_id(member_id), slug).viewer
        with clock.at(line.happened_at):
            actions.finish_first_steps(newcomer)


def _member(actor_key: str | None) -> int | None:
    return members.member_ids_of([actor_key]).get(actor_key) if actor_key else None
