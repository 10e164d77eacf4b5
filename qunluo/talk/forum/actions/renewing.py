"""Stored HTML of posts is made anew when the renderer has changed."""

from __future__ import annotations

from qunluo.kernel import text
from qunluo.kernel.action import action
from qunluo.talk.forum.models import Post


@action
def render_again(after: int, most: int) -> int | None:
    """Up to `most` posts above the id `after`, by id; the last one's id, None when none is left.

    HTML that the source of an import made is cleaned again; it stays its own (ADR 0047).
    """
    found = Post.objects.filter(pk__gt=after).exclude(render_version=text.VERSION)
    posts = list(found.select_for_update().order_by("pk")[:most])
    for post in posts:
        if post.is_rendered_elsewhere:
            post.body_html = text.clean_html(post.body_html)
        else:
            post.body_html = text.rendered(post.body_source, post.source_format)
            post.render_version = text.VERSION
    Post.objects.bulk_update(posts, ["body_html", "render_version"])
    return posts[-1].pk if posts else None
