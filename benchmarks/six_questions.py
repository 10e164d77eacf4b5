"""Six questions against SQL by hand on the same files: `python -m benchmarks.six_questions [lines …]`.

Writes the lines of `large_files` as a lake of its own in a temporary folder, lets the product prepare its
months, and asks each question three times both ways within 512 MB and two threads: the best CPU seconds of
each, and how many times as long the product takes (aim 1.2). No Django, no answers from shelves.
"""

import resource
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from benchmarks.large_files import chunks, lines
from qunluo.insight.metrics.engine import counting, funnels, lake
from qunluo.insight.metrics.engine import history as histories
from qunluo.insight.metrics.engine.counting import Match
from qunluo.insight.metrics.engine.coverage import coverage_of
from qunluo.insight.metrics.engine.history import months
from qunluo.insight.metrics.engine.lake import segments
from qunluo.insight.metrics.engine.measures import response, volume
from qunluo.insight.metrics.engine.measures.membership import JOINED
from qunluo.insight.metrics.engine.measures.reading import Inquiry
from qunluo.insight.metrics.engine.registry.presence import DID
from qunluo.kernel.stream.kinds import KINDS

UNTIL = datetime(2025, 1, 2, tzinfo=UTC)
FIRST, LAST = date(2021, 1, 1), date(2024, 12, 31)
NAMES = ", ".join(f"'{name}'" for name in DID.names)
MADE = f"name IN ({NAMES}) AND NOT is_staff AND person IS NOT NULL"
ACTIVE = f"""
SELECT date_trunc('month', day), count(DISTINCT person) FROM acts WHERE {MADE} GROUP BY 1
UNION ALL SELECT date_trunc('week', day), count(DISTINCT person) FROM acts WHERE {MADE} GROUP BY 1
"""
RETENTION = f"""
WITH seen AS (SELECT DISTINCT person, date_trunc('month', day) AS m FROM acts WHERE {MADE}),
began AS (SELECT person, min(m) AS b FROM seen GROUP BY 1)
SELECT b, date_diff('month', b, m) AS k, count(*) FROM seen JOIN began USING (person) GROUP BY 1, 2
"""
LIFECYCLE = f"""
WITH seen AS (SELECT DISTINCT person, date_trunc('month', day) AS m FROM acts WHERE {MADE}),
walk AS (SELECT m, lag(m) OVER w AS b, lead(m) OVER w AS a FROM seen WINDOW w AS (PARTITION BY person ORDER BY m))
SELECT m, count(*), count(*) FILTER (WHERE b IS NULL), count(*) FILTER (WHERE b = m - INTERVAL 1 MONTH),
  count(*) FILTER (WHERE a IS NULL OR a > m + INTERVAL 1 MONTH) FROM walk GROUP BY m
"""
FUNNEL = f"""
WITH j AS (SELECT person, moment FROM acts WHERE name = '{JOINED}' AND NOT is_staff
  AND moment >= '2024-05-01' AND moment < '2024-06-01'),
v AS (SELECT j.person, j.moment AS t0, min(a.moment) AS t1 FROM j JOIN acts a ON a.person = j.person
  AND a.name = 'communities.visited' AND a.moment > j.moment AND a.moment <= j.moment + INTERVAL 14 DAY
  AND a.moment < '2024-06-16' AND a.moment >= '2024-05-01' GROUP BY ALL),
d AS (SELECT v.person FROM v JOIN acts a ON a.person = v.person AND {MADE.replace("person IS", "a.person IS")}
  AND a.moment > v.t1 AND a.moment <= v.t0 + INTERVAL 14 DAY AND a.moment < '2024-06-16' AND a.moment >= '2024-05-01'
  GROUP BY ALL)
SELECT (SELECT count(DISTINCT person) FROM j), (SELECT count(DISTINCT person) FROM v), (SELECT count(*) FROM d)
"""
ANSWERS = """
WITH q AS (SELECT object_id, person, moment, day FROM acts WHERE name = 'questions.question_asked'),
f AS (SELECT q.object_id, q.day, q.moment, min(a.moment) AS told FROM q LEFT JOIN acts a ON
  a.name = 'questions.answer_given' AND a.root_id = q.object_id AND a.moment >= q.moment
  AND a.person IS DISTINCT FROM q.person GROUP BY ALL),
w AS (SELECT date_trunc('month', day) AS m, date_diff('second', moment, coalesce(told, '2025-01-02')) AS s,
  told IS NOT NULL AS is_told FROM f),
t AS (SELECT m, s, sum(is_told::INT) AS d, count(*) AS n FROM w GROUP BY 1, 2),
r AS (SELECT m, s, d, sum(n) OVER (PARTITION BY m ORDER BY s DESC) AS at_risk FROM t),
k AS (SELECT m, s, sum(CASE WHEN d = at_risk THEN -1e9 ELSE ln(1 - d / at_risk) END) OVER (PARTITION BY m ORDER BY s) AS l FROM r)
SELECT m, min(s) / 3600 FROM k WHERE l <= ln(0.5) GROUP BY m
"""
TOP = f"""
WITH made AS (SELECT date_trunc('month', day) AS m, person, count(*) AS n FROM acts WHERE {MADE} GROUP BY 1, 2),
r AS (SELECT m, n, row_number() OVER (PARTITION BY m ORDER BY n DESC) AS place, count(*) OVER (PARTITION BY m) AS c FROM made)
SELECT m, sum(n) FILTER (WHERE place <= ceil(c / 100)) / sum(n) FROM r GROUP BY m
"""


