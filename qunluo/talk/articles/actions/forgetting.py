"""Forget a member, and delete a community's articles when it is purged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.action import action
from qunluo.talk.articles.models import Article, FeedKey, Series, Version

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def forget_member(_actor: Viewer, member_id: int) -> None:
    """What was never published goes with its author; published articles stay, without a name."""
    Article.objects.filter(author=member_id, topic=None).delete()
    Article.objects.filter(author=member_id).update(author=None)
    Article.objects.filter(reviewer=member_id).update(reviewer=None)
    Version.objects.filter(editor=member_id).update(editor=None)
    Series.objects.filter(made_by=member_id).update(made_by=None)
    FeedKey.objects.filter(member=member_id).delete()


@action
def purge_articles(_actor: Viewer, community_id: int) -> None:
    """The purge itself is told by the communities domain."""
    Version.objects.filter(article__community=community_id).delete()
    Article.objects.filter(community=community_id).delete()
    Series.objects.filter(community=community_id).delete()
    FeedKey.objects.filter(community=community_id).delete()
