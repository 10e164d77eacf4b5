"""Permissions of articles, their states, and who may do what with which one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.permissions import permission
from qunluo.kernel.preferences import preference

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.talk.articles.models import Article

STAFF = ("admin", "volunteer")
WRITE = permission(
    "articles.write",
    _("Write articles and send them for review"),
    roles=(*STAFF, "member"),
    speaks=True,
)
PUBLISH = permission(
    "articles.publish",
    _("Review, schedule, publish and archive articles"),
    roles=STAFF,
    by_space=True,
)
SECOND_READER = preference(
    "articles.second_reader",
    default=True,
    type=bool,
    level=("installation", "community"),
    label=_("An article is published by somebody who did not write it"),
)

BODY_MOST, TAGS_MOST = 40_000, 5
SUMMARY_MOST, NOTE_MOST, REASON_MOST = 300, 1000, 200

STATES = {
    "idea": _("Idea"),
    "draft": _("Draft"),
    "in_review": _("In review"),
    "scheduled": _("Scheduled"),
    "published": _("Published"),
    "archived": _("Archived"),
}
UNDER_WAY = ("idea", "draft", "in_review", "scheduled")


def is_author(viewer: Viewer, article: Article) -> bool:
    return viewer.member_id is not None and article.author_id == viewer.member_id


def may_publish(viewer: Viewer, article: Article, *, needs_another: bool) -> bool:
    """Holders of `articles.publish` there; where a second reader is asked, not one's own."""
    if not viewer.is_member or not viewer.may(PUBLISH, article.space_id):
        return False
    return not (needs_another and is_author(viewer, article))


def may_see(viewer: Viewer, article: Article) -> bool:
    """What is not out yet is seen by its author and by those who may publish it."""
    return viewer.is_member and (
        is_author(viewer, article) or viewer.may(PUBLISH, article.space_id)
    )


def may_edit(viewer: Viewer, article: Article) -> bool:
    """The author, except while it is being reviewed; those who may publish it, always."""
    if not viewer.is_member:
        return False
    if viewer.may(PUBLISH, article.space_id):
        return True
    return is_author(viewer, article) and article.state != "in_review" and viewer.may(WRITE)
