"""React to posts with one of a few signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid, Refusal
from qunluo.kernel.stream.record import record
from qunluo.talk.forum import rules
from qunluo.talk.forum.actions.ground import of_post, require_posting, require_standing
from qunluo.talk.forum.activities import ReactionGiven, ReactionWithdrawn
from qunluo.talk.forum.models import Post, Reaction
from qunluo.talk.forum.queries import post_for

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def react(member: Viewer, post_id: int, sign: str) -> None:
    """Put a sign on a post, each sign once; not on one's own.

    Refuses with `forum.unknown_sign`, `forum.own_post`, `forum.reacted`, `forum.removed`.
    """
    post = _post(member, post_id)
    if sign not in rules.SIGNS:
        raise Invalid("forum.unknown_sign", _("There is no such sign."))
    if post.author_id == member.member_id:
        raise Refusal("forum.own_post", _("This post is your own. Leave signs to others."))
    require_standing(post.topic)
    if post.removed_at is not None:
        raise Refusal("forum.post_removed", _("This post was removed."))
    # Leans on forum_reaction_once.
    _row, is_new = Reaction.objects.get_or_create(
        post=post,
        member_id=member.require_member_id(),
        sign=sign,
        defaults={"given_at": clock.now()},
    )
    if not is_new:
        raise Refusal("forum.reacted", _("You have given this sign already."))
    record(ReactionGiven(**of_post(member, post.topic, post, whom=post.author_id), sign=sign))


@action
def withdraw_reaction(member: Viewer, post_id: int, sign: str) -> None:
    """Refuses with `forum.not_reacted`."""
    post = _post(member, post_id)
    gone, _by_table = Reaction.objects.filter(
        post=post, member=member.member_id, sign=sign
    ).delete()
    if not gone:
        raise Refusal("forum.not_reacted", _("You have not given this sign."))
    record(ReactionWithdrawn(**of_post(member, post.topic, post, whom=post.author_id), sign=sign))


def _post(member: Viewer, post_id: int) -> Post:
    post = post_for(member, post_id)
    require_posting(member, post.topic.space_id, post.topic.community.state)
    return post
