"""Golden equality: every metric and every reference case on DuckDB, on Sail, and on Apache Spark.

`bin/test spark` starts all of them. With QUNLUO_SPARK_TESTED=sc://host:port the Spark that runs there is
asked instead of a new one.
"""

import json
import os
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from qunluo.insight.metrics.engine import cases, lake, remote
from qunluo.insight.metrics.engine import history as histories
from qunluo.insight.metrics.engine.coverage import coverage_of
from qunluo.insight.metrics.engine.measures.reading import Inquiry
from qunluo.insight.metrics.engine.registry import METRICS
from qunluo.kernel.stream.kinds import KINDS
from tests.spark.standalone import home_in, standalone

BEGINS = datetime(2026, 1, 5, tzinfo=UTC)
CASES = Path(__file__).resolve().parents[3] / "shared" / "cases" / "analytics"
USUAL = (
    "communities.visited",
    "communities.member_joined",
    "communities.member_left",
    "forum.topic_opened",
    "forum.reply_posted",
    "questions.question_asked",
    "questions.answer_given",
    "questions.answer_accepted",
    "forum.reaction_given",
    "forum.reaction_withdrawn",
)


@pytest.fixture(scope="module", params=["sail", "spark"])
def address(request, tmp_path_factory):
    """Sail in this process, and a Spark with a master and two workers (or one that runs already)."""
    if request.param == "sail":
        server = pytest.importorskip("pysail.spark").SparkConnectServer()
        server.start(background=True)
        yield f"sc://127.0.0.1:{server.listening_address[1]}"
        return
    if given := os.environ.get("QUNLUO_SPARK_TESTED"):
        yield given
        return
    home = home_in(os.environ.get("QUNLUO_SPARK_SERVER", ""))
    if home is None:
        pytest.skip("no Apache Spark is there; bin/test spark brings one")
    with standalone(home, tmp_path_factory.mktemp("spark")) as started:
        yield started


@pytest.fixture(autouse=True)
def _back_to_duckdb():
    yield
    remote.ask_at("")


def told(dice, number):
    moment = BEGINS + timedelta(minutes=dice.randrange(60 * 24 * 120))
    facts = {
        "sign": "like",
        "channel": dice.choice(["open", "invite"]),
        "kind": dice.choice(["nps", "csat"]),
        "score": dice.randrange(1, 6),
        "people": 30,
        "category": dice.choice(["room", "food"]),
        "minor": 100 * dice.randrange(9),
        "hours": "2.5",
        "post_kind": "reply",
    }
    return {
        "line_id": number,
        "name": dice.choice([*KINDS, *USUAL * 25]),
        "verb": "",
        "happened_at": moment.replace(tzinfo=None).isoformat(),
        "recorded_at": BEGINS.replace(tzinfo=None).isoformat(),
        "actor_key": f"p{dice.randrange(40)}",
        "about_actor": f"p{dice.randrange(40)}",
        "community_id": 1,
        "space_id": dice.choice([1, 2]),
        "object_type": "forum.post",
        "object_id": dice.randrange(200),
        "root_id": dice.randrange(200),
        "audience": "public",
        "origin": "live",
        "batch": "",
        "facts": json.dumps(facts),
    }


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    folder, dice = tmp_path_factory.mktemp("lake"), random.Random(5)
    written = lake.write_segment(folder, [told(dice, n) for n in range(1, 1500)], 1)
    return histories.Source(
        files=tuple(str(folder / file.path) for file in written),
        watermark=1,
        timezone="America/New_York",
        staff=("p1",),
        aliases=(("p2", "p3"),),
        classes=tuple(KINDS.items()),
        retractions=(("forum.reaction_withdrawn", "forum.reaction_given"),),
        removals=(("forum.post_removed", "forum.post_restored"),),
    )


def rounded(value):
    """Sums of floats may be added up in another order."""
    if isinstance(value, float):
        return float(f"{value:.9g}")
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    return [rounded(one) for one in value] if isinstance(value, list | tuple) else value


def measured(metric, source, by):
    history = histories.history_of(source)
    coverage = coverage_of(history.spans, datetime(2026, 7, 1, tzinfo=UTC))
    periods = history.calendar.periods(by, date(2026, 1, 1), date(2026, 5, 1))
    found = metric.measure(Inquiry(history, coverage, periods))
    return [
        [
            *rounded((one.value, one.numerator, one.denominator, one.n, one.excluded, one.reason)),
            rounded([(c.key, c.value, c.numerator, c.denominator, c.reason) for c in one.cells]),
        ]
        for one in found
    ]


@pytest.mark.parametrize("metric_id", METRICS)
def test_a_metric_is_the_same_everywhere(metric_id, source, address):
    remote.ask_at("")
    wanted = [measured(METRICS[metric_id], source, by) for by in ("month", "week")]
    histories.forget_all()
    remote.ask_at(address)
    assert [measured(METRICS[metric_id], source, by) for by in ("month", "week")] == wanted


def test_every_reference_case_is_the_same_everywhere(address):
    if not CASES.is_dir():
        pytest.skip("the reference cases are not beside the checkout (../shared/cases)")
    different = []
    for name, case in cases.cases_in(CASES):
        remote.ask_at("")
        wanted = cases.run(name, case)
        remote.ask_at(address)
        found = cases.run(name, case)
        if (found.state, rounded(found.got)) != (wanted.state, rounded(wanted.got)):
            different.append((name, wanted.state, found.state, found.reason))
    assert different == []
