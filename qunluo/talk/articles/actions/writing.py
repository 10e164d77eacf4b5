"""Write an article: begin, save, keep while typing, throw away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Forbidden, Invalid, Refusal, missing
from qunluo.kernel.stream.record import record
from qunluo.people.communities import queries as communities
from qunluo.talk.articles import rules
from qunluo.talk.articles.actions.ground import (
    locked_article,
    of_article,
    require_open,
    require_state,
)
from qunluo.talk.articles.actions.wording import claim_pictures, columns, keep_version
from qunluo.talk.articles.activities import ArticleBegun, ArticleSaved, ArticleThrownAway
from qunluo.talk.articles.models import Article
from qunluo.talk.forum import actions as forum
from qunluo.talk.forum import queries as topics

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.talk.articles.actions.wording import Wording


@action
def begin_article(author: Viewer, space_id: int, wording: Wording, *, is_idea: bool = False) -> int:
    """Write down an idea or a first draft; returns the article's id. Nobody else reads it yet.

    Refuses with `sign_in_required`, `join_required`, `not_permitted`, `missing` (space),
    `articles.wrong_space`, `articles.archived_community` and like `save_article`.
    """
    member_id = forum.require_member(author)
    author.require(rules.WRITE)
    require_open(author)
    place = communities.place(author)
    space = next((entry for entry in place.spaces if entry.id == space_id), None)
    if space is None:
        raise missing()
    if space.kind == "questions":
        told = _("This space is for questions. Choose another for the article.")
        raise Refusal("articles.wrong_space", told)
    now = clock.now()
    article = Article.objects.create(
        community_id=place.id,
        space_id=space_id,
        author_id=member_id,
        state="idea" if is_idea else "draft",
        begun_at=now,
        saved_at=now,
        **columns(author, wording),
    )
    keep_version(article, at=now, editor_id=member_id)
    claim_pictures(author, article)
    record(ArticleBegun(**of_article(author, article)))
    return article.pk


@action
def save_article(
    editor: Viewer, article_id: int, seen: int, *, wording: Wording, reason: str = ""
) -> int:
    """Save a new state; returns its number. Of a published article, readers see it at once.

    `seen` is the version the editor started from. Refuses with `articles.saved_meanwhile` when
    somebody was faster, `articles.may_not_edit`, `articles.wrong_state` (archived), `missing`,
    `forum.title_*`, `forum.too_long`, `forum.empty` (published), `articles.summary_long`,
    `articles.source_address`.
    """
    article = locked_article(editor, article_id)
    if not rules.may_edit(editor, article):
        told = _("You may not edit this article now. While it is reviewed, its text stands still.")
        raise Forbidden("articles.may_not_edit", told)
    require_state(article, *rules.UNDER_WAY, "published")
    _refuse_late(article, seen)
    now = clock.now()
    for name, value in columns(editor, wording).items():
        setattr(article, name, value)
    article.version += 1
    article.saved_at = now
    if article.state == "idea" and article.body_source.strip():
        article.state = "draft"
    _write(article)
    keep_version(article, at=now, editor_id=editor.member_id, reason=reason)
    claim_pictures(editor, article)
    if article.state == "published":
        _change_what_readers_see(editor, article, reason)
    record(
        ArticleSaved(**of_article(editor, article, whom=article.author_id), version=article.version)
    )
    return article.version


@action
def keep_words(author: Viewer, article_id: int, seen: int, *, body: str) -> None:
    """Keep what is being typed in a draft of one's own, without a new version.

    Tells nobody: unsaved words are the author's alone (ADR 0041). Refuses with
    `articles.saved_meanwhile`, `articles.may_not_edit`, `articles.wrong_state`, `missing`.
    """
    article = locked_article(author, article_id)
    if not rules.is_author(author, article):
        raise Forbidden("articles.may_not_edit", _("Only its author keeps a draft."))
    require_state(article, "idea", "draft")
    _refuse_late(article, seen)
    if len(body) > rules.BODY_MOST:
        raise Invalid("forum.too_long", _("This is too long to keep. Shorten it."))
    Article.objects.filter(pk=article.pk).update(
        body_source=body.replace("\r\n", "\n").replace("\x00", ""), saved_at=clock.now()
    )


@action
def throw_article_away(actor: Viewer, article_id: int) -> None:
    """Delete something that was never published; its author or a publisher may.

    Refuses with `articles.wrong_state`, `missing`.
    """
    article = locked_article(actor, article_id)
    require_state(article, *rules.UNDER_WAY)
    record(ArticleThrownAway(**of_article(actor, article, whom=article.author_id)))
    article.delete()


def _refuse_late(article: Article, seen: int) -> None:
    if article.version != seen:
        told = _("Somebody saved this while you typed. Your text is kept: compare and save again.")
        raise Refusal("articles.saved_meanwhile", told)


def _write(article: Article) -> None:
    """Set the working copy; the row is locked."""
    names = (
        *("title", "slug", "body_source", "summary", "tags", "series_id", "series_position"),
        *("cover_id", "source_address", "source_rights", "version", "saved_at", "state"),
    )
    Article.objects.filter(pk=article.pk).update(**{name: getattr(article, name) for name in names})


def _change_what_readers_see(editor: Viewer, article: Article, reason: str) -> None:
    """The forum keeps its own history of the text that readers saw."""
    if article.topic_id is None:
        raise missing()
    post_id = topics.opening_ids([article.topic_id])[article.topic_id]
    sheet = topics.edit_sheet(editor, post_id)
    wording = forum.Wording(article.body_source, article.title, tuple(article.tags))
    forum.edit_post(editor, post_id, sheet.seen, wording=wording, reason=reason)
