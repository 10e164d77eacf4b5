"""How fast figures come from a synthetic history: `python -m benchmarks.insight_speed [lines]`."""

import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

from qunluo.insight.metrics.engine import history as histories
from qunluo.insight.metrics.engine import lake
from qunluo.insight.metrics.engine.coverage import coverage_of
from qunluo.insight.metrics.engine.measures.reading import Inquiry
from qunluo.insight.metrics.engine.registry import METRICS
from qunluo.kernel.stream.kinds import KINDS

NAMES = (
    "['communities.visited', 'communities.visited', 'communities.visited', 'forum.reply_posted',"
    " 'forum.comment_posted', 'questions.answer_given', 'questions.question_asked',"
    " 'forum.reaction_given', 'questions.vote_cast', 'communities.member_joined']"
)
COLUMNS = {
    "line_id": "i",
    "segment_no": "1",
    "name": f"{NAMES}[1 + (random() * 10)::INT % 10]",
    "happened_at": "TIMESTAMP '2021-01-01' + to_seconds((random() * 126230400)::BIGINT)",
    "recorded_at": "TIMESTAMP '2025-01-01'",
    "actor_key": "md5(((random() ** 3) * people)::INT::VARCHAR)",
    "community_id": "1",
    "object_type": "'forum.post'",
    "object_id": "i",
    "root_id": "(random() * i)::BIGINT",
    "origin": "'live'",
    "batch": "''",
    "facts": "'{}'",
}


def columns(community=1, segment=1, begin=0.0, end=1.0):
    """Of lines that happened between these parts of four years."""
    span = 126230400
    moment = f"to_seconds(({begin} * {span} + random() * {(end - begin) * span})::BIGINT)"
    own = {
        **COLUMNS,
        "community_id": str(community),
        "segment_no": str(segment),
        "happened_at": f"TIMESTAMP '2021-01-01' + {moment}",
    }
    return ", ".join(
        f'({own.get(name, "NULL")})::{kind} AS "{name}"' for name, kind in lake.COLUMNS.items()
    )


def write(folder, count):
    picked = columns()
    path = folder / "lines.parquet"
    with lake.engine() as duck:
        duck.execute(
            f"COPY (SELECT {picked} FROM (SELECT i, {max(100, count // 50)} AS people"
            f" FROM range(1, {count + 1}) t(i))) TO '{path}' (FORMAT parquet)"
        )
    return path


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), count)
        start = time.perf_counter()
        history = histories.history_of(
            histories.Source((str(path),), 1, "Asia/Shanghai", classes=tuple(KINDS.items()))
        )
        print(f"{count:,} lines prepared in {time.perf_counter() - start:.2f} s")
        coverage = coverage_of(history.spans, datetime(2025, 1, 1, tzinfo=UTC))
        periods = history.calendar.periods("month", date(2023, 12, 1), date(2024, 12, 1))
        total = 0.0
        for metric in METRICS.values():
            start = time.perf_counter()
            metric.measure(Inquiry(history, coverage, periods))
            spent = time.perf_counter() - start
            total += spent
            print(f"{metric.id:36} {spent * 1000:8.0f} ms")
        print(f"{len(METRICS)} metrics over 13 months in {total:.2f} s")


if __name__ == "__main__":
    main()
