"""Cases made at random come out as a second, plain reading of their format has them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qunluo.insight.metrics.engine import cases
from qunluo.insight.metrics.tests import naive

ZONES = ("UTC", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Santiago")
BEGIN = datetime(2026, 3, 1, tzinfo=UTC)  # eight days later New York moves its clocks
steps = st.lists(
    st.one_of(
        st.builds(lambda verb: {"verb": verb}, st.sampled_from("abc")),
        st.builds(lambda n: {"verb": "a", "where": {"n": n}}, st.integers(1, 2)),
        st.just({}),
    ),
    min_size=1,
    max_size=3,
)
matches = st.sampled_from([{}, {"verb": "a"}, {"verb": "b"}, {"verb": "a", "where": {"n": 1}}])


def told(hours):
    return st.lists(
        st.builds(
            lambda actor, verb, minutes, n: {
                "actor": actor,
                "verb": verb,
                "at": (BEGIN + timedelta(minutes=minutes)).isoformat(),
                "properties": {} if n is None else {"n": n, "ok": n == 1},
            },
            st.sampled_from(["p", "q", "q2", None]),
            st.sampled_from("abcx"),
            st.integers(0, hours * 60) | st.integers(0, hours).map(lambda hour: hour * 60),
            st.sampled_from([1, 2, None]),
        ),
        max_size=12,
    )


def agree(kind, case):
    case = {"name": "one", "kind": kind, "aliases": {"q2": "q"}, **case}
    wanted = naive.KINDS[kind](case)
    found = cases.run("one", {**case, "expected": wanted})
    assert found.state == "pass", (found, case)


common = {
    "timezone": st.sampled_from(ZONES),
    "week_start": st.sampled_from(naive.DAYS),
    "where": st.sampled_from([{}, {}, {"n": 1}]),
    "actor_where": st.sampled_from([{}, {}, {"level": 1}]),
    "actor_where_not": st.sampled_from([{}, {"level": 2}]),
}
periods = st.sampled_from(["day", "week", "month"])
bounds = st.tuples(st.integers(-40, 40), st.integers(0, 40)).map(
    lambda told: {
        "from": (BEGIN.date() + timedelta(days=told[0])).isoformat(),
        "to": (BEGIN.date() + timedelta(days=sum(told))).isoformat(),
    }
)
QUERIES = {
    "retention": st.fixed_dictionaries(
        {
            "period": periods,
            "first_period": bounds.map(lambda told: told["from"]),
            "periods": st.integers(1, 6),
            "start": matches,
            "return": matches,
            "cohort": st.sampled_from(["every_start", "first_matching_start"]),
            "criterion": st.sampled_from(["on", "on_or_after"]),
            "min_occurrences": st.integers(1, 2),
            **common,
        }
    ),
    "lifecycle": st.fixed_dictionaries({"period": periods, "match": matches, **common}),
    "stickiness": st.fixed_dictionaries(
        {
            "period": periods,
            "period_count": st.integers(1, 3),
            "match": matches,
            "per_period": st.builds(lambda n: {"op": "gte", "value": n}, st.integers(1, 2)),
            "cumulative": st.booleans(),
            **common,
        }
    ),
    "trend": st.fixed_dictionaries(
        {
            "period": periods,
            "match": matches,
            "measure": st.sampled_from(["count", "unique", "rolling_unique"]),
            "window_days": st.sampled_from([1, 7, 30]),
            **common,
        }
    ),
}


@pytest.mark.parametrize("kind", QUERIES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_questions_over_periods_agree(kind, data):
    query = {**data.draw(bounds), **data.draw(QUERIES[kind])}
    actors = data.draw(st.sampled_from([{}, {"p": {"level": 1}}, {"q": {"level": 2}}]))
    agree(kind, {"events": data.draw(told(24 * 60)), "actors": actors, "query": query})


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_funnels_agree(data):
    own = data.draw(steps)
    pairs = [(one, other) for one in range(1, len(own)) for other in range(one + 1, len(own) + 1)]
    exclude = st.builds(
        lambda pair: [{"verb": "x", "after_step": pair[0], "before_step": pair[1]}],
        st.sampled_from(pairs or [(1, 2)]),
    )
    query = {
        "steps": own,
        "order": data.draw(st.sampled_from(["ordered", "strict", "unordered"])),
        "window": {"value": data.draw(st.integers(1, 30)), "unit": "hour"},
        "entry": data.draw(st.sampled_from(["any", "first"])),
        "exclude": data.draw(exclude) if pairs and data.draw(st.booleans()) else [],
        "from": BEGIN.isoformat()[:19],
        "to": (BEGIN + timedelta(hours=data.draw(st.integers(4, 40)))).isoformat()[:19],
        "where": data.draw(common["where"]),
    }
    agree("funnel", {"events": data.draw(told(30)), "query": query})
