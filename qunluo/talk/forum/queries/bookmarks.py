"""What a member keeps to find again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.kernel.text import excerpt
from qunluo.kernel.web.paging import Page, page_of
from qunluo.talk.forum.models import Bookmark
from qunluo.talk.forum.queries.finding import post_address, posts_open_to
from qunluo.talk.forum.queries.posts import html_of

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer


@dataclass(frozen=True)
class BookmarkLine:
    """`remind_at` is a reminder to come; past ones are None."""

    post_id: int
    number: int
    title: str
    address: str
    excerpt: str
    note: str
    kept_at: datetime
    remind_at: datetime | None


def bookmarks_of(
    viewer: Viewer, *, cursor: str | None = None, size: int = 30
) -> Page[BookmarkLine]:
    """The viewer's bookmarks in this community that they may still read, the latest first.

    One query; refuses with `paging.bad_cursor`.
    """
    seen = posts_open_to(viewer).filter(removed_at=None, topic__removed_at=None)
    found = Bookmark.objects.filter(member=viewer.require_member_id(), post__in=seen)
    rows = found.select_related("post__topic")
    page = page_of(rows, ("-kept_at", "-pk"), cursor, size=size)
    return page.each(lambda row: _line(viewer, row))


def _line(viewer: Viewer, row: Bookmark) -> BookmarkLine:
    return BookmarkLine(
        post_id=row.post_id,
        number=row.post.number,
        title=row.post.topic.title,
        address=post_address(viewer.community_slug, row.post_id),
        excerpt=excerpt(html_of(row.post), 160),
        note=row.note,
        kept_at=row.kept_at,
        remind_at=row.remind_at if row.reminded_at is None else None,
    )
