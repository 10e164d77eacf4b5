"""What stands beside a report's own figures: spaces, their own past, what was promised before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, cast

from qunluo.insight.metrics import queries as metrics
from qunluo.people.communities import queries as communities
from qunluo.steer.reports.engine.evaluation import judge
from qunluo.steer.reports.engine.facts import Fact, bare
from qunluo.steer.reports.engine.following import Promise
from qunluo.steer.reports.engine.outline import BY_NAME
from qunluo.steer.reports.engine.worst import quartiles, worst_moved, worst_space
from qunluo.steer.reports.models import Report, ReportSuggestion
from qunluo.steer.reports.queries.goals import forecast_again, goal_again
from qunluo.steer.reports.queries.parting import part_again
from qunluo.steer.reports.queries.returning import assumed_again, return_again

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qunluo.kernel.viewer import Viewer
    from qunluo.steer.reports.engine.facts import FactTable, Status

PAST_PERIODS = 12
MOST_SPACES = 24
READ_BY_ALL = frozenset({"public", "members"})
SMALL_GROUPS = "metrics.see_small_groups"
ENDS = ("low", "high")


def as_fact(key: str, measured: metrics.Fact) -> Fact:
    """A measured fact under its key in the report; what is needed to measure it again is kept."""
    return Fact(
        key=key,
        metric=measured.metric_id,
        version=measured.version,
        params={
            "by": measured.by,
            "period_start": measured.period_start,
            "period_end": measured.period_end,
            "asked_until": measured.asked_until,
            "timezone": measured.timezone,
            "week_start": str(measured.week_start),
            "kinds_version": str(measured.kinds_version),
            "excluded": "" if measured.excluded is None else str(measured.excluded),
        },
        value=measured.value,
        unit=measured.unit,
        status=cast("Status", measured.status),
        numerator=measured.numerator,
        denominator=measured.denominator,
        n=measured.n,
        low=measured.low,
        high=measured.high,
        reason=measured.reason,
        watermark=measured.watermark,
        query_hash=measured.query_hash,
    )


def measured_again(viewer: Viewer, fact: Fact, watermark: int | None = None) -> Fact:
    """The same question put again, at its own watermark unless another is given."""
    at = fact.watermark if watermark is None else watermark
    function = str(fact.params.get("function", ""))
    if (declared := _declared_again(fact, function, is_newest=watermark is not None)) is not None:
        return declared
    if function in {"part", "average", "person"}:
        return part_again(viewer, fact, at)
    if function == "forecast":
        return forecast_again(viewer, fact, _measured(viewer, fact, at))
    if function == "return":
        return return_again(fact, replace(_measured(viewer, fact, at), watermark=fact.watermark))
    if function.startswith("usual"):
        return _usual_again(viewer, fact, at)
    return _measured(viewer, fact, at)


def _declared_again(fact: Fact, function: str, *, is_newest: bool) -> Fact | None:
    """What is on record elsewhere than among the activities; None for what is measured."""
    if function.startswith("promised"):
        return replace(_promised_again(fact), watermark=fact.watermark)
    if function == "word":
        return fact  # texts change and go: what they held is kept, not found again
    if function == "goal":
        return goal_again(fact, newest=is_newest)
    return assumed_again(fact, newest=is_newest) if function == "assumed" else None


def _measured(viewer: Viewer, fact: Fact, at: int) -> Fact:
    """The fact's metric, period and space at a watermark."""
    space_id = int(fact.params["space_id"]) if fact.params.get("space_id") else None
    eyes = viewer if space_id is None else _everyones(viewer)
    found = as_fact(fact.key, metrics.facts(eyes, [fact.metric], _ask(fact, at, space_id))[0])
    kept = {name: fact.params[name] for name in ("space_id", "space") if name in fact.params}
    return replace(found, params={**found.params, **kept})


def _ask(fact: Fact, at: int, space_id: int | None = None) -> metrics.Ask:
    return metrics.Ask(
        by=cast("metrics.By", fact.params["by"]),
        first=date.fromisoformat(fact.params["period_start"]),
        last=date.fromisoformat(fact.params["asked_until"]),
        space_id=space_id,
        until_segment=at,
    )


