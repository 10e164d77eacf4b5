"""Cases of published numbers: a method, its input, what a publication says."""

from __future__ import annotations

import json
from datetime import date
from importlib import import_module
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from qunluo.insight.metrics.engine import (
    growth,
    influence,
    loyal,
    outliers,
    retention,
    seasons,
    spread,
    survival,
)
from qunluo.insight.metrics.engine.cases import reading
from qunluo.insight.metrics.engine.cases.reading import Beginning, UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from qunluo.insight.metrics.engine.cases.events import Answer
    from qunluo.insight.metrics.engine.cases.reading import Case

Given = dict[str, Any]
HOUR = 3600
COPIES = {("lifelines", "load_waltons"): "waltons.json"}


def recomputed(case: Case, _folder: Path) -> Answer:
    """The answer of the case's method."""
    method = METHODS.get(case["method"])
    if method is None:
        raise UnsupportedError(f"the method {case['method']}")
    return method(case["input"])


def _gini(given: Given) -> Answer:
    return {"gini": [spread.gini(vector) for vector in given["vectors"]]}


def _absence(given: Given) -> Answer:
    made, share = given["contributions"], given.get("share", 0.5)
    return {"half": sum(made) * share, "factor": spread.absence_factor(made, share)}


def _durations(given: Given) -> list[tuple[float, bool]]:
    if "dataset" in given:
        return _dataset(given["dataset"])
    return list(zip(given["duration"], map(bool, given["observed"]), strict=True))


def _dataset(told: Given) -> list[tuple[float, bool]]:
    """From the package that ships it where that is installed, else from a copy kept here."""
    package = told["package"].split()[0]
    table: Any
    try:
        table = getattr(import_module(f"{package}.datasets"), told["loader"])()
    except ImportError:
        file = COPIES.get((package, told["loader"]))
        if file is None:
            raise UnsupportedError(f"the data of {package}, which is not installed") from None
        table = json.loads((Path(__file__).parent / file).read_text())
    observed = map(bool, table[told["observed"]])
    return list(zip(map(float, table[told["duration"]]), observed, strict=True))


def _survival(given: Given) -> Answer:
    steps = survival.kaplan_meier(_durations(given))
    at = {f"{step.t:g}": step.survival for step in steps}
    return {"survival_at": at, "median": survival.quantile(steps, 0.5)}


def _life_table(given: Given) -> Answer:
    steps = survival.kaplan_meier(_durations(given))
    rows: list[dict[str, float]] = [
        {
            "t": step.t,
            "removed": step.observed + step.censored,
            "observed": step.observed,
            "censored": step.censored,
            "at_risk": step.at_risk,
        }
        for step in steps
    ]
    if steps and steps[0].t > 0:
        zero: dict[str, float] = {
            "t": 0,
            "removed": 0,
            "observed": 0,
            "censored": 0,
            "at_risk": steps[0].at_risk,
        }
        rows.insert(0, zero)
    return {"rows": Beginning(rows), "median": survival.quantile(steps, 0.5)}


def _retention_average(given: Given) -> Answer:
    sizes, back = given["cohort_size"], given["retained"]
    found = retention.Triangle(tuple(zip(sizes, back, strict=True))).average(1)
    pairs = [b / s for s, b in zip(sizes, back, strict=True) if s]
    return {
        "simple_mean": fmean(pairs) if pairs else None,
        "weighted_mean": found[0] / found[1] if found else None,
    }


def _day_index(given: Given) -> Answer:
    zone = ZoneInfo(given.get("timezone") or "UTC")
    start, back = reading.moment(given["start"]), reading.moment(given["return"])
    ways = {"calendar": "calendar", "rolling_24h_hour_truncated": "hours"}
    ways["rolling_24h_exact"] = "exact"
    return {name: growth.day_index(start, back, zone, how=how) for name, how in ways.items()}


def _model(given: Given) -> loyal.BgNbd:
    told = given["params"]
    return loyal.BgNbd(told["r"], told["alpha"], told["a"], told["b"])


def _bg_nbd(given: Given) -> Answer:
    model, x, t_x, seen = _model(given), given["x"], given["t_x"], given["T"]
    answer: Answer = {"p_alive": model.alive(x, t_x, seen)}
    if "t" in given:
        answer["expected_purchases"] = model.expected(x, t_x, seen, given["t"])
    return answer


def _bg_nbd_pmf(given: Given) -> Answer:
    model = _model(given)
    return {"probability": [model.chance(one["n"], one["t"]) for one in given["queries"]]}


def _graph(given: Given) -> influence.Ties[Any]:
    return influence.ties(given["edges"], is_directed=bool(given.get("directed")))


def _ranked(scores: dict[Any, float]) -> Beginning:
    ordered = sorted(scores.items(), key=lambda pair: (-pair[1], str(pair[0])))
    return Beginning([node, score] for node, score in ordered)


def _pagerank(given: Given) -> Answer:
    return {"top": _ranked(influence.pagerank(_graph(given), given.get("damping", 0.85)))}


def _betweenness(given: Given) -> Answer:
    return {"top": _ranked(influence.betweenness(_graph(given)))}


