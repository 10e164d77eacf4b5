"""A history made step by step, or read from disk, holds what one made at once holds."""

import json
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from qunluo.insight.metrics.engine import history as histories
from qunluo.insight.metrics.engine import lake
from qunluo.insight.metrics.engine.history import Source, keeping
from qunluo.kernel.stream.kinds import KINDS

NAMES = (
    "communities.visited",
    "forum.reply_posted",
    "forum.post_edited",
    "forum.reaction_given",
    "forum.reaction_withdrawn",
    "forum.post_removed",
    "forum.post_restored",
    "forum.topic_opened",
)
BEGINS = datetime(2026, 3, 1, tzinfo=UTC)


def told(rng, number):
    """A line about one of a few objects, often late, so that later segments change earlier ones."""
    name = rng.choice(NAMES)
    at = BEGINS + timedelta(hours=rng.randrange(24 * 60))
    topic = name == "forum.topic_opened"
    thing = rng.randrange(6)
    return {
        "line_id": number,
        "name": name,
        "verb": name,
        "happened_at": at.replace(tzinfo=None).isoformat(),
        "recorded_at": BEGINS.replace(tzinfo=None).isoformat(),
        "actor_key": rng.choice("abcd") + str(number // 40),
        "about_actor": rng.choice([None, "a0", "z"]),
        "community_id": 1,
        "space_id": rng.choice([1, 2]),
        "object_type": "forum.topic" if topic else "forum.post",
        "object_id": thing,
        "root_id": thing if topic else thing // 2,
        "audience": "public",
        "origin": rng.choice(["live", "import"]),
        "batch": "",
        "facts": json.dumps({"sign": "like", "post_kind": rng.choice(["opening", "reply"])}),
    }


@pytest.fixture
def steps(tmp_path, request):
    """Sources of one history at four watermarks."""
    rng = random.Random(request.param)
    files, number, found = [], 0, []
    for segment in range(1, 5):
        rows = [told(rng, number + n) for n in range(rng.randrange(5, 60))]
        number += len(rows)
        files += [str(tmp_path / file.path) for file in lake.write_segment(tmp_path, rows, segment)]
        found.append(
            Source(
                files=tuple(files),
                watermark=segment,
                timezone="America/New_York",
                aliases=(("b0", "a0"),),
                staff=("c0",),
                classes=tuple(sorted(KINDS.items())),
                retractions=(("forum.reaction_withdrawn", "forum.reaction_given"),),
                removals=(("forum.post_removed", "forum.post_restored"),),
                kept_in=str(tmp_path / "prepared"),
            )
        )
    yield found
    histories.forget_all()


def lines(history):
    """What counts, by the people's keys instead of their numbers."""
    return history.rows(
        "SELECT a.* EXCLUDE (person, about), p.actor, q.actor FROM {acts} a"
        " LEFT JOIN {people} p ON p.person = a.person LEFT JOIN {people} q ON q.person = a.about"
        " ORDER BY line_id"
    )


def bots(history):
    told = history.rows("SELECT line_id FROM {bots} ORDER BY line_id")
    return [number for (number,) in told]


def afresh(source):
    histories.forget_all()
    found = histories.history_of(replace(source, kept_in=""))
    return lines(found), found.spans


@pytest.mark.parametrize("steps", range(12), indirect=True)
def test_step_by_step_gives_what_at_once_gives(steps):
    for source in steps[1:]:
        wanted = afresh(source)
        histories.forget_all()
        histories.history_of(steps[0])
        found = histories.history_of(source)
        assert (lines(found), found.spans) == wanted


@pytest.mark.parametrize("steps", [1], indirect=True)
def test_the_next_process_reads_what_was_prepared(steps, monkeypatch):
    monkeypatch.setattr(keeping, "WORTH_KEEPING", 1)
    wanted = afresh(steps[3])
    histories.history_of(steps[1])
    kept = list(Path(steps[0].kept_in).glob("v*"))
    assert [path.name.rpartition("-")[2] for path in kept] == ["2"]
    histories.forget_all()
    with monkeypatch.context() as watched:
        watched.setattr(keeping.preparing, "prepare", None)
        found = histories.history_of(steps[3])
    assert (lines(found), found.spans) == wanted
    # An older watermark than the one on disk is made from the lines.
    histories.forget_all()
    assert histories.history_of(steps[0]).line_count < found.line_count


@pytest.mark.parametrize("steps", [2], indirect=True)
def test_what_is_on_disk_is_renewed_and_tidied(steps, monkeypatch):
    monkeypatch.setattr(keeping, "WORTH_KEEPING", 1)
    for source in steps:
        histories.history_of(source)
    assert len(list(Path(steps[0].kept_in).glob("v*"))) <= keeping.KEPT_ON_DISK


@pytest.mark.parametrize("steps", [3], indirect=True)
def test_a_torn_file_on_disk_is_not_believed(steps, monkeypatch):
    monkeypatch.setattr(keeping, "WORTH_KEEPING", 1)
    wanted = afresh(steps[2])
    histories.history_of(steps[2])
    for path in Path(steps[2].kept_in).rglob("acts.parquet"):
        path.write_bytes(b"PAR1")
    histories.forget_all()
    found = histories.history_of(steps[2])
    assert (lines(found), found.spans) == wanted


@pytest.mark.parametrize("steps", [4], indirect=True)
def test_other_conditions_are_another_history(steps, monkeypatch):
    monkeypatch.setattr(keeping, "WORTH_KEEPING", 1)
    histories.history_of(steps[2])
    merged = replace(steps[3], aliases=(("d0", "a0"),))
    wanted = afresh(merged)
    histories.forget_all()
    found = histories.history_of(merged)
    assert (lines(found), found.spans) == wanted


@pytest.mark.parametrize("steps", [5], indirect=True)
def test_a_space_is_a_part_of_the_whole(steps):
    whole = histories.history_of(steps[3])
    part = histories.history_of(replace(steps[3], space_id=1))
    assert [row for row in lines(whole) if row[5] == 1] == lines(part)


@pytest.mark.parametrize("steps", [6], indirect=True)
def test_the_process_keeps_a_few_only(steps, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_LINES", 1)
    for source in steps:
        last = histories.history_of(source)
    with lake.engine() as duck:
        tables = {
            name for (name,) in duck.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        }
    assert {name for name in tables if name.startswith("acts_")} == {last.acts}
