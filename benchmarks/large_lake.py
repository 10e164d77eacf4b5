"""A dashboard over millions of lines: `python -m benchmarks.large_lake [lines]` (2 million).

Writes lines straight into the lake of a home of its own, month by month, as an export would; lets the
worker's share answer the usual questions; opens boards in a new process; then brings a minute of new lines
and does it again. CPU seconds and seconds of the clock: the first say more on a machine that others use.
LARGE_LAKE=folder keeps the home there, and finds it again.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

STEPS = ("fill", "ready", "open", "more", "ready", "open")
UNTIL = datetime(2025, 1, 2, tzinfo=UTC)


def main():
    if len(sys.argv) == 3:
        begin = time.perf_counter()
        told = WORK[sys.argv[1]](int(sys.argv[2]))
        spent = resource.getrusage(resource.RUSAGE_SELF)
        print(
            json.dumps(
                {
                    "step": sys.argv[1],
                    "seconds": round(time.perf_counter() - begin, 2),
                    "cpu": round(spent.ru_utime + spent.ru_stime, 2),
                    "peak_mb": spent.ru_maxrss // 1024,
                    "told": told,
                }
            ),
            flush=True,
        )
        return
    count = sys.argv[1] if len(sys.argv) > 1 else "2000000"
    with ExitStack() as stack:
        kept = os.environ.get("LARGE_LAKE")
        home = kept or stack.enter_context(tempfile.TemporaryDirectory(prefix="qunluo-lake-"))
        is_there = (Path(home) / "lake").exists()
        env = {**os.environ, "QUNLUO_HOME": home, "DJANGO_SETTINGS_MODULE": "qunluo.site.settings"}
        subprocess.run(
            [sys.executable, "manage.py", "setup", "--no-demo"],
            env=env,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        for step in STEPS[1:3] if is_there else STEPS:
            words = [sys.executable, "-m", "benchmarks.large_lake", step, count]
            subprocess.run(words, env=env, check=True)


def begun():
    import django

    django.setup()


def fill(count):
    begun()
    from django.conf import settings
    from django.db import transaction

    from benchmarks.large_files import BEGIN, chunks, lines
    from qunluo.insight.metrics.actions import exporting
    from qunluo.insight.metrics.engine import lake
    from qunluo.insight.metrics.engine.lake import segments
    from qunluo.kernel.action import writing
    from qunluo.people.communities.models import Community, Organisation

    with writing("*"):
        house = Organisation.objects.create(slug="large", name="Large", founded_at=BEGIN)
        place = Community.objects.create(
            slug="large",
            name="Large",
            timezone="Asia/Shanghai",
            founded_at=BEGIN,
            organisation=house,
        )
    folder = Path(settings.LAKE_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    for number, (first, last) in enumerate(chunks(count), 1):
        source = f"({lines(first, last, count, community=place.pk, segment=number)})"
        with tempfile.TemporaryDirectory(dir=folder, prefix=".writing-") as aside:
            written = segments._partition(folder, Path(aside), source)
        with transaction.atomic(), writing("metrics"):
            exporting._list(number, written, [], UNTIL)
            if number == 1:
                exporting._keep_conditions(number, exporting._changed_conditions())
    size = sum(path.stat().st_size for path in folder.rglob("*.parquet"))
    return {"lines": count, "lake_mb": size // 1_000_000, "threads": lake.duck.THREADS}


def more(count):
    """A minute's worth of new lines, as the next export brings them."""
    begun()
    from django.conf import settings
    from django.db import transaction

    from qunluo.insight.metrics import queries
    from qunluo.insight.metrics.actions import exporting
    from qunluo.insight.metrics.engine.lake import segments
    from qunluo.insight.metrics.models import Segment
    from qunluo.kernel.action import writing
    from qunluo.people.communities.models import Community

    place = Community.objects.get(slug="large")
    number = queries.watermark().number + 1
    rows = [new_line(count, place.pk, number, n) for n in range(200)]
    with transaction.atomic(), writing("metrics"):
        written = segments.write_segment(Path(settings.LAKE_FOLDER), rows, number)
        exporting._list(number, written, [], UNTIL + timedelta(minutes=1))
    return {"segments": Segment.objects.count()}


def new_line(count, place, number, n):
    moment = (UNTIL - timedelta(minutes=n)).replace(tzinfo=None).isoformat()
    return {
        "line_id": count + number * 1000 + n,
        "name": "forum.reply_posted" if n % 5 else "questions.question_asked",
        "verb": "",
        "happened_at": moment,
        "recorded_at": moment,
        "actor_key": f"new{n % 60}",
        "community_id": place,
        "space_id": 1 + n % 5,
        "object_type": "forum.post" if n % 5 else "forum.topic",
        "object_id": count + number * 1000 + n,
        "root_id": count + n,
        "audience": "public",
        "origin": "live",
        "batch": "",
        "facts": "{}",
    }


def ready(_count):
    begun()
    from qunluo.insight.metrics import queries

    return queries.ready_boards()


def board_of(viewer, by="month", steps_back=0, space_id=None):
    from qunluo.insight.metrics import queries
    from qunluo.insight.metrics.queries import board

    begin = time.perf_counter()
    period = queries.opening(viewer, by).period
    if steps_back:
        period = queries.calendar_of(viewer.community_id).neighbour(period, -steps_back)
    found = board.board(viewer, period, space_id=space_id)
    return round(time.perf_counter() - begin, 3), found


def opened(_count):
    """The first board of a new process, the same again, and boards nobody prepared one by one."""
    begun()
    from qunluo.insight.metrics import queries

    viewer = queries.viewer_for("large")
    cold, found = board_of(viewer)
    told = {"period": str(found.period.start), "cold_s": cold, "warm_s": board_of(viewer)[0]}
    for by, back in (
        ("month", 7),
        ("week", 0),
        ("week", 30),
        ("quarter", 1),
        ("year", 1),
        ("day", 0),
    ):
        told[f"{by}-{back}_s"] = board_of(viewer, by, back)[0]
    told["warm_again_s"] = board_of(viewer)[0]
    return told


WORK = {"fill": fill, "ready": ready, "open": opened, "more": more}

if __name__ == "__main__":
    main()
