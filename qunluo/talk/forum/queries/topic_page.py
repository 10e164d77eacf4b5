"""A topic's page: its opening, twenty replies in some order, and what the viewer may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from qunluo.kernel import clock
from qunluo.kernel.refusal import missing, one_or_missing
from qunluo.talk.forum import rules
from qunluo.talk.forum.models import (
    Bookmark,
    Draft,
    Follow,
    MovedPost,
    Post,
    ReadMark,
    Topic,
    TopicLink,
)
from qunluo.talk.forum.ports import topic_kinds
from qunluo.talk.forum.queries.finding import topic_address, topics_open_to, unheld
from qunluo.talk.forum.queries.lines import tags_of
from qunluo.talk.forum.queries.moving import merged_lines, moved_lines
from qunluo.talk.forum.queries.people import byline, people_of
from qunluo.talk.forum.queries.posts import Reading, post_sheets, tombstone
from qunluo.talk.forum.queries.sheets import LinkLine, Powers, TopicHead, TopicSheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person
    from qunluo.talk.forum.ports import KindMarks

PAGE_SIZE = 20
ORDERS = ("oldest", "newest", "best")


def topic_sheet(viewer: Viewer, topic_id: int, *, page: int = 1, order: str = "") -> TopicSheet:
    """One page of a topic; ten queries and those of its kind, whatever the number of posts.

    A page beyond the last is the last. Refuses with `missing`; a removed topic has no posts for
    those who may not restore it, only a tombstone in `head.removed`.
    """
    topic = one_or_missing(_with_counts(viewer, topics_open_to(viewer)).filter(pk=topic_id))
    counted: Any = topic
    kind = topic_kinds[topic.kind]
    marks = kind.marks(viewer, topic)
    order = order if order in ORDERS else kind.default_order
    pages = max(1, -(-counted.shown_replies // PAGE_SIZE))
    page = max(1, min(page, pages))
    rows = _opening_and_replies(topic, _ordered(viewer, topic, order, marks), page)
    reading = Reading(
        viewer,
        topic,
        marks,
        read_number=counted.read_number,
        has_comments=counted.has_comments,
        has_bookmarks=counted.has_bookmarks,
    )
    (opening_sheet, *sheets), people = post_sheets(reading, rows)
    shown = [*sheets, *opening_sheet.comments, *(c for sheet in sheets for c in sheet.comments)]
    last = counted.last_number or 1
    read = counted.read_number
    return TopicSheet(
        head=_head(viewer, topic, people),
        kind=kind,
        marks=marks,
        opening=opening_sheet,
        posts=tuple(sheets),
        order=order,
        page=page,
        pages=pages,
        last_number=last,
        page_number=max([1, *(sheet.number for sheet in shown)]),
        first_unread=read + 1 if read is not None and read < last else None,
        is_following=counted.is_following,
        may=_powers(viewer, topic),
        links=_links(viewer, topic) if counted.has_links else (),
        moved=moved_lines(viewer, topic) if counted.has_moved else (),
        merged=merged_lines(topic) if counted.has_merged else (),
        draft=draft_of(viewer, f"topic:{topic.pk}"),
    )


def topic_head(viewer: Viewer, topic_id: int) -> TopicHead:
    """A topic without its posts; refuses with `missing`."""
    topic = one_or_missing(
        topics_open_to(viewer).select_related("space", "community").filter(pk=topic_id)
    )
    people = people_of(topic.community_id, [topic.author_id, topic.removed_by_id])
    return _head(viewer, topic, people)


def page_of_post(viewer: Viewer, topic_id: int, number: int) -> int:
    """The page on which a post stands in its topic's usual order; a comment stands with its post.

    A number beyond the last leads to the last page. Refuses with `missing`.
    """
    topic = one_or_missing(topics_open_to(viewer).filter(pk=topic_id))
    kind = topic_kinds[topic.kind]
    marks = kind.marks(viewer, topic)
    seen = topic.posts.filter(unheld(viewer, space="topic__space"))
    post = seen.filter(number__gte=number).order_by("number").first()
    post = post or seen.order_by("-number").first()
    if post is None:
        raise missing()
    if post.kind == "comment":
        post = topic.posts.get(comments=post)
    if post.kind == "opening":
        return 1
    return _before(viewer, topic, post, marks).count() // PAGE_SIZE + 1


def draft_of(viewer: Viewer, place: str) -> str:
    """The words the viewer left unsent there, or ""."""
    if not viewer.is_member:
        return ""
    found = Draft.objects.filter(member=viewer.member_id, place=place)
    return found.values_list("body_source", flat=True).first() or ""


def _with_counts(viewer: Viewer, topics: QuerySet[Topic]) -> QuerySet[Topic]:
    posts = Post.objects.filter(unheld(viewer, space="topic__space"), topic=OuterRef("pk"))
    replies = posts.filter(kind="reply").order_by().values("topic")
    marks = ReadMark.objects.filter(topic=OuterRef("pk"), member=viewer.member_id or 0)
    return topics.select_related("space", "community").annotate(
        shown_replies=Coalesce(Subquery(replies.annotate(n=Count("pk")).values("n")), 0),
        last_number=Subquery(posts.order_by("-number").values("number")[:1]),
        read_number=Subquery(marks.values("post_number")[:1]),
        is_following=Exists(
            Follow.objects.filter(topic=OuterRef("pk"), member=viewer.member_id or 0)
        ),
        has_comments=Exists(posts.filter(kind="comment")),
        has_links=Exists(TopicLink.objects.filter(topic=OuterRef("pk"))),
        has_moved=Exists(MovedPost.objects.filter(topic=OuterRef("pk"))),
        has_merged=_has_merged(viewer),
        has_bookmarks=Exists(
            Bookmark.objects.filter(post__topic=OuterRef("pk"), member=viewer.member_id or 0)
        ),
    )


def _has_merged(viewer: Viewer) -> Exists | Value:
    if not viewer.may_anywhere(rules.MOVE):
        return Value(False, output_field=BooleanField())
    return Exists(Topic.objects.filter(merged_into=OuterRef("pk")))


def _opening_and_replies(topic: Topic, replies: QuerySet[Post], page: int) -> list[Post]:
    """The opening and a page of replies."""
    opening = one_or_missing(Post.objects.filter(topic=topic, kind="opening"))
    return [opening, *replies[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]]


def _replies(viewer: Viewer, topic: Topic) -> QuerySet[Post]:
    return topic.posts.filter(unheld(viewer, space="topic__space"), kind="reply")


def _ordered(viewer: Viewer, topic: Topic, order: str, marks: KindMarks) -> QuerySet[Post]:
    replies = _replies(viewer, topic)
    if order == "newest":
        return replies.order_by("-number")
    if order == "oldest":
        return replies.order_by("number")
    featured = Case(
        When(pk=marks.featured_post_id or 0, then=0), default=1, output_field=IntegerField()
    )
    gone = Case(When(removed_at=None, then=0), default=1, output_field=IntegerField())
    return replies.order_by(featured, gone, "-score", "number")


def _before(viewer: Viewer, topic: Topic, post: Post, marks: KindMarks) -> QuerySet[Post]:
    """The replies that stand before this one in the usual order of the topic's kind."""
    replies = _replies(viewer, topic)
    if topic_kinds[topic.kind].default_order != "best":
        return replies.filter(number__lt=post.number)
    featured = marks.featured_post_id or 0
    if post.pk == featured:
        return replies.none()
    better = Q(score__gt=post.score) | Q(score=post.score, number__lt=post.number)
    standing = Q(removed_at=None)
    before = standing & better if post.removed_at is None else standing | better
    return replies.filter(Q(pk=featured) | before).exclude(pk=post.pk)


