"""The engine gives the published numbers of every reference case."""

from datetime import timedelta

import pytest

from qunluo.insight.metrics.engine import counting, lifecycle, retention, spread, survival
from qunluo.insight.metrics.tests import cases


@pytest.mark.parametrize("case", cases.cases("retention"))
def test_retention_is_as_published(case, tmp_path):
    query, expected = case["query"], case["expected"]
    groups = [None]
    if "breakdown_actor" in query:
        key = query["breakdown_actor"]
        groups = sorted({about[key] for about in case["actors"].values()})
    for group in groups:
        one = case if group is None else narrowed(case, query["breakdown_actor"], group)
        found, starts = triangle_of(one, tmp_path / str(group))
        wanted = expected["triangle"] if group is None else expected["triangle_by"][group]
        assert [list(row) for row in found.rows] == wanted
        for key in ("period_starts",):
            if key in expected:
                assert starts == expected[key]


def narrowed(case, key, value):
    return {**case, "query": {**case["query"], "actor_where": {key: value}}}


def triangle_of(case, folder):
    query = case["query"]
    history = cases.history(case, folder)
    periods = cases.periods(history, query, count=query["periods"])
    start, back = cases.match(query, query["start"]), cases.match(query, query["return"])
    starts = counting.active(history, start, periods)
    days = counting.first_days(history, start)
    first = {
        person: next((n for n, p in enumerate(periods) if p.start <= day < p.end), -1)
        for person, day in days.items()
    }
    members = retention.cohorts(starts, len(periods), cohort=query["cohort"], first=first)
    told = retention.triangle(
        members,
        counting.active(history, back, periods),
        len(periods),
        criterion=query["criterion"],
        min_occurrences=query["min_occurrences"],
    )
    return told, [period.start.isoformat() for period in periods]


@pytest.mark.parametrize("case", cases.cases("lifecycle"))
def test_the_lifecycle_is_as_published(case, tmp_path):
    query, expected = case["query"], case["expected"]
    history = cases.history(case, tmp_path)
    shown = cases.periods(history, query)
    periods = [history.calendar.neighbour(shown[0], -1), *shown]
    match = cases.match(query, query["match"])
    days = counting.first_days(history, match)
    first = {
        person: next((n for n, p in enumerate(periods) if p.start <= day < p.end), -1)
        for person, day in days.items()
    }
    told = lifecycle.lifecycles(counting.active(history, match, periods), first, len(periods))
    for key, wanted in expected.items():
        if key == "period_starts":
            assert [period.start.isoformat() for period in shown] == wanted
        else:
            assert [getattr(one, key) for one in told] == wanted, key


