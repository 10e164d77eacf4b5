"""Posts as sheets: text under today's names, signs, comments, tombstones."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from markupsafe import Markup

from qunluo.kernel import text
from qunluo.kernel.refusal import missing
from qunluo.kernel.text.mentions import marked_ids
from qunluo.kernel.web.paging import Page, page_of
from qunluo.talk.forum import rules
from qunluo.talk.forum.models import Bookmark, Post, Reaction
from qunluo.talk.forum.ports import KindMarks, topic_kinds
from qunluo.talk.forum.queries.finding import post_address, post_for, topic_for, unheld
from qunluo.talk.forum.queries.people import byline, people_of
from qunluo.talk.forum.queries.sheets import PostSheet, ReactionTally, Tombstone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person
    from qunluo.talk.forum.models import Topic

NO_TALLIES: tuple[ReactionTally, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What every post of one page is shown with."""

    viewer: Viewer
    topic: Topic
    marks: KindMarks
    read_number: int | None = None
    has_comments: bool = True
    has_bookmarks: bool = True
    kept: frozenset[int] = frozenset()
    people: Mapping[int, Person] = field(default_factory=dict)
    tallies: Mapping[int, tuple[ReactionTally, ...]] = field(default_factory=dict)
    comments: Mapping[int, tuple[Post, ...]] = field(default_factory=dict)


def post_sheets(
    reading: Reading, posts: Sequence[Post]
) -> tuple[list[PostSheet], Mapping[int, Person]]:
    """Sheets of posts with their comments, and everybody concerned; four queries in all."""
    ids = [post.pk for post in posts]
    below = _comments(reading.viewer, ids) if reading.has_comments else {}
    everything = [*posts, *(comment for comments in below.values() for comment in comments)]
    reading = replace(
        reading,
        people=people_of(reading.topic.community_id, _concerned(reading.topic, everything)),
        tallies=_tallies(reading.viewer, [post.pk for post in everything]),
        comments=below,
        kept=_kept(reading, ids),
    )
    return [_sheet(reading, post) for post in posts], reading.people


def one_post(viewer: Viewer, post_id: int) -> PostSheet:
    """A single post with its comments, for a fragment; refuses with `missing`."""
    post = post_for(viewer, post_id)
    own_held = post.topic.removed_reason == rules.HELD
    if post.topic.removed_at and not (own_held or rules.may_restore(viewer, post, post.topic)):
        raise missing()
    marks = topic_kinds[post.topic.kind].marks(viewer, post.topic)
    sheets, _people = post_sheets(Reading(viewer, post.topic, marks), [post])
    return sheets[0]


def post_page(
    viewer: Viewer, topic_id: int, *, cursor: str | None = None, size: int = 20
) -> Page[PostSheet]:
    """A topic's opening and replies in order of time, by cursor.

    Refuses with `missing`, also for removed topics, and `paging.bad_cursor`.
    """
    topic = topic_for(viewer, topic_id)
    is_held = topic.removed_reason == rules.HELD
    if topic.removed_at and not (is_held or viewer.may(rules.REMOVE, topic.space_id)):
        raise missing()
    rows = topic.posts.filter(unheld(viewer, space="topic__space")).exclude(kind="comment")
    page = page_of(rows, ("number", "pk"), cursor, size=size)
    marks = topic_kinds[topic.kind].marks(viewer, topic)
    sheets, _people = post_sheets(Reading(viewer, topic, marks), page.items)
    return page.of(sheets)


def has_reacted(viewer: Viewer, post_id: int, sign: str) -> bool:
    """Whether the viewer has put this sign on the post."""
    return Reaction.objects.filter(post=post_id, member=viewer.member_id, sign=sign).exists()


def _comments(viewer: Viewer, post_ids: list[int]) -> dict[int, tuple[Post, ...]]:
    seen = unheld(viewer, space="topic__space")
    found = Post.objects.filter(seen, parent__in=post_ids, kind="comment").order_by("number")
    below: dict[int, list[Post]] = defaultdict(list)
    for comment in found:
        below[comment.parent_id or 0].append(comment)
    return {parent: tuple(comments) for parent, comments in below.items()}


