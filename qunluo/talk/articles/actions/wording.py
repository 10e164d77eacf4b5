"""What an article consists of, checked as it is typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import files
from qunluo.kernel.refusal import Invalid, missing
from qunluo.talk.articles import rules
from qunluo.talk.articles.models import Article, Series, Version
from qunluo.talk.forum import actions as forum

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer

ADDRESS_MOST, RIGHTS_MOST = 200, 120


@dataclass(frozen=True)
class Wording:
    """What an author sets. `cover_id` is an uploaded picture's.

    `source_address` and `source_rights` name whose work it is when it comes from elsewhere.
    """

    title: str
    body: str = ""
    summary: str = ""
    tags: tuple[str, ...] = ()
    series_id: int | None = None
    series_position: int = 0
    cover_id: int | None = None
    source_address: str = ""
    source_rights: str = ""


def columns(author: Viewer, wording: Wording) -> dict[str, Any]:
    """The columns of Article that hold it.

    Refuses with `forum.title_*`, `forum.too_long`, `articles.summary_long`,
    `articles.source_address`, `missing` (series, cover).
    """
    title = forum.checked_title(wording.title)
    body = wording.body.replace("\r\n", "\n").replace("\x00", "")
    if len(body) > rules.BODY_MOST:
        told = _("This is %(length)d characters long; at most %(most)d fit. Shorten it.")
        said = str(told) % {"length": len(body), "most": rules.BODY_MOST}
        raise Invalid("forum.too_long", said, fields={"body": said})
    return {
        "title": title,
        "slug": forum.slug_of(title),
        "body_source": body,
        "summary": _summary(wording.summary),
        "tags": list(dict.fromkeys(tag for tag in wording.tags if tag))[: rules.TAGS_MOST],
        "series_id": _series(author, wording.series_id),
        "series_position": max(0, min(wording.series_position, 999)),
        "cover_id": _cover(author, wording.cover_id),
        "source_address": _source(wording.source_address),
        "source_rights": " ".join(wording.source_rights.split())[:RIGHTS_MOST],
    }


def keep_version(
    article: Article, *, at: datetime, editor_id: int | None, reason: str = ""
) -> None:
    """Write the present state down; leans on articles_version_once."""
    Version.objects.create(
        article=article,
        number=article.version,
        editor_id=editor_id,
        saved_at=at,
        title=article.title,
        summary=article.summary,
        body_source=article.body_source,
        reason=" ".join(reason.split())[: rules.REASON_MOST],
    )


def claim_pictures(author: Viewer, article: Article) -> None:
    """Pictures of the text are readable by those who may read its space, and are not swept."""
    if files.keys_in(article.body_source):
        place = {"community_id": article.community_id, "space_id": article.space_id}
        files.claim(author, article.body_source, **place)


def _summary(typed: str) -> str:
    summary = " ".join(typed.replace("\x00", "").split())
    if len(summary) > rules.SUMMARY_MOST:
        told = str(_("The summary is too long; at most %(most)d characters fit."))
        said = told % {"most": rules.SUMMARY_MOST}
        raise Invalid("articles.summary_long", said, fields={"summary": said})
    return summary


def _series(author: Viewer, series_id: int | None) -> int | None:
    if series_id is None:
        return None
    if not Series.objects.filter(pk=series_id, community=author.community_id).exists():
        raise missing()
    return series_id


def _cover(author: Viewer, cover_id: int | None) -> int | None:
    """The picture, if it was uploaded for this community."""
    if cover_id is None:
        return None
    if not files.StoredFile.objects.filter(pk=cover_id, community_id=author.community_id).exists():
        raise missing()
    return cover_id


def _source(typed: str) -> str:
    address = typed.strip()
    if not address:
        return ""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc or len(address) > ADDRESS_MOST:
        told = str(_("Give the whole address, beginning with https://"))
        raise Invalid("articles.source_address", told, fields={"source_address": told})
    return address
