"""What every write of articles stands on: the article under lock, who may, and what is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import preferences
from qunluo.kernel.refusal import Forbidden, Refusal, one_or_missing
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.talk.articles import rules
from qunluo.talk.articles.models import Article
from qunluo.talk.articles.queries.finding import articles_seen_by
from qunluo.talk.forum import actions as forum

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


def locked_article(viewer: Viewer, article_id: int) -> Article:
    """The article under a row lock, for those who may work on it; refuses with `missing`."""
    forum.require_member(viewer)
    found = articles_seen_by(viewer).filter(pk=article_id)
    article = one_or_missing(found.select_for_update(of=("self",)))
    require_open(viewer)
    return article


def require_open(viewer: Viewer) -> None:
    """Refuses with `articles.archived_community`."""
    if communities.place(viewer).state == "archived":
        told = _("This community is archived. It can only be read.")
        raise Refusal("articles.archived_community", told)


def require_state(article: Article, *states: str) -> None:
    """Refuses with `articles.wrong_state` and says where the article is."""
    if article.state not in states:
        told = _("This article is “%(state)s” now. Open it again to see what can be done.")
        state = rules.STATES[article.state]
        raise Refusal("articles.wrong_state", told % {"state": state})


def require_publisher(viewer: Viewer, article: Article) -> None:
    """Refuses with `not_permitted` and `articles.second_reader`."""
    viewer.require(rules.PUBLISH, article.space_id)
    needs_another = preferences.get(viewer, rules.SECOND_READER)
    if not rules.may_publish(viewer, article, needs_another=needs_another):
        told = _("Here an article is published by somebody who did not write it. Ask for a review.")
        raise Forbidden("articles.second_reader", told)


def of_article(viewer: Viewer, article: Article, *, whom: int | None = None) -> dict[str, Any]:
    """The envelope of an activity about an article; `whom` is the member it concerns."""
    key = None
    if whom is not None and whom != viewer.member_id:
        key = members.actor_keys([whom]).get(whom)
    return {
        "object_id": article.pk,
        "community_id": article.community_id,
        "space_id": article.space_id,
        "actor_key": viewer.actor_key,
        "about_actor": key,
        "audience": "staff",
    }
