"""Put articles together in a series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid
from qunluo.kernel.stream.record import record
from qunluo.people.communities import queries as communities
from qunluo.talk.articles import rules
from qunluo.talk.articles.actions.ground import require_open
from qunluo.talk.articles.activities import SeriesMade
from qunluo.talk.articles.models import Series
from qunluo.talk.forum import actions as forum

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def make_series(author: Viewer, title: str, *, summary: str = "") -> int:
    """Returns the series' id. Refuses with `not_permitted`, `forum.title_*`, `articles.series_taken`."""
    member_id = forum.require_member(author)
    author.require(rules.WRITE)
    require_open(author)
    title = forum.checked_title(title)
    try:
        # Leans on articles_series_once.
        with transaction.atomic():
            series = Series.objects.create(
                community_id=communities.place(author).id,
                title=title,
                slug=forum.slug_of(title) or str(int(clock.now().timestamp())),
                summary=" ".join(summary.split())[: rules.SUMMARY_MOST],
                made_by_id=member_id,
                made_at=clock.now(),
            )
    except IntegrityError as error:
        told = str(_("There is a series of this name already. Choose it, or find another name."))
        raise Invalid("articles.series_taken", told, fields={"title": told}) from error
    record(
        SeriesMade(
            object_id=series.pk, community_id=author.community_id, actor_key=author.actor_key
        )
    )
    return series.pk