@pytest.mark.parametrize("case", cases.cases("stickiness"))
def test_stickiness_is_as_published(case, tmp_path):
    query = case["query"]
    history = cases.history(case, tmp_path)
    periods = cases.periods(history, query)
    size = query["period_count"]
    counts = counting.active(history, cases.match(query, query["match"]), periods)
    buckets = {}
    for person, seen in counts.items():
        for n, times in seen.items():
            held = buckets.setdefault(person, {})
            held[n // size] = held.get(n // size, 0) + times
    enough = None
    if "per_period" in query:
        assert query["per_period"]["op"] == "gte"
        enough = query["per_period"]["value"].__le__
    told = retention.stickiness(
        buckets,
        -(-len(periods) // size),
        enough=enough,
        cumulative=query.get("cumulative", False),
    )
    assert told == case["expected"]["histogram"]


@pytest.mark.parametrize("case", cases.cases("trend"))
def test_trends_are_as_published(case, tmp_path):
    query, expected = case["query"], case["expected"]
    if query["measure"] == "rolling_unique":
        rolling(case, tmp_path, query, expected)
    else:
        counted(case, tmp_path, query, expected)


def rolling(case, tmp_path, query, expected):
    history = cases.history(case, tmp_path)
    match = cases.match(query, query["match"])
    window = query["window_days"]
    if query["period"] == "hour":
        ends = [period.ends_at for period in cases.periods(history, query)]
        spans = [(end - timedelta(days=window), end) for end in ends]
        told = counting.tallies_between(history, match, spans)
        assert [tally.people for tally in told] == expected["series"]
    elif query["period"] == "day":
        days = [period.start for period in cases.periods(history, query)]
        assert counting.rolling_people(history, match, days, window) == expected["series"]
    elif "breakdown" in query:
        for value, wanted in expected["value_by"].items():
            narrow = counting.Match(match.names, (*match.facts, (query["breakdown"], value)))
            day = cases.day(query["to"])
            assert counting.rolling_people(history, narrow, [day], window) == [wanted]
    else:
        day = cases.day(query["to"])
        assert counting.rolling_people(history, match, [day], window) == [expected["value"]]


def counted(case, tmp_path, query, expected):
    history = cases.history(case, tmp_path)
    periods = cases.periods(history, query)

    def series(name, at, facts=()):
        match = cases.match(query, query["series"][name])
        match = counting.Match(match.names, (*match.facts, *facts), "all")
        return [tally.lines for tally in counting.tallies(history, match, at)]

    def formula(at, facts=()):
        both = zip(series("A", at, facts), series("B", at, facts), strict=True)
        return [a + 2 * b for a, b in both]

    for name, wanted in expected.get("series_by", {}).items():
        assert series(name, periods) == wanted
        assert sum(series(name, periods)) == expected["total_by"][name]
    if "formula" in expected:
        assert formula(periods) == expected["formula"]["A+2*B"]
        earlier = [history.calendar.neighbour(p, -len(periods)) for p in periods]
        assert formula(earlier) == expected["previous_formula"]["A+2*B"]
        assert earlier[0].start.isoformat() == expected["previous_from"]
        assert earlier[-1].start.isoformat() == expected["previous_to"]
    for value, wanted in expected.get("formula_by", {}).items():
        assert formula(periods, [(query["breakdown"], value)]) == wanted["A+2*B"]
    for value, wanted in expected.get("formula_total_by", {}).items():
        assert sum(formula(periods, [(query["breakdown"], value)])) == wanted


@pytest.mark.parametrize("case", cases.cases("published"))
def test_the_published_numbers_come_out(case):
    check = PUBLISHED.get(case["method"])
    if check is None:
        pytest.skip(f"{case['method']} has no metric yet")
    check(case["input"], case["expected"], case["tolerance"])


def published_gini(given, expected, tolerance):
    found = [spread.gini(vector) for vector in given["vectors"]]
    assert found == pytest.approx(expected["gini"], abs=tolerance)


def published_absence(given, expected, tolerance):
    found = spread.absence_factor(given["contributions"], given["share"])
    assert found == expected["factor"]
    assert sum(given["contributions"]) * given["share"] == expected["half"]


def published_survival(given, expected, tolerance):
    pairs = zip(given["duration"], map(bool, given["observed"]), strict=True)
    steps = survival.kaplan_meier(list(pairs))
    for t, wanted in expected["survival_at"].items():
        assert survival.survival_at(steps, float(t)) == pytest.approx(wanted, abs=tolerance)
    assert survival.quantile(steps, 0.5) == expected["median"]


def published_average(given, expected, tolerance):
    pairs = zip(given["cohort_size"], given["retained"], strict=True)
    told = retention.Triangle(tuple((size, back) for size, back in pairs))
    back, size = told.average(1)
    assert back / size == pytest.approx(expected["weighted_mean"], abs=tolerance)


def published_response(given, expected, tolerance):
    asked = next(event for event in given["events"] if event["verb"] == "ask")
    answers = [
        cases.moment(event["at"])
        for event in given["events"]
        if event["verb"] == "reply" and event["actor"] != asked["actor"]
    ]
    asked_at = cases.moment(asked["at"])
    hours = [(moment - asked_at).total_seconds() / 3600 for moment in answers]
    durations = [(min(hours), True)] if hours else [(48.0, False)]
    steps = survival.kaplan_meier(durations)
    assert sum(step.observed for step in steps) == expected["answered"]
    assert sum(step.censored for step in steps) == expected["unanswered"]
    assert survival.quantile(steps, 0.5) == expected["mean_hours"]  # of one: median is mean


PUBLISHED = {
    "gini": published_gini,
    "absence_factor": published_absence,
    "kaplan_meier": published_survival,
    "retention_average": published_average,
    "first_response": published_response,
}