def _everyones(viewer: Viewer) -> Viewer:
    """The same eyes without small groups: what they find, every member may read."""
    return replace(viewer, permissions=viewer.permissions - {SMALL_GROUPS})


def spaces_of_worst(viewer: Viewer, facts: FactTable) -> dict[str, Fact]:
    """The figure that moved furthest for the worse, in the space where it did."""
    use = worst_moved(facts)
    if use is None or not metrics.definition(use.metric).by_space:
        return {}
    pairs = {}
    spaces = [card for card in communities.place(viewer).spaces if card.access in READ_BY_ALL]
    for card in spaces[:MOST_SPACES]:
        named = {"space_id": str(card.id), "space": card.name}
        pairs[card.id] = tuple(
            _in_space(viewer, facts[f"{use.name}.{when}"], f"{use.name}.space_{when}", named)
            for when in ("now", "before")
        )
    chosen = worst_space(use, pairs)  # type: ignore[arg-type]
    return {fact.key: fact for fact in pairs[chosen]} if chosen is not None else {}


def _in_space(viewer: Viewer, fact: Fact, key: str, named: Mapping[str, str]) -> Fact:
    there = replace(fact, key=key, params={**fact.params, **named})
    return measured_again(viewer, there)


def usual(
    viewer: Viewer,
    by: metrics.By,
    now: metrics.Period,
    calendar: metrics.Calendar,
    mark: int,
    facts: FactTable,
) -> dict[str, Fact]:
    """The middle half of the past periods of every figure that fell short."""
    if by == "span" or facts.usable("contributors.now") is None:
        return {}
    first, last = (calendar.neighbour(now, -steps).start for steps in (PAST_PERIODS, 1))
    found = {}
    for name in judge(facts).weak:
        if BY_NAME[name].follows:
            continue
        for end in ENDS:
            params = {
                **facts[f"{name}.now"].params,
                "period_start": first.isoformat(),
                "period_end": now.start.isoformat(),
                "asked_until": last.isoformat(),
                "function": f"usual_{end}",
            }
            told = replace(facts[f"{name}.now"], key=f"{name}.usual_{end}", params=params)
            if (measured := _usual_again(viewer, told, mark)).value is not None:
                found[told.key] = measured
    return found


def _usual_again(viewer: Viewer, fact: Fact, at: int) -> Fact:
    series = metrics.measure(viewer, fact.metric, _ask(fact, at))
    values = [point.value for point in series.points if point.is_whole and point.value is not None]
    ends = quartiles(values)
    end = ENDS.index(fact.params["function"].partition("_")[2])
    return replace(
        bare(fact, None if ends is None else ends[end]),
        version=series.version,
        n=len(values),
        watermark=at,
        query_hash=series.query_hash,
    )


def promised(
    viewer: Viewer, span: str, before: metrics.Period, facts: FactTable
) -> tuple[tuple[Promise, ...] | None, dict[str, Fact]]:
    """What the report of the period before suggested, and the ranges it gave, as facts."""
    reports = Report.objects.filter(
        community=viewer.community_id, span=span, starts_on=before.start
    ).order_by("-published_at", "-pk")
    published = [row for row in reports if row.state == "published"]
    last = next(iter(published or reports), None)
    if last is None or span == "span":
        return None, {}
    promises, found = [], {}
    for row in last.suggestions.order_by("number"):
        now = facts.get(f"{row.use}.now")
        has_range = now is not None and row.low is not None and row.high is not None
        promises.append(Promise(row.number, row.use, row.play, has_range))
        if now is None or not has_range:
            continue
        for end in ENDS:
            named = {
                "function": f"promised_{end}",
                "report": str(last.pk),
                "number": str(row.number),
            }
            told = replace(now, key=f"{row.use}.promised_{end}", params={**now.params, **named})
            found[told.key] = _promised_again(told)
    return tuple(promises), found


def _promised_again(fact: Fact) -> Fact:
    """What the earlier report said, from that report: it is no measurement."""
    row = ReportSuggestion.objects.filter(
        report=int(fact.params["report"]), number=int(fact.params["number"])
    ).first()
    value = None
    if row is not None:
        value = row.low if fact.params["function"] == "promised_low" else row.high
    return replace(bare(fact, value), reason=fact.reason)
