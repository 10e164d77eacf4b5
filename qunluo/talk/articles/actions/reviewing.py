"""Ask for a review, take it back, send an article back with a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Forbidden, Invalid
from qunluo.kernel.stream.record import record
from qunluo.talk.articles import rules
from qunluo.talk.articles.actions.ground import (
    locked_article,
    of_article,
    require_publisher,
    require_state,
)
from qunluo.talk.articles.activities import ArticleSentBack, ReviewAsked, ReviewWithdrawn
from qunluo.talk.articles.models import Article

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def ask_for_review(author: Viewer, article_id: int) -> None:
    """Send a draft to those who publish; until they decide its text stands still.

    Refuses with `articles.not_the_author`, `articles.wrong_state`, `articles.nothing_written`,
    `missing`.
    """
    article = locked_article(author, article_id)
    _require_author(author, article)
    require_state(article, "idea", "draft")
    require_words(article)
    Article.objects.filter(pk=article.pk).update(state="in_review", sent_at=clock.now())
    record(ReviewAsked(**of_article(author, article)))


@action
def withdraw_review(author: Viewer, article_id: int) -> None:
    """Take it back to work on. Refuses with `articles.not_the_author`, `articles.wrong_state`."""
    article = locked_article(author, article_id)
    _require_author(author, article)
    require_state(article, "in_review")
    Article.objects.filter(pk=article.pk).update(state="draft", sent_at=None)
    record(ReviewWithdrawn(**of_article(author, article)))


@action
def send_back(reviewer: Viewer, article_id: int, note: str) -> None:
    """Ask the author for changes; the note says which.

    Refuses with `not_permitted`, `articles.second_reader`, `articles.wrong_state`,
    `articles.note_needed`, `missing`.
    """
    article = locked_article(reviewer, article_id)
    require_publisher(reviewer, article)
    require_state(article, "in_review")
    note = note.replace("\x00", "").strip()[: rules.NOTE_MOST]
    if not note:
        told = str(_("Say what should change, so that the author can mend it."))
        raise Invalid("articles.note_needed", told, fields={"note": told})
    Article.objects.filter(pk=article.pk).update(
        state="draft",
        reviewer=_reviewer(reviewer, article),
        reviewed_at=clock.now(),
        review_note=note,
    )
    record(ArticleSentBack(**of_article(reviewer, article, whom=article.author_id)))


def require_words(article: Article) -> None:
    """Refuses with `articles.nothing_written`."""
    if not article.body_source.strip():
        told = str(_("Write the text first."))
        raise Invalid("articles.nothing_written", told, fields={"body": told})


def _require_author(viewer: Viewer, article: Article) -> None:
    if not rules.is_author(viewer, article):
        told = _("Only its author sends an article for review or takes it back.")
        raise Forbidden("articles.not_the_author", told)


def _reviewer(viewer: Viewer, article: Article) -> int | None:
    """Nobody reviews their own; leans on articles_reviewer_is_another."""
    return None if rules.is_author(viewer, article) else viewer.member_id
