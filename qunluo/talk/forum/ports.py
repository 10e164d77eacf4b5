"""What a kind of topic (a plain one, a question) gives to the pages they all share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django_stubs_ext import StrPromise

    from qunluo.kernel.viewer import Viewer
    from qunluo.talk.forum.models import Topic


@dataclass(frozen=True)
class KindMarks:
    """What a kind knows about one topic: the featured (accepted) reply, the viewer's own votes."""

    featured_post_id: int | None = None
    votes: Mapping[int, int] = field(default_factory=dict)
    may_vote: bool = False
    may_feature: bool = False


@dataclass(frozen=True)
class KindWords:
    """Buttons and headings; `no_replies` asks for something specific."""

    new: str | StrPromise
    new_placeholder: str | StrPromise
    reply: str | StrPromise
    placeholder: str | StrPromise
    no_replies: str | StrPromise


class TopicKind(Protocol):
    """Registered at start-up. `post_template` is drawn beside each post and `foot_template` among
    its buttons, both with `post`, `sheet` and `ui`; `default_order` is `oldest` or `best`."""

    kind: str
    words: KindWords
    post_template: str
    foot_template: str
    default_order: str

    def new_address(self, community_slug: str, space_slug: str) -> str: ...

    def reply_address(self, community_slug: str, topic_id: int) -> str: ...

    def own_address(self, community_slug: str, topic_id: int) -> str:
        """Where such a topic is read, when not on the forum's own page; else ""."""

    def marks(self, viewer: Viewer, topic: Topic) -> KindMarks: ...

    def purge(self, community_id: int) -> None:
        """Delete what hangs on the community's topics, before they go themselves."""


topic_kinds: dict[str, TopicKind] = {}
tag_followers: list[Callable[[int, int], None]] = []


def follows_tags(move: Callable[[int, int], None]) -> None:
    """Register at start-up: `move(tag_id, into_id)` is called before a merged tag goes."""
    if move not in tag_followers:
        tag_followers.append(move)


def provide_kind(kind: TopicKind) -> None:
    topic_kinds[kind.kind] = kind


def kind_for_space(space_kind: str) -> TopicKind:
    """What is opened in a space of this kind."""
    return topic_kinds["question" if space_kind == "questions" else "topic"]
