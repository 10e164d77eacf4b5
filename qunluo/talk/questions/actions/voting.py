"""Vote on questions and answers: one vote each, totals exact under any crowd."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid, Refusal
from qunluo.kernel.stream.record import record
from qunluo.talk.forum import actions as forum
from qunluo.talk.forum import queries as topics
from qunluo.talk.questions import rules
from qunluo.talk.questions.activities import VoteCast, VoteWithdrawn
from qunluo.talk.questions.models import Vote

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.talk.forum.models import Post


@action
def cast_vote(voter: Viewer, post_id: int, value: int) -> None:
    """Vote +1 or -1 on a question or an answer, or change one's vote.

    Refuses with `questions.vote_value`, `questions.own_post`, `questions.not_voted_on`,
    `questions.voted`, `not_permitted`, `missing`, `forum.archived`, `forum.removed`.
    """
    if value not in (-1, 1):
        raise Invalid("questions.vote_value", _("A vote is either up or down."))
    post = _votable(voter, post_id)
    # Leans on questions_vote_once; the row's lock makes two taps count one after the other.
    vote, is_first = Vote.objects.select_for_update(of=("self",)).get_or_create(
        post=post,
        voter_id=voter.member_id,
        defaults={
            "community_id": post.topic.community_id,
            "value": value,
            "cast_at": clock.now(),
        },
    )
    if not is_first and vote.value == value:
        raise Refusal("questions.voted", _("You have voted like this already."))
    before = 0 if is_first else vote.value
    if not is_first:
        Vote.objects.filter(pk=vote.pk).update(value=value, cast_at=clock.now())
    forum.change_score(voter, post.pk, value - before)
    record(VoteCast(**forum.of_post(voter, post.topic, post, whom=post.author_id)))


@action
def withdraw_vote(voter: Viewer, post_id: int) -> None:
    """Take one's vote back; refuses with `questions.not_voted` and like `cast_vote`."""
    post = _votable(voter, post_id)
    vote = (
        Vote.objects.select_for_update(of=("self",))
        .filter(post=post, voter=voter.member_id)
        .first()
    )
    if vote is None:
        raise Refusal("questions.not_voted", _("You have not voted on this."))
    Vote.objects.filter(pk=vote.pk).delete()
    forum.change_score(voter, post.pk, -vote.value)
    record(VoteWithdrawn(**forum.of_post(voter, post.topic, post, whom=post.author_id)))


def _votable(voter: Viewer, post_id: int) -> Post:
    post = topics.post_for(voter, post_id)
    forum.require_member(voter)
    voter.require(rules.VOTE, post.topic.space_id)
    forum.require_lively(post.topic)
    if post.topic.kind != "question" or post.kind == "comment":
        raise Refusal("questions.not_voted_on", _("Only questions and answers are voted on."))
    if post.removed_at is not None:
        raise Refusal("forum.post_removed", _("This post was removed."))
    if post.author_id == voter.member_id:
        raise Refusal("questions.own_post", _("This post is your own. Leave the vote to others."))
    return post
