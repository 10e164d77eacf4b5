"""Topics, posts and what happened to them in bulk, from an import; each told at its own time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qunluo.kernel.action import action
from qunluo.kernel.bulk import insert_many
from qunluo.kernel.stream.record import record_many
from qunluo.talk.forum.actions.wording import slug_of
from qunluo.talk.forum.models import RENDERED_ELSEWHERE, Post, Tag, Topic, TopicTag

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from qunluo.kernel.stream.activity import Audience
    from qunluo.kernel.viewer import Viewer
    from qunluo.talk.forum.activities import CommentPosted, Opened, Replied


@dataclass(frozen=True)
class Place:
    """Where an import writes; `batch` names it, `audience` is who may hear of it."""

    community_id: int
    space_id: int
    batch: str
    audience: Audience = "public"


@dataclass(frozen=True)
class Author:
    """Who wrote it: a member by id and key, or only a name when the source has no more."""

    member_id: int | None = None
    actor_key: str | None = None
    name: str = ""


@dataclass(frozen=True)
class Body:
    """`html` is clean already; `format` is markdown, or html when the source has nothing else."""

    format: str
    source: str
    html: str


@dataclass(frozen=True)
class Origin:
    """The address something came from, and the licence it may be shown under."""

    address: str
    licence: str


@dataclass(frozen=True)
class Edits:
    """How often a post was edited, and when for the last time."""

    count: int = 0
    last_at: datetime | None = None


NEVER_EDITED = Edits()


@dataclass(frozen=True)
class ImportedTopic:
    title: str
    tags: tuple[str, ...]
    author: Author
    body: Body
    opened_at: datetime
    origin: Origin
    view_count: int = 0
    edits: Edits = NEVER_EDITED


@dataclass(frozen=True)
class ImportedPost:
    """`kind`: reply or comment (below `parent_id`); `about` is the key of whom it answers."""

    kind: str
    topic_id: int
    parent_id: int | None
    number: int
    author: Author
    body: Body
    posted_at: datetime
    origin: Origin
    about: str | None = None
    score: int = 0
    edits: Edits = NEVER_EDITED


@dataclass(frozen=True)
class AddedTopic:
    topic_id: int
    post_id: int


@action
def add_topics(
    _actor: Viewer, place: Place, topics: Sequence[ImportedTopic], *, telling: type[Opened]
) -> list[AddedTopic]:
    """Topics with their openings, in order; at most 1,000 at once. Counts follow in `recount`."""
    made = insert_many(Topic, TOPIC_COLUMNS, [_topic(place, topic, telling) for topic in topics])
    openings = insert_many(
        Post,
        POST_COLUMNS,
        [_opening(topic_id, topic) for topic_id, topic in zip(made, topics, strict=True)],
    )
    _tag(place, made, topics)
    record_many(
        [
            (telling(**told(place, topic_id, topic_id, topic.author.actor_key)), topic.opened_at)
            for topic_id, topic in zip(made, topics, strict=True)
        ]
    )
    return [AddedTopic(*ids) for ids in zip(made, openings, strict=True)]


@action
def add_posts(
    _actor: Viewer,
    place: Place,
    posts: Sequence[ImportedPost],
    *,
    telling: type[Replied | CommentPosted],
) -> list[int]:
    """Replies, answers or comments, in order; at most 1,000 at once. Returns their ids."""
    ids = insert_many(Post, POST_COLUMNS, [_post(post) for post in posts])
    record_many(
        [
            (
                telling(
                    **told(place, post_id, post.topic_id, post.author.actor_key),
                    about_actor=post.about if post.about != post.author.actor_key else None,
                ),
                post.posted_at,
            )
            for post_id, post in zip(ids, posts, strict=True)
        ]
    )
    return ids


def told(place: Place, object_id: int, topic_id: int, actor_key: str | None) -> dict[str, Any]:
    """The envelope of what an import tells about something in a topic."""
    return {
        "object_id": object_id,
        "community_id": place.community_id,
        "space_id": place.space_id,
        "actor_key": actor_key,
        "root_type": "forum.topic",
        "root_id": topic_id,
        "audience": place.audience,
    }


TOPIC_COLUMNS = (
    "community_id",
    "space_id",
    "kind",
    "title",
    "slug",
    "author_id",
    "opened_at",
    "last_posted_at",
    "last_poster_id",
    "view_count",
    "source_address",
    "source_licence",
    "import_batch",
)


def _topic(place: Place, topic: ImportedTopic, telling: type[Opened]) -> tuple[Any, ...]:
    return (
        place.community_id,
        place.space_id,
        telling.topic_kind,
        topic.title,
        slug_of(topic.title),
        topic.author.member_id,
        topic.opened_at,
        topic.opened_at,
        topic.author.member_id,
        topic.view_count,
        topic.origin.address,
        topic.origin.licence,
        place.batch,
    )


def _opening(topic_id: int, topic: ImportedTopic) -> tuple[Any, ...]:
    return _post(
        ImportedPost(
            kind="opening",
            topic_id=topic_id,
            parent_id=None,
            number=1,
            author=topic.author,
            body=topic.body,
            posted_at=topic.opened_at,
            origin=topic.origin,
            edits=topic.edits,
        )
    )


POST_COLUMNS = (
    "topic_id",
    "parent_id",
    "kind",
    "number",
    "author_id",
    "author_name",
    "source_format",
    "body_source",
    "body_html",
    "render_version",
    "posted_at",
    "edited_at",
    "revision_count",
    "score",
    "source_address",
    "source_licence",
)


def _post(post: ImportedPost) -> tuple[Any, ...]:
    return (
        post.topic_id,
        post.parent_id,
        post.kind,
        post.number,
        post.author.member_id,
        post.author.name,
        post.body.format,
        post.body.source,
        post.body.html,
        RENDERED_ELSEWHERE,
        post.posted_at,
        post.edits.last_at,
        post.edits.count,
        post.score,
        post.origin.address,
        post.origin.licence,
    )


def _tag(place: Place, topic_ids: Sequence[int], topics: Sequence[ImportedTopic]) -> None:
    tags = ids_of_tags(place.community_id, {name for topic in topics for name in topic.tags})
    insert_many(
        TopicTag,
        ("topic_id", "tag_id"),
        [
            (topic_id, tags[name])
            for topic_id, topic in zip(topic_ids, topics, strict=True)
            for name in topic.tags
        ],
    )


def ids_of_tags(community_id: int, names: Iterable[str]) -> dict[str, int]:
    """The community's tags by name, made where they are missing."""
    wanted = set(names)
    rows = Tag.objects.filter(community=community_id, name__in=wanted)
    known = dict(rows.values_list("name", "pk"))
    if missing := sorted(wanted - known.keys()):
        # Leans on forum_tag_once: somebody may make the same tag at this moment.
        Tag.objects.bulk_create(
            [Tag(community_id=community_id, name=name) for name in missing], ignore_conflicts=True
        )
        known = dict(rows.values_list("name", "pk"))
    return known