def _head(viewer: Viewer, topic: Topic, people: Mapping[int, Person]) -> TopicHead:
    until = topic.pinned_until
    is_public = topic.space.access == "public" and topic.community.access == "public"
    is_staff = viewer.may(rules.REMOVE, topic.space_id)
    return TopicHead(
        id=topic.pk,
        kind=topic.kind,
        title=topic.title,
        slug=topic.slug,
        address=topic_address(viewer.community_slug, topic.pk, topic.slug),
        space_id=topic.space_id,
        space_slug=topic.space.slug,
        space_name=topic.space.name,
        is_space_archived=topic.space.archived_at is not None,
        author=byline(people, topic.author_id),
        opened_at=topic.opened_at,
        last_posted_at=topic.last_posted_at,
        reply_count=topic.reply_count,
        score=topic.score,
        tags=tags_of([topic.pk]).get(topic.pk, ()),
        is_solved=topic.is_solved,
        is_pinned=topic.pinned_at is not None and (until is None or until > clock.now()),
        pinned_until=until,
        is_closed=topic.closed_at is not None,
        closed_reason=topic.closed_reason,
        closed_at=topic.closed_at,
        closes_at=topic.closes_at,
        is_featured=topic.featured_at is not None,
        removed=tombstone(topic, people, is_staff=is_staff),
        is_public=is_public and topic.removed_at is None,
        source_address=topic.source_address,
        source_licence=topic.source_licence,
    )


def _powers(viewer: Viewer, topic: Topic) -> Powers:
    space = topic.space_id
    is_archived = topic.space.archived_at is not None
    may_write = viewer.is_member and viewer.may(rules.POST, space) and not is_archived
    return Powers(
        reply=rules.may_reply(viewer, topic),
        pin=viewer.may(rules.PIN, space),
        close=viewer.may(rules.CLOSE, space),
        move=viewer.may(rules.MOVE, space),
        remove=viewer.may(rules.REMOVE, space),
        react=may_write and topic.removed_at is None,
        follow=viewer.is_member,
        feature=viewer.may(rules.FEATURE, space),
    )


def _links(viewer: Viewer, topic: Topic) -> tuple[LinkLine, ...]:
    rows = TopicLink.objects.filter(
        topic=topic, other__removed_at=None, other__in=topics_open_to(viewer)
    ).select_related("other")
    return tuple(
        LinkLine(
            row.other_id,
            row.kind,
            row.other.title,
            topic_address(viewer.community_slug, row.other_id, row.other.slug),
        )
        for row in rows.order_by("kind", "pk")[:20]
    )
