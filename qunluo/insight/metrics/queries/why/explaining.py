"""The steps in their order; what the records themselves explain ends it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from qunluo.insight.metrics.queries.asking import Ask, measure
from qunluo.insight.metrics.queries.catalogue import definition
from qunluo.insight.metrics.queries.sources import calendar_of, history_at, watermark
from qunluo.insight.metrics.queries.why import health
from qunluo.insight.metrics.queries.why.answering import answerers
from qunluo.insight.metrics.queries.why.baseline import AGAINST, Baseline, baseline
from qunluo.insight.metrics.queries.why.identities import STATES, identities
from qunluo.insight.metrics.queries.why.places import known, places
from qunluo.insight.metrics.queries.why.sheet import Case, Why, moved
from qunluo.insight.metrics.queries.words import figure_text
from qunluo.insight.metrics.rules import is_too_small

if TYPE_CHECKING:
    from typing import Any

    from qunluo.insight.metrics.engine.periods import Period
    from qunluo.insight.metrics.queries.asking import Point
    from qunluo.kernel.viewer import Viewer


def explain(
    viewer: Viewer,
    metric_id: str,
    period: Period,
    *,
    space_id: int | None = None,
    against: str = "",
) -> Why:
    """Why it differs from what was to be expected, or `against` the period before or a year ago.

    Without a wish: what was to be expected, where enough earlier periods can say it. Refuses as
    `measure` does.
    """
    community_id, by = viewer.community_id or 0, period.by
    wish: Any = Ask(by, period.start, period.start, space_id)  # type: ignore[arg-type]
    now = measure(viewer, metric_id, wish).points[0]
    base = _base(viewer, metric_id, period, space_id, against)
    history = history_at(community_id, watermark(), space_id)
    return _told(Case(viewer, metric_id, period, base, space_id, history), now)


def _base(
    viewer: Viewer, metric_id: str, period: Period, space_id: int | None, against: str
) -> Baseline:
    wished = against if against in AGAINST else "usual"
    if metric_id in STATES and wished == "usual":
        wished = "before"  # how many there are is what was there, and who came and went
    calendar = calendar_of(viewer.community_id or 0)
    found = baseline(viewer, metric_id, period, calendar, space_id, wished)
    if found is None:
        found = baseline(viewer, metric_id, period, calendar, space_id, "before")
    assert found is not None  # noqa: S101 - there is always a period before
    return found


def _told(case: Case, now: Point) -> Why:
    told = definition(case.metric_id)
    checks = [health.whole([*case.base.points, now])]
    expected = case.base.value(told.unit) if checks[0].tone == "good" else None
    shown = figure_text(expected and round(expected, 2), told.unit)
    first = (
        case.metric_id,
        told.name,
        now,
        figure_text(now.value, told.unit),
        case.base.against,
        case.base.text,
    )
    if expected is None or now.value is None:
        return Why(*first, None, "", None, "", tuple(checks), stopped=checks[0].text)
    change = now.value - expected
    checks += [health.late(case), health.silent(case, change, abs(expected))]
    figures = (expected, shown, change, moved(change, told.unit), tuple(checks))
    stop = next((one.text for one in checks if one.tone == "stop"), "")
    most = max([now.n or 0, *(point.n or 0 for point in case.base.points)])
    if not stop and is_too_small(case.viewer, most):
        stop = _("Fewer than five people: shown to administrators only.")
    if stop:
        return Why(*first, *figures, stopped=stop)
    steps = [one for one in (*identities(case), *places(case), answerers(case)) if one is not None]
    return Why(*first, *figures, steps=(*steps, known(case)))
