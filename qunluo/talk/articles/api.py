"""Articles for programs: read what is out, write, send for review, publish, respond."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from ninja import Field, Header, Query, Router, Schema, Status

from qunluo.people.communities.web import entering
from qunluo.talk.articles import actions, queries
from qunluo.talk.forum import actions as forum
from qunluo.talk.forum import queries as topics
from qunluo.talk.forum.web import keep_pace, shapes

if TYPE_CHECKING:
    from django.http import HttpRequest

router = Router(tags=["articles"])
ARTICLES = "/communities/{slug}/articles"
ARTICLE = f"{ARTICLES}/{{article_id}}"
Token = Annotated[str, Header(alias="Idempotency-Key", max_length=64)]
State = Literal["idea", "draft", "in_review", "scheduled", "published", "archived"]


class ArticleWish(Schema):
    """`space` and `series` are slugs."""

    space: Annotated[str, Field(max_length=60)] = ""
    series: Annotated[str, Field(max_length=80)] = ""
    cursor: shapes.Cursor = None
    size: shapes.Size = 20


class ArticleLine(Schema):
    """`minutes` is the time to read it; `address` is a page's."""

    id: str
    title: str
    address: str
    summary: str
    author: shapes.Author
    series: str
    minutes: int
    response_count: int
    published_at: datetime | None


class ArticlePage(Schema):
    items: list[ArticleLine]
    next_cursor: str | None
    previous_cursor: str | None


class Article(ArticleLine):
    """`topic` is the forum topic that holds the responses."""

    html: str
    tags: list[str]
    topic: str
    is_archived: bool
    source_address: str
    source_rights: str


class ArticleDraft(Schema):
    """The working copy of an article on its way; `version` is sent back when saving."""

    id: str
    state: State
    title: str
    body: str
    summary: str
    tags: list[str]
    version: int
    review_note: str
    publish_at: datetime | None


class ArticleWords(Schema):
    title: shapes.Title
    body: Annotated[str, Field(max_length=40_000)] = ""
    summary: Annotated[str, Field(max_length=300)] = ""
    tags: shapes.Tags = []
    source_address: Annotated[str, Field(max_length=200)] = ""
    source_rights: Annotated[str, Field(max_length=120)] = ""


class NewArticle(ArticleWords):
    space: Annotated[str, Field(min_length=1, max_length=60, examples=["square"])]


