"""Every metric, defined once: what it means, how it is found, and what its number allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine.registry import (
    activity,
    bonds,
    content,
    efficiency,
    growth,
    influence,
    loyalty,
    membership,
    presence,
    questions,
)

if TYPE_CHECKING:
    from qunluo.insight.metrics.engine.registry.metric import Metric

METRICS: dict[str, Metric] = {
    metric.id: metric
    for metric in (
        *membership.METRICS,
        *growth.METRICS,
        *presence.METRICS,
        *activity.METRICS,
        *loyalty.METRICS,
        *content.METRICS,
        *questions.METRICS,
        *influence.METRICS,
        *efficiency.METRICS,
        *bonds.METRICS,
    )
}
