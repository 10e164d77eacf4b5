"""What the author's and the reviewer's pages show: the working copy and its versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from qunluo.kernel import files, preferences, text
from qunluo.kernel.refusal import one_or_missing
from qunluo.talk.articles import rules
from qunluo.talk.articles.engine.reading import minutes_to_read
from qunluo.talk.articles.models import Version
from qunluo.talk.articles.queries.finding import article_address, articles_seen_by
from qunluo.talk.forum import queries as forum

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django_stubs_ext import StrPromise

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person
    from qunluo.talk.articles.models import Article


@dataclass(frozen=True)
class Steps:
    """What the viewer may do with the article next."""

    edit: bool
    ask: bool
    withdraw: bool
    send_back: bool
    publish: bool
    unschedule: bool
    throw_away: bool
    bring_back: bool


@dataclass(frozen=True)
class DraftSheet:
    """The working copy. `seen` is sent back when saving; `cover` a signed address or empty."""

    id: int
    state: str
    state_label: str | StrPromise
    title: str
    summary: str
    body: str
    html: Markup
    tags: tuple[str, ...]
    space_id: int
    space_name: str
    series_id: int | None
    series_position: int
    cover_id: int | None
    cover: str
    source_address: str
    source_rights: str
    seen: int
    minutes: int
    author: Person
    reviewer: Person | None
    review_note: str
    publish_at: datetime | None
    publish_trouble: str
    saved_at: datetime
    address: str
    is_mine: bool
    needs_another: bool
    may: Steps


@dataclass(frozen=True)
class VersionLine:
    """One saved state; `changes` against the state before, in pieces."""

    number: int
    editor: Person
    saved_at: datetime
    title: str
    reason: str
    changes: tuple[text.Change, ...]


def draft_sheet(viewer: Viewer, article_id: int) -> DraftSheet:
    """Six queries; refuses with `missing`."""
    found = articles_seen_by(viewer).select_related("space")
    article = one_or_missing(found.filter(pk=article_id))
    ids = {article.author_id, article.reviewer_id}
    people = forum.people_of(article.community_id, ids)
    covers = files.addresses(viewer, [article.cover_id], size=640)
    needs_another = preferences.get(viewer, rules.SECOND_READER)
    return DraftSheet(
        id=article.pk,
        state=article.state,
        state_label=rules.STATES[article.state],
        title=article.title,
        summary=article.summary,
        body=article.body_source,
        html=text.show(text.render(article.body_source), {}),
        tags=tuple(article.tags),
        space_id=article.space_id,
        space_name=article.space.name,
        series_id=article.series_id,
        series_position=article.series_position,
        cover_id=article.cover_id,
        cover=covers.get(article.cover_id or 0, ""),
        source_address=article.source_address,
        source_rights=article.source_rights,
        seen=article.version,
        minutes=minutes_to_read(article.body_source),
        author=forum.byline(people, article.author_id),
        reviewer=people.get(article.reviewer_id or 0),
        review_note=article.review_note,
        publish_at=article.publish_at,
        publish_trouble=article.publish_trouble,
        saved_at=article.saved_at,
        address=article_address(viewer.community_slug, article.pk, article.slug),
        is_mine=rules.is_author(viewer, article),
        needs_another=needs_another,
        may=_steps(viewer, article, needs_another=needs_another),
    )


def history(viewer: Viewer, article_id: int) -> tuple[VersionLine, ...]:
    """Every saved state, the newest first; three queries. Refuses with `missing`."""
    article = one_or_missing(articles_seen_by(viewer).filter(pk=article_id))
    rows = list(Version.objects.filter(article=article).order_by("number"))
    people = forum.people_of(article.community_id, {row.editor_id for row in rows})
    lines = [_version(row, before, people) for before, row in _pairs(rows)]
    return tuple(reversed(lines))


def _pairs(rows: Sequence[Version]) -> list[tuple[Version | None, Version]]:
    return list(zip([None, *rows], rows, strict=False))


def _version(row: Version, before: Version | None, people: dict[int, Person]) -> VersionLine:
    return VersionLine(
        number=row.number,
        editor=forum.byline(people, row.editor_id),
        saved_at=row.saved_at,
        title=row.title,
        reason=row.reason,
        changes=tuple(text.differences(before.body_source if before else "", row.body_source)),
    )


def _steps(viewer: Viewer, article: Article, *, needs_another: bool) -> Steps:
    is_mine = rules.is_author(viewer, article)
    publishes = rules.may_publish(viewer, article, needs_another=needs_another)
    state, under_way = article.state, article.state in rules.UNDER_WAY
    return Steps(
        edit=rules.may_edit(viewer, article) and state != "archived",
        ask=is_mine and state in ("idea", "draft") and not publishes,
        withdraw=is_mine and state == "in_review",
        send_back=publishes and state == "in_review" and not is_mine,
        publish=publishes and under_way,
        unschedule=state == "scheduled",
        throw_away=under_way,
        bring_back=state == "archived" and viewer.may(rules.PUBLISH, article.space_id),
    )
