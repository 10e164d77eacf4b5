"""From what a member typed to what is stored: sizes, mentions by id, rendered HTML."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import files, text
from qunluo.kernel.refusal import Invalid
from qunluo.people.communities import queries as communities
from qunluo.talk.forum import rules
from qunluo.talk.forum.models import Mention, Post, Topic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.kernel.viewer import Viewer

SLUG_MOST = 80


@dataclass(frozen=True)
class Wording:
    """What an edit sets. `title` and `tags` only count for openings; None leaves them."""

    body: str
    title: str | None = None
    tags: Sequence[str] | None = None


class Written(text.Written):
    """A checked text ready to be stored in a Post."""

    def columns(self) -> dict[str, object]:
        return super().columns() | {"source_format": "markdown"}


def written(community_id: int, body: str, *, most: int = rules.BODY_MOST) -> Written:
    """Check and render; refuses with `forum.empty` or `forum.too_long` (field `body`)."""
    body = text.tidied(body)
    if not body:
        raise _invalid("forum.empty", "body", _("Write something first."))
    if len(body) > most:
        told = _("This is %(length)d characters long; at most %(most)d fit. Shorten it.")
        raise _invalid("forum.too_long", "body", told % {"length": len(body), "most": most})
    made = text.write(body, partial(communities.ids_by_handle, community_id))
    return Written(made.source, made.html, made.mentions)


def checked_title(title: str) -> str:
    """One line; refuses with `forum.title_short` or `forum.title_long` (field `title`)."""
    title = " ".join(title.replace("\x00", "").split())
    if len(title) < rules.TITLE_LEAST:
        raise _invalid("forum.title_short", "title", _("Give it a title of a few words."))
    if len(title) > rules.TITLE_MOST:
        told = _("The title is too long; at most %(most)d characters fit.")
        raise _invalid("forum.title_long", "title", told % {"most": rules.TITLE_MOST})
    return title


def slug_of(title: str) -> str:
    """The readable end of a topic's address, Chinese kept; may be empty."""
    return slugify(title, allow_unicode=True)[:SLUG_MOST].strip("-")


def keep_mentions(post: Post, member_ids: frozenset[int]) -> None:
    """Set whom a post mentions; leans on forum_mention_once."""
    post.mentions.exclude(member__in=member_ids).delete()
    Mention.objects.bulk_create(
        [Mention(post=post, member_id=member_id) for member_id in member_ids],
        ignore_conflicts=True,
    )


def claim_files(author: Viewer, topic: Topic, source: str) -> None:
    """The author's own files in the text now stand in the topic's space, for its readers only."""
    if files.keys_in(source):
        files.claim(author, source, community_id=topic.community_id, space_id=topic.space_id)


def _invalid(code: str, field: str, told: object) -> Invalid:
    message = str(told)
    return Invalid(code, message, fields={field: message})