def _kept(reading: Reading, post_ids: list[int]) -> frozenset[int]:
    """Which of the posts the viewer has bookmarked."""
    member_id = reading.viewer.member_id
    if member_id is None or not reading.has_bookmarks:
        return frozenset()
    rows = Bookmark.objects.filter(member=member_id, post__in=post_ids)
    return frozenset(rows.values_list("post_id", flat=True))


def _concerned(topic: Topic, posts: Iterable[Post]) -> set[int | None]:
    ids: set[int | None] = {topic.author_id, topic.removed_by_id, topic.closed_by_id}
    for post in posts:
        ids |= {post.author_id, post.removed_by_id, *marked_ids(html_of(post))}
    return ids


def html_of(post: Post) -> str:
    """The stored rendering, or a fresh one when the renderer has changed since."""
    if post.is_rendered_elsewhere or post.render_version == text.VERSION:
        return post.body_html
    return text.rendered(post.body_source, post.source_format)


def _tallies(viewer: Viewer, post_ids: list[int]) -> dict[int, tuple[ReactionTally, ...]]:
    own = Q(member=viewer.member_id) if viewer.member_id else Q(pk__in=[])
    rows = (
        Reaction.objects.filter(post__in=post_ids)
        .values("post_id", "sign")
        .annotate(given=Count("pk"), own=Count("pk", filter=own))
    )
    counts = {(row["post_id"], row["sign"]): (row["given"], row["own"] > 0) for row in rows}
    nothing = (0, False)
    # In the viewer's language once, not once per post and place.
    signs = [(sign, glyph, str(label)) for sign, (glyph, label) in rules.SIGNS.items()]
    return {
        post_id: tuple(
            ReactionTally(*sign, *counts.get((post_id, sign[0]), nothing)) for sign in signs
        )
        for post_id in post_ids
    }


def _sheet(reading: Reading, post: Post) -> PostSheet:
    viewer, topic, marks = reading.viewer, reading.topic, reading.marks
    is_own = viewer.member_id is not None and post.author_id == viewer.member_id
    may_restore = post.removed_at is not None and rules.may_restore(viewer, post, topic)
    is_held = post.removed_reason == rules.HELD
    is_shown = post.removed_at is None or may_restore or (is_held and is_own)
    return PostSheet(
        id=post.pk,
        number=post.number,
        kind=post.kind,
        address=post_address(viewer.community_slug, post.pk),
        author=byline(reading.people, post.author_id, post.author_name),
        body=text.show(html_of(post), reading.people) if is_shown else Markup(""),
        posted_at=post.posted_at,
        edited_at=post.edited_at,
        revision_count=post.revision_count,
        score=post.score,
        vote=marks.votes.get(post.pk, 0),
        is_featured=post.pk == marks.featured_post_id,
        is_own=is_own,
        is_new=reading.read_number is not None and post.number > reading.read_number,
        is_by_opener=post.author_id is not None and post.author_id == topic.author_id,
        reactions=reading.tallies.get(post.pk, NO_TALLIES),
        comments=tuple(_sheet(reading, row) for row in reading.comments.get(post.pk, ())),
        removed=tombstone(post, reading.people, is_staff=may_restore) if post.removed_at else None,
        may_edit=rules.may_edit(viewer, post, topic),
        may_remove=post.removed_at is None and rules.may_remove(viewer, post, topic),
        may_restore=may_restore,
        is_kept=post.pk in reading.kept,
        source_address=post.source_address,
        source_licence=post.source_licence,
    )


def tombstone(
    removed: Post | Topic, people: Mapping[int, Person], *, is_staff: bool
) -> Tombstone | None:
    """Why it is gone, with who and the note for those who may restore it."""
    if removed.removed_at is None:
        return None
    known = rules.REMOVAL_REASONS
    reason = removed.removed_reason if removed.removed_reason in known else "moderation"
    note = removed.removed_note if isinstance(removed, Post) and is_staff else ""
    return Tombstone(
        reason=reason,
        label=known[reason],
        removed_at=removed.removed_at,
        by=byline(people, removed.removed_by_id) if is_staff else None,
        note=note,
    )
