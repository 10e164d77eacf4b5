"""Whom reviews of articles concern; notices do the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.stream.listening import listens_to
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.people.notices import actions as notices
from qunluo.talk.articles import rules

if TYPE_CHECKING:
    from qunluo.kernel.stream.models import StreamLine

ARTICLE, REVIEW = "articles.article", "articles.review"
DECIDED = {
    "articles.article_sent_back": "articles.sent_back",
    "articles.article_approved": "articles.approved",
}


@listens_to("articles.review_asked")
def tell_who_reviews(line: StreamLine) -> None:
    """Everybody who may publish there; the first to decide takes the notice from the others."""
    readers = communities.holders_of(line.community_id or 0, rules.PUBLISH, space_id=line.space_id)
    notices.give(line, REVIEW, readers)


@listens_to(*DECIDED)
def tell_the_author(line: StreamLine) -> None:
    author = line.about_actor or line.actor_key
    if author:
        notices.take_back(REVIEW, author, (ARTICLE, line.object_id))
    if line.about_actor:
        concerned = members.member_ids_of([line.about_actor]).values()
        notices.give(line, DECIDED[line.name], concerned)


@listens_to("articles.review_withdrawn")
def nothing_waits_any_more(line: StreamLine) -> None:
    if line.actor_key:
        notices.take_back(REVIEW, line.actor_key, (ARTICLE, line.object_id))


@listens_to("articles.article_thrown_away")
def hide_with_the_article(line: StreamLine) -> None:
    notices.conceal(ARTICLE, line.object_id)
