"""A dashboard over millions of lines: `python -m benchmarks.large_lake [lines]` (2 million).

Writes lines straight into the lake of a home of its own, month by month, as an export would; lets the
worker's share answer the usual questions; then opens the board in new processes. CPU seconds and seconds
of the clock: the first say more on a machine that others use.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

STEPS = ("fill", "ready", "open", "open")
BEGIN = datetime(2021, 1, 1, tzinfo=UTC)


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
    with tempfile.TemporaryDirectory(prefix="qunluo-lake-") as home:
        env = {**os.environ, "QUNLUO_HOME": home, "DJANGO_SETTINGS_MODULE": "qunluo.site.settings"}
        subprocess.run(
            [sys.executable, "manage.py", "setup", "--no-demo"],
            env=env,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        for step in STEPS:
            words = [sys.executable, "-m", "benchmarks.large_lake", step, count]
            subprocess.run(words, env=env, check=True)


def begun():
    import django

    django.setup()


def fill(count):
    begun()
    from django.conf import settings
    from django.db import transaction

    from benchmarks.insight_speed import columns
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
    folder, piece = Path(settings.LAKE_FOLDER), 500_000
    folder.mkdir(parents=True, exist_ok=True)
    for number, start in enumerate(range(0, count, piece), 1):
        until = min(count, start + piece)
        source = (
            f"(SELECT {columns(place.pk, number, start / count, until / count)}"
            f" FROM (SELECT i, {max(100, count // 50)} AS people FROM range({start + 1}, {until + 1}) t(i)))"
        )
        with tempfile.TemporaryDirectory(dir=folder, prefix=".writing-") as aside:
            written = segments._partition(folder, Path(aside), source)
        with transaction.atomic(), writing("metrics"):
            exporting._list(number, written, [], datetime(2025, 1, 2, tzinfo=UTC))
            if number == 1:
                exporting._keep_conditions(number, exporting._changed_conditions())
    size = sum(path.stat().st_size for path in folder.rglob("*.parquet"))
    return {"lines": count, "lake_mb": size // 1_000_000, "threads": lake.duck.THREADS}


def ready(_count):
    begun()
    from qunluo.insight.metrics import queries

    return queries.ready_boards()


def board_of(viewer):
    from qunluo.insight.metrics import queries
    from qunluo.insight.metrics.queries import board

    begin = time.perf_counter()
    found = board.board(viewer, queries.opening(viewer, "month").period)
    return round(time.perf_counter() - begin, 3), found


def opened(_count):
    begun()
    from qunluo.insight.metrics import queries

    viewer = queries.viewer_for("large")
    cold, found = board_of(viewer)
    warm, _found = board_of(viewer)
    return {"board_cold_s": cold, "board_warm_s": warm, "period": str(found.period.start)}


WORK = {"fill": fill, "ready": ready, "open": opened}

if __name__ == "__main__":
    main()
