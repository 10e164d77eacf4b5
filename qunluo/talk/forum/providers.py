"""What the forum answers for others: its kinds of objects, and the plain kind of topic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.digest import Row, digest_part
from qunluo.kernel.files.ports import used_by
from qunluo.kernel.files.purposes import EDITOR
from qunluo.kernel.objects import ObjectCard, ObjectText, provide
from qunluo.kernel.refusal import missing
from qunluo.kernel.text.renewing import keeps_rendered
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.members.ports import keeps_about
from qunluo.people.notices.ports import NoticeKind, notice_kind
from qunluo.people.welcome.ports import StepKind, step_kind
from qunluo.talk.forum import actions, queries
from qunluo.talk.forum.models import Follow, Post, Revision, TopicLink, TopicTag
from qunluo.talk.forum.models import Topic as TopicRow
from qunluo.talk.forum.ports import KindMarks, KindWords, kind_for_space, provide_kind, topic_kinds
from qunluo.talk.forum.queries import documents
from qunluo.talk.forum.queries.showing import files_shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qunluo.kernel.viewer import Viewer
    from qunluo.talk.forum.models import Topic


class Topics:
    """`forum.topic`, openings included."""

    object_type = "forum.topic"

    def cards(self, viewer: Viewer, ids: Iterable[int]) -> Mapping[int, ObjectCard]:
        found = queries.topics_open_to(viewer).filter(
            queries.standing_for(viewer), pk__in=list(ids)
        )
        return {
            pk: ObjectCard(
                self.object_type,
                pk,
                title,
                queries.topic_address(viewer.community_slug, pk, slug),
                is_hidden=removed_at is not None,
            )
            for pk, title, slug, removed_at in found.values_list(
                "pk", "title", "slug", "removed_at"
            )
        }

    def texts(self, ids: Iterable[int]) -> Iterable[ObjectText]:
        return documents.topic_texts(ids)

    def all_ids(self, community_id: int) -> Iterator[int]:
        return documents.topic_ids(community_id)

    def hide(self, actor: Viewer, object_id: int, *, reason: str) -> None:
        actions.hide_post(actor, self._opening(object_id), reason=reason)

    def restore(self, actor: Viewer, object_id: int) -> None:
        actions.show_post(actor, self._opening(object_id))

    def export(self, member_id: int) -> Iterable[Mapping[str, Any]]:
        return documents.own_posts(member_id, openings=True)

    def erase(self, member_id: int) -> None:
        actions.forget_member(SYSTEM, member_id)

    def purge(self, community_id: int) -> None:
        for kind in topic_kinds.values():
            kind.purge(community_id)
        while actions.purge_topics(SYSTEM, community_id):
            pass

    def _opening(self, topic_id: int) -> int:
        found = documents.opening_ids([topic_id])
        if topic_id not in found:
            raise missing()
        return found[topic_id]


class Posts:
    """`forum.post`: replies and comments; openings answer as their topic."""

    object_type = "forum.post"

    def cards(self, viewer: Viewer, ids: Iterable[int]) -> Mapping[int, ObjectCard]:
        found = queries.posts_open_to(viewer).filter(
            queries.standing_for(viewer, space="topic__space"),
            queries.standing_for(viewer, "topic__"),
            pk__in=list(ids),
        )
        return {
            pk: ObjectCard(
                self.object_type,
                pk,
                title,
                queries.post_address(viewer.community_slug, pk),
                is_hidden=any(removed),
            )
            for pk, title, *removed in found.values_list(
                "pk", "topic__title", "removed_at", "topic__removed_at"
            )
        }

    def texts(self, ids: Iterable[int]) -> Iterable[ObjectText]:
        return documents.post_texts(ids)

    def all_ids(self, community_id: int) -> Iterator[int]:
        return documents.reply_ids(community_id)

    def hide(self, actor: Viewer, object_id: int, *, reason: str) -> None:
        actions.hide_post(actor, object_id, reason=reason)

    def restore(self, actor: Viewer, object_id: int) -> None:
        actions.show_post(actor, object_id)

    def export(self, member_id: int) -> Iterable[Mapping[str, Any]]:
        return documents.own_posts(member_id, openings=False)

    def erase(self, _member_id: int) -> None:
        """Done with the topics: the forum forgets a member at once."""

    def behind(self, after: int) -> int:
        return documents.posts_behind(after)

    def render_again(self, after: int, most: int) -> int | None:
        return actions.render_again(after, most)

    def purge(self, _community_id: int) -> None:
        """Gone with their topics."""


class PlainTopics:
    """Topics that are just talked in."""

    kind = "topic"
    post_template = ""
    foot_template = ""
    default_order = "oldest"
    words = KindWords(
        new=_("New topic"),
        new_placeholder=_("What is it about, and what would you like to hear from the others?"),
        reply=_("Reply"),
        placeholder=_("What do you think? Type @ to call somebody in."),
        no_replies=_("Nobody has replied yet. Do you have an example, or a different experience?"),
    )

    def new_address(self, community_slug: str, space_slug: str) -> str:
        place = {"community": community_slug, "space": space_slug}
        return reverse("forum:new_topic", kwargs=place)

    def reply_address(self, community_slug: str, topic_id: int) -> str:
        place = {"community": community_slug, "topic_id": topic_id}
        return reverse("forum:replies", kwargs=place)

    def own_address(self, _community_slug: str, _topic_id: int) -> str:
        return ""

    def marks(self, _viewer: Viewer, _topic: Topic) -> KindMarks:
        return KindMarks()

    def purge(self, _community_id: int) -> None:
        """Nothing hangs on plain topics."""


class WrittenFiles:
    """Files uploaded while writing: used as long as a text shows them."""

    purpose = EDITOR

    def in_use(self, keys: Iterable[str]) -> set[str]:
        return files_shown(keys)


class Traces:
    """What the forum keeps about a member besides their posts."""

    label = "forum.traces"

    def export(self, member_id: int) -> Iterable[Mapping[str, Any]]:
        return documents.own_traces(member_id)

    def erase(self, _member_id: int) -> None:
        """Done with the topics; reactions stay for the counts, beside a forgotten person."""


def _first_words_page(viewer: Viewer, space: str, kind: str) -> str:
    """Where one opens a topic: in the space for introductions, if the community has one."""
    slug = viewer.community_slug
    if not space:
        return reverse("forum:index", args=[slug])
    return kind_for_space(kind).new_address(slug, space)


def _topics_page(viewer: Viewer, _space: str, _kind: str) -> str:
    return reverse("forum:index", args=[viewer.community_slug])


STEPS = (
    StepKind(
        "introduce",
        _("Introduce yourself"),
        _("A few lines are enough: what brings you here, and what you would like to know."),
        30,
        frozenset(
            (
                *("forum.topic_opened", "forum.reply_posted", "forum.comment_posted"),
                "questions.question_asked",
            )
        ),
        _first_words_page,
        is_introduction=True,
    ),
    StepKind(
        "follow",
        _("Follow a topic or a person"),
        _("You are told when something happens there, and nothing else."),
        50,
        frozenset(("forum.topic_followed", "profiles.member_followed")),
        _topics_page,
        is_usual=False,
    ),
    StepKind(
        "thank",
        _("Thank somebody"),
        _("A reaction or a vote tells its author that it helped."),
        60,
        frozenset(("forum.reaction_given", "chat.reaction_given", "questions.vote_cast")),
        _topics_page,
        is_usual=False,
    ),
)
for step in STEPS:
    step_kind(step)
provide(Topics())
provide(Posts())
keeps_rendered(Posts())
used_by(WrittenFiles())
keeps_about(Traces())
provide_kind(PlainTopics())
for news in (
    NoticeKind(
        "forum.mention",
        _("Somebody mentions me"),
        _("%(who)s mentioned you in %(title)s"),
        icon="at-sign",
        order=10,
        email="now",
        push="now",
        is_once=True,
    ),
    NoticeKind(
        "forum.reply",
        _("Replies to my topics"),
        _("%(who)s replied to %(title)s"),
        icon="message-square",
        order=20,
        push="now",
        is_once=True,
    ),
    NoticeKind(
        "forum.comment",
        _("Comments below my posts"),
        _("%(who)s commented below your post in %(title)s"),
        icon="message-circle",
        order=22,
        is_once=True,
    ),
    NoticeKind(
        "forum.followed",
        _("Replies in topics I follow"),
        _("%(who)s wrote in %(title)s, which you follow"),
        icon="bell",
        order=40,
        is_once=True,
    ),
    NoticeKind(
        "forum.new_topic",
        _("New topics in spaces and tags I follow"),
        _("%(who)s opened %(title)s"),
        icon="hash",
        order=45,
        inbox="off",
        is_once=True,
    ),
    NoticeKind(
        "forum.reminder",
        _("Reminders I asked for"),
        _("You wanted to come back to %(title)s"),
        icon="bookmark",
        order=15,
        email="off",
        push="now",
    ),
    NoticeKind(
        "forum.reaction",
        _("Reactions to my posts"),
        _("%(who)s reacted to your post in %(title)s"),
        icon="heart",
        order=60,
    ),
):
    notice_kind(news)


@digest_part("forum.topics")
def _topics(community_id: int) -> Iterator[Row]:
    return (
        TopicRow.objects.filter(community=community_id)
        .values_list(
            *("kind", "title", "slug", "author__handle", "opened_at", "last_posted_at"),
            *("reply_count", "view_count", "score", "is_solved", "closed_at", "closed_reason"),
            *("removed_at", "source_address", "source_licence", "space__slug"),
        )
        .iterator()
    )


@digest_part("forum.posts")
def _posts(community_id: int) -> Iterator[Row]:
    return (
        Post.objects.filter(topic__community=community_id)
        .values_list(
            *("topic__title", "kind", "number", "parent__number", "author__handle", "author_name"),
            *("source_format", "body_source", "body_html", "posted_at", "edited_at", "score"),
            *("revision_count", "removed_at", "source_address", "source_licence"),
        )
        .iterator()
    )


@digest_part("forum.revisions")
def _revisions(community_id: int) -> Iterator[Row]:
    return (
        Revision.objects.filter(post__topic__community=community_id)
        .values_list(
            *("post__topic__title", "post__number", "number", "editor__handle", "editor_name"),
            *("made_at", "title", "tags", "body_source", "reason"),
        )
        .iterator()
    )


@digest_part("forum.ties")
def _ties(community_id: int) -> Iterator[Row]:
    here = {"topic__community": community_id}
    tags = TopicTag.objects.filter(**here)
    yield from tags.values_list("topic__title", "tag__name", "tag__topic_count").iterator()
    links = TopicLink.objects.filter(**here)
    yield from links.values_list("topic__title", "other__title", "kind", "linked_at").iterator()
    follows = Follow.objects.filter(**here)
    yield from follows.values_list("topic__title", "member__handle", "followed_at").iterator()
