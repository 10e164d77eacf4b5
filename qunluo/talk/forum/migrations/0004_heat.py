from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

from django.db import migrations
from django.db.models import Count

BEGINNING, CHUNK = datetime(2000, 1, 1, tzinfo=UTC), 500


def warm(apps, schema_editor):
    """What stood before the hot list takes its place in it; as rules.heat_of counts today."""
    topic_model = apps.get_model("forum", "Topic")
    reactions = apps.get_model("forum", "Reaction").objects.order_by()
    last = 0
    while rows := list(topic_model.objects.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        last = rows[-1].pk
        given = reactions.filter(post__topic__in=[row.pk for row in rows])
        signs = dict(given.values_list("post__topic").annotate(n=Count("pk")))
        for row in rows:
            days = (row.opened_at - BEGINNING) / timedelta(days=1)
            told = 1 + row.reply_count + signs.get(row.pk, 0) + max(0, row.score)
            row.heat = round(1000 * (days + math.log2(told)))
        topic_model.objects.bulk_update(rows, ["heat"])


class Migration(migrations.Migration):
    dependencies = [("forum", "0003_bookmarks_and_moves")]
    operations = [migrations.RunPython(warm, migrations.RunPython.noop)]
