"""Approve, schedule, publish when it is time, archive and bring back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid, Refusal
from qunluo.kernel.stream.record import record
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.talk.articles import rules
from qunluo.talk.articles.actions.ground import (
    locked_article,
    of_article,
    require_publisher,
    require_state,
)
from qunluo.talk.articles.actions.reviewing import require_words
from qunluo.talk.articles.activities import (
    ArticleApproved,
    ArticleArchived,
    ArticleBroughtBack,
    ArticlePublished,
    ScheduleWithdrawn,
)
from qunluo.talk.articles.models import Article
from qunluo.talk.forum import actions as forum

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer

TROUBLE_MOST = 200


@action
def approve_article(reviewer: Viewer, article_id: int, *, at: datetime | None = None) -> None:
    """Publish now, or schedule for `at`; the author stands as who published it.

    Refuses with `not_permitted`, `articles.second_reader`, `articles.wrong_state`,
    `articles.nothing_written`, `articles.past`, `articles.author_gone`, `missing`, and with what
    opening a topic refuses (the author may no longer post there).
    """
    article = locked_article(reviewer, article_id)
    require_publisher(reviewer, article)
    require_state(article, *rules.UNDER_WAY)
    require_words(article)
    now = clock.now()
    if at is not None and at <= now:
        told = str(_("This moment has passed. Choose a later one, or publish now."))
        raise Invalid("articles.past", told, fields={"at": told})
    is_own = rules.is_author(reviewer, article)
    article.reviewer_id = None if is_own else reviewer.member_id
    Article.objects.filter(pk=article.pk).update(
        reviewer=article.reviewer_id,
        reviewed_at=None if is_own else now,
        review_note="",
        publish_trouble="",
        publish_at=at,
        state="scheduled",
    )
    told_of = of_article(reviewer, article, whom=article.author_id)
    record(ArticleApproved(**told_of, is_scheduled=at is not None))
    if at is None:
        _publish(article)


@action
def withdraw_schedule(actor: Viewer, article_id: int) -> None:
    """Back to a draft before it goes out; the author or a publisher may.

    Refuses with `articles.wrong_state`, `missing`.
    """
    article = locked_article(actor, article_id)
    require_state(article, "scheduled")
    Article.objects.filter(pk=article.pk).update(
        state="draft", publish_at=None, publish_trouble="", sent_at=None
    )
    record(ScheduleWithdrawn(**of_article(actor, article, whom=article.author_id)))


def publish_due() -> int:
    """Publish what is scheduled for now or before, each by itself; returns how many went out.

    One that cannot go out (its author left, its space is gone) waits with the reason written on it.
    """
    now = clock.now()
    due = Article.objects.filter(state="scheduled", publish_at__lte=now, publish_trouble="")
    ids = list(due.order_by("publish_at", "pk").values_list("pk", flat=True)[:200])
    return sum(publish_scheduled(SYSTEM, article_id) for article_id in ids)


@action
def archive_article(actor: Viewer, article_id: int) -> None:
    """Take a published article out of lists and feeds; its address still opens, closed to replies.

    Refuses with `not_permitted`, `articles.wrong_state`, `missing`.
    """
    article = locked_article(actor, article_id)
    actor.require(rules.PUBLISH, article.space_id)
    require_state(article, "published")
    Article.objects.filter(pk=article.pk).update(state="archived", archived_at=clock.now())
    record(ArticleArchived(**of_article(actor, article, whom=article.author_id)))


@action
def bring_article_back(actor: Viewer, article_id: int) -> None:
    """Back into lists and feeds. Refuses with `not_permitted`, `articles.wrong_state`."""
    article = locked_article(actor, article_id)
    actor.require(rules.PUBLISH, article.space_id)
    require_state(article, "archived")
    Article.objects.filter(pk=article.pk).update(state="published", archived_at=None)
    record(ArticleBroughtBack(**of_article(actor, article, whom=article.author_id)))


@action
def publish_scheduled(_actor: Viewer, article_id: int) -> bool:
    """Publish one article whose time has come; whether it went out.

    Quiet when another worker was faster or the schedule was withdrawn meanwhile.
    """
    due = Article.objects.filter(pk=article_id, state="scheduled", publish_at__lte=clock.now())
    article = due.select_for_update(of=("self",)).first()
    if article is None:
        return False
    try:
        with transaction.atomic():
            _publish(article)
    except Refusal as refusal:
        trouble = str(refusal.message)[:TROUBLE_MOST]
        Article.objects.filter(pk=article_id).update(publish_trouble=trouble)
        return False
    return True


def _publish(article: Article) -> None:
    """Open the topic that readers see, as the author."""
    author = _author(article)
    topic_id = forum.open_topic(
        author,
        article.space_id,
        article.title,
        body=article.body_source,
        tags=article.tags,
        telling=ArticlePublished,
    )
    Article.objects.filter(pk=article.pk).update(
        state="published",
        topic=topic_id,
        published_at=clock.now(),
        publish_at=None,
        archived_at=None,
    )


def _author(article: Article) -> Viewer:
    if article.author_id is not None:
        slug = communities.slug_of(article.community_id) or ""
        person = members.viewer_by_id(article.author_id)
        author = communities.entrance(person, slug).viewer
        if author.is_member:
            return author
    told = _("Its author is no longer a member here, so it cannot be published in their name.")
    raise Refusal("articles.author_gone", told)