class SavedArticle(ArticleWords):
    """`version` is the one the program started from; a later one refuses with 409."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]
    reason: Annotated[str, Field(max_length=200)] = ""


class Approval(Schema):
    """`at` null: now."""

    at: datetime | None = None


class SentBack(Schema):
    note: Annotated[str, Field(min_length=1, max_length=1000)]


@router.get(ARTICLES, response=ArticlePage, operation_id="listArticles")
def list_articles(
    request: HttpRequest, slug: str, wanted: Annotated[ArticleWish, Query()]
) -> dict[str, Any]:
    """Published articles, the newest first; a series in its own order."""
    viewer = entering(request, slug, door="visitors")
    space_id = shapes.space_of(viewer, wanted.space) if wanted.space else None
    series_id = queries.series_here(viewer, wanted.series).id if wanted.series else None
    found = queries.article_list(
        viewer, space_id=space_id, series_id=series_id, cursor=wanted.cursor, size=wanted.size
    )
    return {
        "items": [_line(line) for line in found.items],
        "next_cursor": found.next_cursor,
        "previous_cursor": found.previous_cursor,
    }


@router.get(ARTICLE, response=Article, operation_id="getArticle")
def get_article(request: HttpRequest, slug: str, article_id: str) -> dict[str, Any]:
    """A published or archived article with its text."""
    viewer = entering(request, slug, door="visitors")
    sheet = queries.article_page(viewer, shapes.number_of(article_id))
    head = sheet.thread.head
    return {
        "id": str(sheet.id),
        "title": sheet.title,
        "address": shapes.full(sheet.address),
        "summary": sheet.summary,
        "author": shapes.author_of(head.author),
        "series": sheet.series_title,
        "minutes": sheet.minutes,
        "response_count": head.reply_count,
        "published_at": sheet.published_at,
        "html": str(sheet.thread.opening.body),
        "tags": list(head.tags),
        "topic": str(head.id),
        "is_archived": sheet.is_archived,
        "source_address": sheet.source_address,
        "source_rights": sheet.source_rights,
    }


@router.post(ARTICLES, response={201: shapes.Made}, operation_id="beginArticle")
def begin(
    request: HttpRequest, slug: str, sent: NewArticle, token: Token = ""
) -> Status[dict[str, str]]:
    """A draft that only its author and the publishers read."""
    viewer = entering(request, slug)
    space = shapes.space_of(viewer, sent.space)

    def write() -> int:
        keep_pace(viewer)
        return actions.begin_article(viewer, space, _wording(sent))

    made = forum.submit_once(viewer, token, write)
    address = shapes.full(queries.article_address(slug, made))
    return Status(201, {"id": str(made), "address": address})


@router.get(f"{ARTICLE}/draft", response=ArticleDraft, operation_id="getArticleDraft")
def get_draft(request: HttpRequest, slug: str, article_id: str) -> dict[str, Any]:
    """For its author and those who publish."""
    sheet = queries.draft_sheet(entering(request, slug), shapes.number_of(article_id))
    plain = ("state", "title", "body", "summary", "review_note", "publish_at")
    return {
        **{name: getattr(sheet, name) for name in plain},
        "id": str(sheet.id),
        "tags": list(sheet.tags),
        "version": sheet.seen,
    }


@router.put(f"{ARTICLE}/draft", response=ArticleDraft, operation_id="saveArticle")
def save(request: HttpRequest, slug: str, article_id: str, sent: SavedArticle) -> dict[str, Any]:
    """Of a published article readers see what is saved at once."""
    viewer, number = entering(request, slug), shapes.number_of(article_id)
    kept = queries.draft_sheet(viewer, number)
    wording = _wording(sent, kept)
    keep_pace(viewer)
    actions.save_article(viewer, number, sent.version, wording=wording, reason=sent.reason)
    return get_draft(request, slug, article_id)


@router.put(f"{ARTICLE}/review", response={204: None}, operation_id="askForReview")
def ask_for_review(request: HttpRequest, slug: str, article_id: str) -> Status[None]:
    actions.ask_for_review(entering(request, slug), shapes.number_of(article_id))
    return Status(204, None)


@router.post(f"{ARTICLE}/review", response={204: None}, operation_id="sendArticleBack")
def send_back(request: HttpRequest, slug: str, article_id: str, sent: SentBack) -> Status[None]:
    actions.send_back(entering(request, slug), shapes.number_of(article_id), sent.note)
    return Status(204, None)


@router.put(f"{ARTICLE}/approval", response={204: None}, operation_id="approveArticle")
def approve(request: HttpRequest, slug: str, article_id: str, sent: Approval) -> Status[None]:
    """Publish now or at a moment; an author's own only where no second reader is asked."""
    actions.approve_article(entering(request, slug), shapes.number_of(article_id), at=sent.at)
    return Status(204, None)


@router.post(f"{ARTICLE}/responses", response={201: shapes.Made}, operation_id="respondToArticle")
def respond(
    request: HttpRequest, slug: str, article_id: str, sent: shapes.NewPost, token: Token = ""
) -> Status[dict[str, str]]:
    viewer = entering(request, slug)
    article = queries.published_article(viewer, shapes.number_of(article_id))

    def post() -> int:
        keep_pace(viewer)
        return actions.respond(viewer, article.topic_id or 0, sent.body)

    made = forum.submit_once(viewer, token, post)
    return Status(201, {"id": str(made), "address": shapes.full(topics.post_address(slug, made))})


def _line(line: queries.ArticleLine) -> dict[str, Any]:
    plain = ("title", "summary", "minutes", "published_at")
    return {
        **{name: getattr(line, name) for name in plain},
        "id": str(line.id),
        "address": shapes.full(line.address),
        "author": shapes.author_of(line.author),
        "series": line.series_title,
        "response_count": line.reply_count,
    }


def _wording(sent: ArticleWords, kept: queries.DraftSheet | None = None) -> actions.Wording:
    return actions.Wording(
        title=sent.title,
        body=sent.body,
        summary=sent.summary,
        tags=tuple(sent.tags),
        series_id=kept.series_id if kept else None,
        series_position=kept.series_position if kept else 0,
        cover_id=kept.cover_id if kept else None,
        source_address=sent.source_address,
        source_rights=sent.source_rights,
    )