def _degree_density(given: Given) -> Answer:
    graph = _graph(given)
    count = sum(len(out) for out in graph.values()) // 2
    return {
        "degree": {str(node): len(out) for node, out in graph.items()},
        "density": influence.density(len(graph), count),
        "transitivity": influence.transitivity(graph),
        "average_clustering": fmean(influence.clustering(graph).values()),
    }


def _esd(given: Given) -> Answer:
    values = given["values"]
    found = outliers.generalized_esd(values, given["max_outliers"], given.get("alpha", 0.05))
    return {
        "statistic": list(found.statistic),
        "critical": list(found.critical),
        "outliers": [values[place] for place in found.indices],
    }


def _seasonal_esd(given: Given) -> Answer:
    return {
        "indices": [
            outliers.seasonal_esd(
                given["values"],
                given["period"],
                max_share=asked.get("max_share", 0.1),
                alpha=asked.get("alpha", 0.05),
                seasonal=seasons.periodic,
            )
            for asked in given["queries"]
        ]
    }


def _stl(given: Given) -> Answer:
    parts = seasons.decompose(
        given["values"],
        given["period"],
        seasonal=seasons.Smoothing(given["seasonal_window"], given.get("seasonal_degree", 0)),
        trend=seasons.Smoothing(given["trend_window"], given.get("trend_degree", 1)),
        low_pass=seasons.Smoothing(given["low_pass_window"], given.get("low_pass_degree", 1)),
        is_robust=given.get("robust", False),
    )
    told = {"seasonal": parts.season, "trend": parts.trend, "remainder": parts.rest}
    told["weights"] = parts.weights
    return {f"{name}_first5": values[:5] for name, values in told.items()} | dict(told)


def _love(given: Given) -> Answer:
    today, factor = date.fromisoformat(given["today"]), given["monthly_factor"]
    told = [
        (one["actor"], date.fromisoformat(one["at"]), one["weight"]) for one in given["activities"]
    ]
    each = [
        influence.faded(weight, influence.months_between(day, today), factor)
        for _actor, day, weight in told
    ]
    return {"per_activity": each, "love": dict(influence.love(told, today, factor))}


def _reach(given: Given) -> Answer:
    factor, begins = given["idle_factor_per_month"], given.get("idle_from", 0)
    return {
        "reach": sum(given["strengths"]),
        "after_idle": [influence.faded(begins, idle, factor) for idle in given["idle_months"]],
        "density": influence.density(given["members"], given["ties"]),
    }


def _k_factor(given: Given) -> Answer:
    k = growth.k_factor(given["invites_per_member"], given["conversion"])
    new = growth.waves(given["seed"], k, given["waves"])
    return {
        "k": k,
        "new_by_wave": new,
        "cumulative": [sum(new[: n + 1]) for n in range(len(new))],
    }


def _dau_mau(given: Given) -> Answer:
    rounds_up = "up" in str(given.get("rounding", ""))
    percent = {
        point["days_ago"]: growth.dau_mau(point["dau"], point["mau"], rounds_up=rounds_up)
        for point in given["points"]
    }
    earlier = [value for ago, value in percent.items() if 30 < ago <= 60 and value is not None]
    return {
        "percent_by_days_ago": {str(ago): value for ago, value in percent.items()},
        "mean_of_previous_30_days": fmean(earlier) if earlier else None,
    }


def _first_response(given: Given) -> Answer:
    """Replies by somebody else, that stand and are plain posts; the mean over those answered."""
    waits: dict[str, float | None] = {}
    asked: dict[str, tuple[Any, Any]] = {}
    for event in sorted(given["events"], key=lambda one: reading.moment(one["at"])):
        told, at = event.get("properties", {}), reading.moment(event["at"])
        topic = told.get("topic", "")
        if event["verb"] == "ask":
            asked[topic], waits[topic] = (event["actor"], at), None
        elif topic in asked and waits[topic] is None and _counts(event, asked[topic][0]):
            waits[topic] = (at - asked[topic][1]).total_seconds() / HOUR
    known = [hours for hours in waits.values() if hours is not None]
    return {
        "answered": len(known),
        "unanswered": len(waits) - len(known),
        "mean_hours": fmean(known) if known else None,
    }


def _counts(event: Given, asker: str) -> bool:
    told = event.get("properties", {})
    is_plain = told.get("type", "regular") == "regular" and not told.get("deleted")
    is_human = not told.get("bot")
    return event["verb"] == "reply" and event["actor"] != asker and is_plain and is_human


def _nps(given: Given) -> Answer:
    return {"nps": [growth.nps(scores) for scores in given["scores"]]}


METHODS: dict[str, Callable[[Given], Answer]] = {
    "gini": _gini,
    "absence_factor": _absence,
    "kaplan_meier": _survival,
    "life_table": _life_table,
    "retention_average": _retention_average,
    "retention_day_index": _day_index,
    "bg_nbd_conditional": _bg_nbd,
    "bg_nbd_pmf": _bg_nbd_pmf,
    "pagerank": _pagerank,
    "betweenness": _betweenness,
    "degree_density": _degree_density,
    "generalized_esd": _esd,
    "s_h_esd": _seasonal_esd,
    "stl": _stl,
    "orbit_love_v1": _love,
    "orbit_reach": _reach,
    "k_factor": _k_factor,
    "dau_mau": _dau_mau,
    "first_response": _first_response,
    "nps": _nps,
}
