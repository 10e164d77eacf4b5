"""What this domain plants for the walk, and the samples of its parameters."""

from __future__ import annotations

from typing import Any

from qunluo.insight.alerts import actions
from qunluo.insight.alerts.models import Alert, KnownDay, Rule
from qunluo.kernel.action import writing
from qunluo.kernel.testing.cast import FOUNDED


def plant(place: Any) -> dict[str, object]:
    """An alert and a known day of the place's community; in tea its keepers may read them."""
    said = place.space.slug if place.slug == "tea" else place.secret
    community = place.space.community
    actions.add_defaults(community.pk)
    rule = Rule.objects.filter(community=community).order_by("pk")[0]
    day = FOUNDED.date()
    with writing("alerts"):
        alert, _new = Alert.objects.get_or_create(
            community=community,
            rule=rule,
            first=day,
            defaults={
                "metric_id": rule.metric_id,
                "metric_version": 1,
                "by": rule.by,
                "last": day,
                "since": day,
                "periods": 1,
                "direction": "up",
                "value": 20.0,
                "expected": 5.0,
                "low": 0.0,
                "high": 10.0,
                "score": 6.0,
                "watermark": 1,
                "state": "closed",
                "outcome": "known",
                "reason": said,
                "opened_at": FOUNDED,
            },
        )
        known = KnownDay.objects.create(
            community=community,
            first=day,
            last=day,
            name=said,
            is_yearly=False,
            made_at=FOUNDED,
        )
    return {"alert_id": alert.pk, "rule_id": rule.pk, "day_id": known.pk}