def questions(history, coverage):
    """name -> (the product's way, SQL by hand)."""
    by_month = history.calendar.periods("month", FIRST, LAST)
    by_week = history.calendar.periods("week", FIRST, LAST)
    inquiry = Inquiry(history, coverage, by_month)
    may = history.calendar.period("month", date(2024, 5, 1))
    asked = funnels.Funnel(
        (Match((JOINED,)), Match(("communities.visited",)), DID),
        window=timedelta(days=14),
        first=may.starts_at,
        last=may.ends_at,
    )
    return {
        "active people by month and week": (
            lambda: [counting.tallies(history, DID, one) for one in (by_month, by_week)],
            ACTIVE,
        ),
        "retention by month": (
            lambda: counting.returns(history, DID, DID, by_month, len(by_month)),
            RETENTION,
        ),
        "lifecycle by month": (lambda: counting.stirs(history, DID, by_month), LIFECYCLE),
        "funnel of one month": (
            lambda: funnels.counts(funnels.walks_of(history, asked), 3),
            FUNNEL,
        ),
        "median wait for an answer": (lambda: response.hours_until_answered(0.5)(inquiry), ANSWERS),
        "made by the top 1 %": (lambda: volume.top_share(DID, 0.01)(inquiry), TOP),
    }


def prepared(folder, count):
    paths = []
    for number, (first, last) in enumerate(chunks(count), 1):
        source = f"({lines(first, last, count, segment=number)})"
        with tempfile.TemporaryDirectory(dir=folder, prefix=".writing-") as aside:
            paths += [file.path for file in segments._partition(folder, Path(aside), source)]
    return histories.history_of(
        histories.Source(
            files=tuple(str(folder / path) for path in paths),
            watermark=number,
            timezone="UTC",
            classes=tuple(sorted(KINDS.items())),
            retractions=(("forum.reaction_withdrawn", "forum.reaction_given"),),
            removals=(("forum.post_removed", "forum.post_restored"),),
            kept_in=str(folder / "prepared"),
            lines=months.WORTH_MONTHS,
        )
    )


def spent():
    told = resource.getrusage(resource.RUSAGE_SELF)
    return told.ru_utime + told.ru_stime


def best(ask, history):
    found = []
    for _turn in range(3):
        history._kept.clear()
        begin = spent()
        ask()
        found.append(spent() - begin)
    return min(found)


def by_hand(history, sql):
    with lake.engine() as duck:
        told = sql.replace(" acts ", f" {history.acts} ")
        return duck.execute(told).fetchall()


def main():
    print(
        "| lines | question | product, CPU s | by hand, CPU s | times |\n| --- | --- | --- | --- | --- |"
    )
    for count in map(int, sys.argv[1:] or ["2000000"]):
        histories.forget_all()
        with tempfile.TemporaryDirectory(prefix="qunluo-six-") as name:
            history, began = prepared(Path(name), count), time.perf_counter()
            coverage = coverage_of(history.spans, UNTIL)
            for question, (ask, sql) in questions(history, coverage).items():
                own, hand = best(ask, history), best(partial(by_hand, history, sql), history)
                told = f"{own:.2f} | {hand:.2f} | {own / hand:.2f}"
                print(f"| {count:,} | {question} | {told} |", flush=True)
            print(f"| {count:,} | asked in all, s | {time.perf_counter() - began:.0f} | | |")


if __name__ == "__main__":
    main()
