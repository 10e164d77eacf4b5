"""Real processes: whatever befalls the lake's writer, no line is lost, halved or counted twice."""

import json
import random
import subprocess
import sys

import pytest

from qunluo.insight.metrics.tests.nursery import __name__ as nursery_module
from qunluo.kernel.testing.installation import ROOT, installation, short_path  # noqa: F401

SOUND = {"twice": 0, "lost": 0, "early": 0}


class Nursery:
    def __init__(self, home):
        self.lake = home.home / "lake"
        self.told = 0
        self.process = subprocess.Popen(
            [sys.executable, "-c", f"from {nursery_module} import main; main()"],
            cwd=ROOT,
            env={**home.env, "DJANGO_SETTINGS_MODULE": "qunluo.site.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, errand, *, die_at=None, die_after_ms=None, **given):
        asked = {"do": errand, "with": given, "die_at": die_at, "die_after_ms": die_after_ms}
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def do(self, errand, **given):
        answer = self.ask(errand, **given)
        assert "error" not in answer, answer["error"]
        return answer["told"]

    def tell(self, count):
        self.do("tell", count=count, start=self.told)
        self.told += count

    def drain(self):
        while self.do("export") is not None:
            pass

    def is_sound(self):
        found = self.do("held")
        return {name: found[name] for name in SOUND} == SOUND

    def ills(self):
        return [told for state, told in self.do("doctor") if state == "ill"]

    def files(self):
        return sorted(self.lake.glob("v*/**/*.parquet"))

    def close(self):
        self.process.stdin.close()
        self.process.wait(20)


@pytest.fixture
def nursery(installation):  # noqa: F811
    made = Nursery(installation)
    made.tell(40)
    made.do("export")
    yield made
    made.close()


def points(steps, most):
    """Some of the steps, always with the first and the last ones."""
    if steps <= most:
        return range(1, steps + 1)
    chosen = random.Random(steps).sample(range(2, steps), most - 6)
    return sorted({1, 2, *chosen, *range(steps - 3, steps + 1)})


def test_killed_at_any_step_of_an_export_it_loses_nothing(nursery):
    nursery.tell(6)
    steps = nursery.ask("export")["steps"]
    assert steps > 20
    died = 0
    for die_at in points(steps, 26):
        nursery.tell(6)
        died += nursery.ask("export", die_at=die_at)["died"]
        assert nursery.is_sound(), die_at
    assert died >= 20
    nursery.drain()
    found = nursery.do("held")
    assert found == {**SOUND, "held": nursery.told, "waiting": 0}
    assert nursery.ills() == []
    # What the killed ones left lying is named, and swept.
    assert any("belong to no segment" in told for _state, told in nursery.do("doctor"))
    assert nursery.do("sweep") > 0
    assert [state for state, _told in nursery.do("doctor")] == ["well"]


def test_killed_at_any_moment_of_an_export_it_loses_nothing(nursery):
    dice = random.Random(4)
    for _turn in range(10):
        nursery.tell(6)
        nursery.ask("export", die_after_ms=dice.uniform(1, 600))
        assert nursery.is_sound()
    nursery.drain()
    assert nursery.do("held") == {**SOUND, "held": nursery.told, "waiting": 0}


def test_killed_while_compacting_or_rebuilding_it_answers_the_same(nursery):
    for _turn in range(4):
        nursery.tell(6)
        nursery.do("export")
    for errand in ("compact", "rebuild"):
        wanted, turn = nursery.do("answers", last=2), 3
        while nursery.ask(errand, die_at=turn)["died"]:
            assert nursery.is_sound(), (errand, turn)
            turn += 17
        assert nursery.do("answers", last=2) == wanted
        nursery.tell(3)
        nursery.do("export")
    assert nursery.ills() == []


def test_rebuilt_from_the_database_it_answers_the_same_bytes(nursery):
    nursery.tell(9)
    nursery.do("export", limit=5)
    nursery.drain()
    wanted = nursery.do("answers")
    assert len(wanted) > 400
    for file in nursery.files():
        file.unlink()
    assert any("qunluo lake rebuild" in told for told in nursery.ills())
    lines, _files = nursery.do("rebuild")
    assert lines == nursery.told
    assert nursery.do("answers") == wanted
    assert nursery.ills() == []


@pytest.mark.parametrize("part", ["lines", "parquet"])
def test_a_full_disk_is_said_and_mended_by_itself(nursery, part):
    before = nursery.do("held")["held"]
    nursery.tell(6)
    answer = nursery.ask("export", full=part)
    assert "error" in answer
    assert nursery.is_sound()
    assert nursery.do("held")["held"] == before
    assert any("failed" in told and "too large" in told.lower() for told in nursery.ills())
    assert list(nursery.lake.glob(".writing-*")) == []
    nursery.drain()
    assert nursery.ills() == []
    assert nursery.do("held")["held"] == nursery.told


def test_on_a_disk_that_is_really_full(nursery):
    small = nursery.lake.with_name("small")
    small.mkdir()
    words = ["unshare", "--mount", "--map-root-user", "sh", "-c"]
    mounted = f"mount -t tmpfs -o size=64k tmpfs {small} && head -c 60k /dev/zero > {small}/fill"
    if subprocess.run([*words, mounted], check=False, capture_output=True).returncode:
        pytest.skip("this system lets nobody mount a small disk")
    code = (
        "from pathlib import Path; from qunluo.insight.metrics.engine import lake;"
        "rows = ({**dict.fromkeys(lake.COLUMNS), 'line_id': n, 'happened_at': '2026-03-01',"
        " 'facts': str(hash(str(n))) * 9} for n in range(4000));"
        f"lake.write_segment(Path('{small}/lake'), rows, 1)"
    )
    tried = subprocess.run(
        [*words, f'{mounted}; {sys.executable} -c "{code}"; ls -A {small}/lake'],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert "No space left" in tried.stderr
    assert tried.stdout == ""


def test_a_torn_or_changed_file_is_refused_named_and_made_anew(nursery):
    wanted = nursery.do("answers")
    torn, changed, gone = nursery.files()[:3]
    torn.write_bytes(torn.read_bytes()[:-20])
    told = bytearray(changed.read_bytes())
    told[len(told) // 2] ^= 1
    changed.write_bytes(told)
    gone.unlink()
    assert (
        "Damaged" in nursery.ask("answers")["error"]
        or "Unreadable" in nursery.ask("answers")["error"]
    )
    told = "\n".join(nursery.ills())
    for file, words in ((torn, "length"), (changed, "bytes"), (gone, "not there")):
        assert any(file.name in line and words in line for line in told.split("\n"))
    # A damaged file is not compacted into a whole one.
    assert "Damaged" in nursery.ask("compact").get("error", "Damaged")
    nursery.do("rebuild")
    assert nursery.do("answers") == wanted
    assert nursery.ills() == []


def test_a_clock_set_back_stops_nothing(nursery):
    last = nursery.do("clock", months=14)
    assert any("set back" in told for _state, told in nursery.do("doctor"))
    nursery.tell(6)
    assert nursery.do("export") == last + 1
    nursery.drain()
    assert nursery.do("held") == {**SOUND, "held": nursery.told, "waiting": 0}


def test_two_writers_by_mistake_write_no_line_twice(nursery):
    assert nursery.do("race") == [0, 0, 0]
    nursery.told += 150
    nursery.drain()
    assert nursery.do("held") == {**SOUND, "held": nursery.told, "waiting": 0}
    assert nursery.ills() == []
