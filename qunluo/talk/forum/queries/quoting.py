"""Words of a post as a quotation that names whom it quotes and leads to the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.refusal import missing
from qunluo.kernel.text import plain
from qunluo.people.members import queries as members
from qunluo.talk.forum.queries.finding import post_address, post_for
from qunluo.talk.forum.queries.posts import html_of

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer

MOST = 600


def quotation(viewer: Viewer, post_id: int) -> str:
    """Markdown that quotes a standing post, for an answer to begin with; refuses with `missing`.

    The author is named by handle, so that the name stays what it is today.
    """
    post = post_for(viewer, post_id)
    if post.removed_at is not None or post.topic.removed_at is not None:
        raise missing()
    person = members.persons([post.author_id]).get(post.author_id or 0)
    handle = f"@{person.handle} " if person and person.handle and not person.is_erased else ""
    source = f"{handle}[#{post.number}]({post_address(viewer.community_slug, post.pk)})"
    words = plain(html_of(post)).strip()[:MOST]
    lines = [source, "", *words.splitlines()]
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"
