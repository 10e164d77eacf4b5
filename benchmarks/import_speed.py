"""How many times a bare expat pass an import takes: `python benchmarks/import_speed.py FOLDER [TIMES]`.

FOLDER is an unpacked dump; TIMES > 1 grows it first by copying every row under new ids (default 1).
Each import runs in a new process with its own home folder. Prints CPU and wall seconds, peak memory.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from xml.parsers import expat

IDS = re.compile(
    r'\b(Id|PostId|ParentId|OwnerUserId|UserId|AcceptedAnswerId|RelatedPostId|LastEditorUserId)="(\d+)"'
)
GUID = re.compile(r'\bRevisionGUID="([^"]+)"')
STEP = 10_000_000

IMPORT = """
import resource, sys, time
import django
django.setup()
from pathlib import Path
from django.core.management import call_command
from qunluo.kernel.action import writing
from qunluo.people.members.models import Member
from qunluo.people.members import queries as members
from qunluo.reach.porting.actions import Wish, bring_in
call_command("migrate", verbosity=0)
with writing("*"):
    Member.objects.create_user("lan@example.org", "-", handle="lan", display_name="Lan", is_staff=True)
begun, cpu = time.perf_counter(), time.process_time()
bring_in(members.operator(""), Path(sys.argv[1]), Wish("bench", site="bench.stackexchange.com"))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(time.process_time() - cpu, time.perf_counter() - begun, peak)
"""


def grow(folder: Path, target: Path, times: int) -> Path:
    """The same dump `times` over, every copy with ids of its own."""
    for file in folder.glob("*.xml"):
        lines = file.read_text(encoding="utf-8-sig").replace("\n", "\n\0").split("\0")
        lines = [line for line in lines if line]
        rows = [line for line in lines if "<row " in line]
        with (target / file.name).open("w", encoding="utf-8") as out:
            out.writelines(lines[:2])
            for copy in range(times):
                out.writelines(_moved(row, copy) for row in rows)
            out.write(lines[-1])
    return target


def _moved(row: str, copy: int) -> str:
    if not copy:
        return row
    row = IDS.sub(lambda found: f'{found[1]}="{int(found[2]) + copy * STEP}"', row)
    return GUID.sub(lambda found: f'RevisionGUID="{found[1]}-{copy}"', row)


def bare(folder: Path) -> tuple[float, float]:
    """CPU and wall seconds of a pass that looks at every row and does nothing."""
    wall, cpu = time.perf_counter(), time.process_time()
    for file in folder.glob("*.xml"):
        parser = expat.ParserCreate()
        parser.StartElementHandler = lambda _name, _attributes: None
        with file.open("rb") as source:
            parser.ParseFile(source)
    return time.process_time() - cpu, time.perf_counter() - wall


def main(folder: Path, times: int) -> None:
    with tempfile.TemporaryDirectory() as work:
        dump = folder
        if times > 1:
            (Path(work) / "dump").mkdir()
            dump = grow(folder, Path(work) / "dump", times)
        passes = [bare(dump) for _ in range(3)]
        cpu, wall = (min(values) for values in zip(*passes, strict=True))
        root = Path(__file__).resolve().parent.parent
        env = {
            **os.environ,
            "QUNLUO_HOME": f"{work}/home",
            "DJANGO_SETTINGS_MODULE": "qunluo.site.settings",
            "PYTHONPATH": str(root),
        }
        told = subprocess.run(
            [sys.executable, "-c", IMPORT, str(dump)],
            env=env,
            capture_output=True,
            text=True,
            check=True,
        )
        spent, taken, peak = map(float, told.stdout.split()[-3:])
    print(f"size x{times}: bare expat {cpu:.2f} s CPU, {wall:.2f} s wall")
    print(
        f"import {spent:.1f} s CPU ({spent / cpu:.1f}x), {taken:.1f} s wall ({taken / wall:.1f}x)"
    )
    print(f"peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
