"""A process that forks one child per errand, so that a child can be killed at any step.

Started by `test_killed.py` inside an installation of its own; reads one JSON errand per line and
answers with one: {"died": bool, "steps": int, "told": …}.
"""

import json
import os
import random
import resource
import signal
import sys
import time
import traceback
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from unittest import mock

MARCH = datetime(2026, 3, 1, tzinfo=UTC)
STEPS = {
    "open",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "os.remove",
    "fcntl.flock",
    "tempfile.mkdtemp",
    "sqlite3.connect",
}


def main():
    sys.path.insert(0, str(Path.cwd()))
    import django

    django.setup()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(forked(json.loads(line))) + "\n")
        sys.stdout.flush()


def forked(errand):
    """Do it in a child; a child that is killed leaves `told` empty."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        do(errand, theirs)
    os.close(theirs)
    if errand.get("die_after_ms"):
        time.sleep(errand["die_after_ms"] / 1000)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(ours) as pipe:
        told = pipe.read()
    _pid, status = os.waitpid(child, 0)
    died = os.WIFSIGNALED(status)
    return {"died": died, **(json.loads(told) if told and not died else {})}


def do(errand, pipe):
    counted = [0]
    try:
        watch(counted, errand.get("die_at"))
        told = ERRANDS[errand["do"]](**errand.get("with", {}))
        answer = {"steps": counted[0], "told": told}
    except BaseException:
        answer = {"error": traceback.format_exc()}
    with os.fdopen(pipe, "w") as out:
        json.dump(answer, out)
    os._exit(0)


def watch(counted, die_at):
    """Count what the errand does to disk and database; kill it at the step asked for."""
    from django.db import connection
    from django.db.backends.base.base import BaseDatabaseWrapper

    def step():
        counted[0] += 1
        if counted[0] == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def hear(event, told):
        if event not in STEPS:
            return
        # Reading code and devices is no step.
        if event == "open" and ("/lake/" not in str(told[0])):
            return
        step()

    def ask(execute, *args):
        step()
        return execute(*args)

    commit = BaseDatabaseWrapper._commit

    def settle(self):
        step()
        commit(self)
        step()

    sys.addaudithook(hear)
    connection.execute_wrappers.append(ask)
    BaseDatabaseWrapper._commit = settle


def tell(count, start=0):
    """Lines of two communities: who asked on which day."""
    from django.db import transaction

    from qunluo.kernel.stream.activity import activity_types
    from qunluo.kernel.stream.record import record_many

    asked = activity_types["questions.question_asked"]
    dice = random.Random(start)
    lines = [
        (
            asked(
                object_id=start + n, community_id=1 + n % 2, actor_key=f"actor{dice.randrange(5)}"
            ),
            MARCH + timedelta(days=dice.randrange(60), minutes=n),
        )
        for n in range(count)
    ]
    with transaction.atomic():
        record_many(lines)


def export(limit=1_000, full=None, locks=True):
    """`full`: the disk takes no more than so many bytes of a file, from this part on."""
    from qunluo.insight.metrics import actions
    from qunluo.insight.metrics.engine.lake import segments

    part = {"lines": "write_lines", "parquet": "_partition"}.get(full, "")
    guard = mock.patch.object(segments, part, bounded(getattr(segments, part))) if part else None
    with guard or nullcontext(), nullcontext() if locks else unlocked():
        return actions.export_segment(limit)


def bounded(work):
    def within(*args, **kwargs):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, most[1]))
        try:
            return work(*args, **kwargs)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, most)

    return within


def unlocked():
    """As if the locks did not hold: an old lease that has run out, a folder on another machine."""
    from qunluo.insight.metrics.actions import exporting

    mock.patch.object(exporting, "_take", return_value="mistaken").start()
    return mock.patch.object(exporting.lake, "turn", lambda _folder: nullcontext(True))  # noqa: PT008


def race(seconds=3):
    """Two writers by mistake and a teller, each a process of its own."""
    from django.db import connections

    def write():
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            export(limit=7, locks=False)

    def speak():
        for n in range(30):
            tell(5, 10_000 + n * 10)
            time.sleep(seconds / 40)

    children = []
    connections.close_all()
    for work in (write, write, speak):
        child = os.fork()
        if child == 0:
            code = 0
            try:
                work()
            except BaseException:
                traceback.print_exc()
                code = 1
            os._exit(code)
        children.append(child)
    return [os.waitpid(child, 0)[1] for child in children]


def compact():
    from qunluo.insight.metrics import actions

    return actions.compact_lake(most_files=2)


def rebuild():
    from qunluo.insight.metrics import actions

    done = actions.rebuild_lake()
    return done and [done.lines, done.files]


def sweep():
    from qunluo.insight.metrics import actions
    from qunluo.insight.metrics.actions import tending

    tending.GRACE = timedelta(0)
    return actions.sweep_lake()


def held():
    """Lines in the stream, waiting, in listed files, different ones of these."""
    from django.conf import settings

    from qunluo.insight.metrics.engine import lake
    from qunluo.insight.metrics.models import LakeFile
    from qunluo.kernel.stream.models import StreamLine, Unexported

    waiting = set(Unexported.objects.values_list("pk", flat=True))
    paths = LakeFile.objects.filter(retired_at=None).values_list("path", flat=True)
    listed = [str(settings.LAKE_FOLDER / path) for path in paths]
    found = []
    if listed:
        names = ", ".join(map(lake.quoted, listed))
        with lake.engine() as duck:
            found = duck.execute(f"SELECT line_id FROM read_parquet([{names}])").fetchall()
    held = [line_id for (line_id,) in found]
    wanted = set(StreamLine.objects.values_list("pk", flat=True)) - waiting
    return {
        "twice": len(held) - len(set(held)),
        "lost": len(wanted - set(held)),
        "early": len(set(held) - wanted),
        "held": len(held),
        "waiting": len(waiting),
    }


def answers(last=100):
    """Every metric of every community at the last so many watermarks, as text."""
    from qunluo.insight.metrics.engine.measures.reading import Inquiry
    from qunluo.insight.metrics.engine.registry import METRICS
    from qunluo.insight.metrics.models import Segment
    from qunluo.insight.metrics.queries.sources import Watermark, coverage_for, history_at

    found = {}
    segments = Segment.objects.order_by("-number").values_list("number", "covers_until")
    for number, covers in segments[:last]:
        mark = Watermark(number, covers)
        for community in (1, 2):
            history, coverage = history_at(community, mark), coverage_for(community, mark)
            if coverage is None:
                continue
            periods = history.calendar.periods("month", date(2026, 3, 1), date(2026, 4, 1))
            asked = Inquiry(history, coverage, periods)
            for metric in METRICS.values():
                found[f"{number} {community} {metric.id}"] = repr(metric.measure(asked))
    return found


def doctor():
    from django.utils.translation import override

    from qunluo.insight.metrics import queries

    with override("en"):
        return [[finding.state, finding.told] for finding in queries.lake_findings()]


def clock(months):
    """The newest segment and the lease as a machine leaves them whose clock is set back later."""
    from qunluo.insight.metrics.models import ExportLease, Segment
    from qunluo.kernel.action import writing

    later = datetime.now(UTC) + timedelta(days=30 * months)
    last = Segment.objects.order_by("-number").first()
    with writing("metrics"):
        Segment.objects.filter(pk=last.pk).update(written_at=later, covers_until=later)
        ExportLease.objects.filter(pk=1).update(holder="gone", held_until=later)
    return last.number


ERRANDS = {
    work.__name__: work
    for work in (*(tell, export, race, compact, rebuild, sweep, held, answers, doctor, clock),)
}
