"""Keep `heat` true: counted anew from the rows, so that it may be asked for any number of times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count

from qunluo.kernel.action import action
from qunluo.kernel.bulk import update_many
from qunluo.talk.forum.models import Reaction, Topic
from qunluo.talk.forum.rules import heat_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qunluo.kernel.viewer import Viewer

CHUNK = 500


@action
def warm(_system: Viewer, topic_ids: Iterable[int]) -> None:
    """Count the heat of up to 500 topics anew; two queries and one update of those that changed.

    What made them warmer or colder has been told.
    """
    rows = Topic.objects.filter(pk__in=list(topic_ids)[:CHUNK]).order_by("pk")
    rows_now = list(rows.values_list("pk", "opened_at", "reply_count", "score", "heat"))
    given = Reaction.objects.filter(post__topic__in=[row[0] for row in rows_now]).order_by()
    signs = dict(given.values_list("post__topic").annotate(n=Count("pk")))
    changed = []
    for pk, opened_at, replies, score, heat in rows_now:
        now = heat_of(opened_at, replies, signs.get(pk, 0), score)
        if now != heat:
            changed.append((now, pk))
    update_many(Topic, "id", ("heat",), changed)
