"""A post as its editor types it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import text
from qunluo.kernel.refusal import Forbidden
from qunluo.people.members import queries as members
from qunluo.talk.forum import rules
from qunluo.talk.forum.queries.finding import post_address, post_for, topic_address
from qunluo.talk.forum.queries.lines import tags_of

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer
    from qunluo.talk.forum.queries.drafts import DraftSheet


@dataclass(frozen=True)
class EditSheet:
    """`seen` is the revision count to send back. `title` and `tags` only for openings."""

    post_id: int
    kind: str
    seen: int
    body: str
    title: str
    tags: tuple[str, ...]
    topic_id: int
    space_id: int
    topic_title: str
    topic_address: str
    post_address: str
    is_own: bool
    edited_at: datetime | None = None


def edit_sheet(viewer: Viewer, post_id: int) -> EditSheet:
    """What the edit form starts from; refuses with `missing` and `forum.may_not_edit`."""
    post = post_for(viewer, post_id)
    topic = post.topic
    if not rules.may_edit(viewer, post, topic):
        raise Forbidden("forum.may_not_edit", _("You may not edit this post."))
    is_opening = post.kind == "opening"
    return EditSheet(
        post_id=post.pk,
        kind=post.kind,
        seen=post.revision_count,
        body=typed(post.body_source, post.source_format),
        title=topic.title if is_opening else "",
        tags=tags_of([topic.pk]).get(topic.pk, ()) if is_opening else (),
        topic_id=topic.pk,
        space_id=topic.space_id,
        topic_title=topic.title,
        topic_address=topic_address(viewer.community_slug, topic.pk, topic.slug),
        post_address=post_address(viewer.community_slug, post.pk),
        is_own=post.author_id == viewer.member_id,
        edited_at=post.edited_at,
    )


def is_behind(sheet: EditSheet, kept: DraftSheet | None) -> bool:
    """Whether the post was edited after this draft of an edit was kept."""
    if kept is None or sheet.edited_at is None:
        return False
    return kept.kept_at < sheet.edited_at and kept.body != sheet.body


def typed(source: str, source_format: str) -> str:
    """Stored words as their writer types them: handles instead of ids. Imported HTML becomes plain
    text, since Markdown is what the editor understands."""
    if source_format == "html":
        return text.plain(source)
    people = members.persons(text.ids_in(source))
    return text.for_editing(source, {key: person.handle for key, person in people.items()})
