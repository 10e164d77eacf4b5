"""What articles answer for others: their kind of topic, what is on its way, a member's share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.digest import Row, digest_part
from qunluo.kernel.files.ports import used_by
from qunluo.kernel.files.purposes import COVER
from qunluo.kernel.objects import ObjectCard, ObjectText, provide
from qunluo.kernel.refusal import missing
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.notices.ports import NoticeKind, notice_kind
from qunluo.talk.articles import actions, queries
from qunluo.talk.articles.models import Article
from qunluo.talk.forum.ports import KindMarks, KindWords, provide_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qunluo.kernel.viewer import Viewer
    from qunluo.talk.forum.models import Topic


class ArticleTopics:
    """Topics that hold a published article and what is said below it."""

    kind = "article"
    post_template = ""
    foot_template = ""
    default_order = "oldest"
    words = KindWords(
        new=_("Write an article"),
        new_placeholder=_("Begin with what the reader gets out of it."),
        reply=_("Respond"),
        placeholder=_("What did you take from it, what do you see differently?"),
        no_replies=_("Nobody has responded yet. Which sentence stayed with you?"),
    )

    def new_address(self, community_slug: str, _space_slug: str) -> str:
        return reverse("articles:new", args=[community_slug])

    def reply_address(self, community_slug: str, topic_id: int) -> str:
        return reverse("articles:responses", args=[community_slug, topic_id])

    def own_address(self, community_slug: str, topic_id: int) -> str:
        return queries.address_of_topic(community_slug, topic_id)

    def marks(self, _viewer: Viewer, _topic: Topic) -> KindMarks:
        return KindMarks()

    def purge(self, community_id: int) -> None:
        actions.purge_articles(SYSTEM, community_id)


class Articles:
    """`articles.article`: on its way; once published its forum topic speaks for it."""

    object_type = "articles.article"

    def cards(self, viewer: Viewer, ids: Iterable[int]) -> Mapping[int, ObjectCard]:
        return {
            pk: ObjectCard(self.object_type, pk, title, address)
            for pk, title, address in queries.cards_of(viewer, ids)
        }

    def texts(self, _ids: Iterable[int]) -> Iterable[ObjectText]:
        """Readers find the topic; what is on its way is not searched."""
        return ()

    def all_ids(self, _community_id: int) -> Iterator[int]:
        return iter(())

    def hide(self, actor: Viewer, object_id: int, *, reason: str) -> None:
        """Something wrong in an article on its way is thrown away, not hidden."""
        del reason
        actions.throw_article_away(actor, object_id)

    def restore(self, _actor: Viewer, _object_id: int) -> None:
        raise missing()

    def export(self, member_id: int) -> Iterable[Mapping[str, Any]]:
        return queries.own_articles(member_id)

    def erase(self, member_id: int) -> None:
        actions.forget_member(SYSTEM, member_id)

    def purge(self, community_id: int) -> None:
        actions.purge_articles(SYSTEM, community_id)


class Covers:
    """Pictures above articles: used as long as an article shows them."""

    purpose = COVER

    def in_use(self, keys: Iterable[str]) -> set[str]:
        return queries.covers_shown(keys)


provide(Articles())
used_by(Covers())
provide_kind(ArticleTopics())
for news in (
    NoticeKind(
        "articles.review",
        _("Articles I may review"),
        _("%(who)s asks for a review of “%(title)s”"),
        icon="book-open",
        order=26,
    ),
    NoticeKind(
        "articles.sent_back",
        _("My article is sent back"),
        _("%(who)s asks for changes to “%(title)s”"),
        icon="pencil",
        order=27,
        email="now",
    ),
    NoticeKind(
        "articles.approved",
        _("My article is approved"),
        _("%(who)s approved “%(title)s”"),
        icon="check",
        order=28,
    ),
):
    notice_kind(news)


@digest_part("articles.articles")
def _articles(community_id: int) -> Iterator[Row]:
    return (
        Article.objects.filter(community=community_id)
        .values_list(
            *("title", "state", "author__handle", "body_source", "summary", "version"),
            *("series__title", "series_position", "publish_at", "published_at"),
        )
        .iterator()
    )
