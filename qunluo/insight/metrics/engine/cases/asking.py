"""The words a case's query may hold: one that nobody here understands would change the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qunluo.insight.metrics.engine.cases.reading import Case

EVERY = frozenset({
    "timezone", "week_start", "period", "from", "to", "match", "where", "unit", "aliases",
    "actor_where", "actor_where_in", "actor_where_not", "breakdown", "breakdown_actor", "note",
})  # fmt: skip
RETENTION = {
    "first_period", "periods", "lookahead", "start", "return", "cohort", "criterion",
    "min_occurrences",
}  # fmt: skip
FUNNEL = {
    "steps", "order", "window", "exclude", "entry", "view", "from_step", "to_step", "bin_count",
}  # fmt: skip
BY_KIND = {
    "retention": EVERY | RETENTION,
    "lifecycle": EVERY,
    "stickiness": EVERY | {"period_count", "per_period", "cumulative"},
    "trend": EVERY | {"measure", "window_days", "series", "formulas", "compare", "property"},
    "funnel": EVERY | FUNNEL,
}


def not_understood(case: Case) -> list[str]:
    """The words of its query that its kind does not know; a numeric case has no query."""
    known = BY_KIND.get(str(case.get("kind")))
    return [] if known is None else sorted(set(case.get("query") or ()) - known)
