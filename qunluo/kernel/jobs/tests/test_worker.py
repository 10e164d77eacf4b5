"""A real worker process: killed, stopped, woken."""

import time

import pytest

from qunluo.kernel.testing.installation import until

ENQUEUE = "from qunluo.kernel.jobs.tests.chores import *; print({call}.id)"
STATE = "from qunluo.kernel import jobs; s = jobs.status({id}); print(s.state, s.error)"


def enqueue(installation, call):
    return installation.shell(ENQUEUE.format(call=call))


def test_a_job_whose_worker_was_killed_runs_again(installation):
    home = installation.home
    first = installation.worker()
    job = enqueue(installation, f"long_walk.enqueue({str(home)!r})")
    until(lambda: len(installation.notes()) == 1)
    first.kill()
    first.wait()
    (home / "go").touch()
    second = installation.worker()
    waited = until(lambda: len(installation.notes()) == 3)
    assert installation.notes() == [
        f"begin {first.pid}",
        f"begin {second.pid}",
        f"end {second.pid}",
    ]
    assert waited < 30  # a lease of two seconds, and the start of the process
    until(lambda: installation.shell(STATE.format(id=job)) == "done", 60)


def test_a_worker_told_to_stop_gives_its_job_back(installation):
    home = installation.home
    first = installation.worker()
    job = enqueue(installation, f"long_walk.enqueue({str(home)!r})")
    until(lambda: len(installation.notes()) == 1)
    first.terminate()
    assert first.wait(30) == 0
    assert installation.shell(STATE.format(id=job)) == "waiting"


def test_a_job_runs_as_soon_as_it_is_committed(installation):
    installation.worker()
    until(lambda: list((installation.home / "bus").glob("*.sock")))
    time.sleep(0.3)
    code = (
        "import time, pathlib; from qunluo.kernel.jobs.tests.chores import note;"
        f"home = pathlib.Path({str(installation.home)!r}); took = []\n"
        "for n in range(5):\n"
        "    began = time.monotonic(); note.enqueue(str(home), f'n{n}')\n"
        "    while not (home / 'notes').exists() or f'n{n} ' not in (home / 'notes').read_text():\n"
        "        time.sleep(0.005)\n"
        "    took.append(time.monotonic() - began)\n"
        "print(sorted(took)[2])"
    )
    assert float(installation.shell(code)) < 5


def test_two_workers_share_without_doing_anything_twice(installation):
    workers = [installation.worker(), installation.worker()]
    call = f"[note.enqueue({str(installation.home)!r}, str(n)) for n in range(40)][0]"
    enqueue(installation, call)
    until(lambda: len(installation.notes()) >= 40)
    time.sleep(0.3)
    words = sorted(int(line.split()[0]) for line in installation.notes())
    assert words == list(range(40))
    assert {int(line.split()[1]) for line in installation.notes()} <= {w.pid for w in workers}


@pytest.mark.parametrize("installation", ["sqlite"], indirect=True)
def test_a_killed_worker_loses_no_delivery(installation):
    """The worker dies inside a listener; the next one hears the same line again."""
    installation.env["PYTHONPATH"] += f":{installation.home}"
    (installation.home / "slow_listener.py").write_text(SLOW_LISTENER)
    installation.env["SLOW_HOME"] = str(installation.home)
    first = _listening_worker(installation)
    _listening_shell(installation, "tell()")
    until(lambda: len(installation.notes()) == 1)
    first.kill()
    first.wait()
    (installation.home / "go").touch()
    second = _listening_worker(installation)
    until(lambda: len(installation.notes()) == 3)
    assert installation.notes() == [
        f"heard {first.pid}",
        f"heard {second.pid}",
        f"done {second.pid}",
    ]
    owed = "from qunluo.kernel.stream.models import Delivery; print(Delivery.objects.count())"
    until(lambda: installation.shell(owed) == "0", 60)


SLOW_LISTENER = """
import os, time
from dataclasses import dataclass
from pathlib import Path
import django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qunluo.site.settings")
django.setup()
from django.db import transaction
from qunluo.kernel.stream.activity import Activity
from qunluo.kernel.stream.listening import listens_to
from qunluo.kernel.stream.record import record

home = Path(os.environ["SLOW_HOME"])

def note(word):
    with (home / "notes").open("a") as notes:
        notes.write(f"{word} {os.getpid()}\\n")

@dataclass(frozen=True, kw_only=True)
class Rang(Activity):
    name = "bell.rang"
    verb = "Create"
    object_type = "bell.bell"

@listens_to("bell.rang")
def hear(line):
    note("heard")
    while not (home / "go").exists():
        time.sleep(0.05)
    note("done")

def tell():
    with transaction.atomic():
        record(Rang(object_id=1, community_id=None, actor_key=None))
"""


def _python(installation, code):
    import subprocess
    import sys

    process = subprocess.Popen([sys.executable, "-c", code], env=installation.env)
    installation.workers.append(process)
    return process


def _listening_worker(installation):
    return _python(
        installation,
        "import slow_listener; from qunluo.kernel.jobs.worker import work_until_told; work_until_told()",
    )


def _listening_shell(installation, code):
    assert _python(installation, f"from slow_listener import *; {code}").wait(60) == 0
