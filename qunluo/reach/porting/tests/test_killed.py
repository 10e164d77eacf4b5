"""Real processes: an import that is killed again and again ends as one that nobody disturbed."""

import json
import signal
import subprocess
import sys
import time

import pytest

from qunluo.kernel.testing.installation import ROOT, made_in
from qunluo.reach.porting.tests import dumps

WORDS = [sys.executable, "-m", "qunluo.site.cli", "import", "stackexchange"]
KILLED_IN = ["Members", "Questions asked", "Votes", "Edits", "Counting anew"]


@pytest.fixture
def dump(short_path):
    rows = dumps.pubs(130)
    rows["PostHistory"] += [
        dumps._history(900_000 + kind, 3, kind, f"r{kind}", f"2014-03-{kind}T09:00:00.000", "1", "")
        for kind in (12, 13)
    ]
    return dumps.write(rows, short_path / "beer.stackexchange.com")


def begin(installation, dump):
    return subprocess.Popen(
        [*WORDS, str(dump), "--community", "beer", "--lang", "en"],
        cwd=ROOT,
        env=installation.env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(installation, dump):
    running = begin(installation, dump)
    told, complaints = running.communicate(timeout=300)
    assert running.returncode == 0, complaints
    return told


def kill_in(installation, dump, phase, later):
    """Kills the import `later` seconds after it says that a phase begins."""
    running = begin(installation, dump)
    while line := running.stderr.readline():
        if line.strip() == phase:
            time.sleep(later)
            running.send_signal(signal.SIGKILL)
    running.communicate(timeout=60)
    assert running.returncode == -signal.SIGKILL, f"it ended before {phase}"


def mark(installation):
    return json.loads(installation.run("doctor", "--digest", "beer", "--json"))


def test_killed_in_every_phase_and_run_again_it_ends_the_same(two_installations, dump):
    calm, killed = two_installations
    for installation in two_installations:
        installation.run("setup", "--no-demo")
    told = finish(calm, dump)
    for turn, phase in enumerate(KILLED_IN):  # never at quite the same moment
        kill_in(killed, dump, phase, turn % 3 * 0.01)
    assert finish(killed, dump) == told
    assert mark(killed) == mark(calm)
    runs = "from qunluo.reach.porting.models import Run; print(Run.objects.values_list('state'))"
    assert killed.shell(runs).count("finished") == 1


@pytest.mark.postgresql
def test_both_databases_end_the_same(short_path, dump):
    marks = []
    for kind in ("sqlite", "postgresql"):
        with made_in(short_path / kind, kind) as installation:
            installation.run("setup", "--no-demo")
            finish(installation, dump)
            marks.append(mark(installation))
    assert marks[0] == marks[1]
