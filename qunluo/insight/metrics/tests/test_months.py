"""A large history, kept month by month and mended where something changed, is the history made at once."""

import json
import random
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qunluo.insight.metrics.engine import history as histories
from qunluo.insight.metrics.engine import lake, shelves
from qunluo.insight.metrics.engine.coverage import coverage_of
from qunluo.insight.metrics.engine.history import Source, listing, months, standing
from qunluo.insight.metrics.engine.measures.reading import Inquiry
from qunluo.insight.metrics.engine.registry import METRICS
from qunluo.insight.metrics.engine.registry.presence import DID
from qunluo.insight.metrics.tests.test_histories import bots, lines
from qunluo.kernel.stream.kinds import KINDS

NAMES = (
    "communities.visited",
    "communities.member_joined",
    "forum.reply_posted",
    "forum.topic_opened",
    "questions.question_asked",
    "questions.answer_given",
    "forum.reaction_given",
    "forum.reaction_withdrawn",
    "forum.post_removed",
    "forum.post_restored",
)
BYS = ("month",)
BEGINS = datetime(2026, 3, 1, tzinfo=UTC)
UNTIL = datetime(2026, 8, 1, tzinfo=UTC)
# What may happen between two exports: more lines, people merged, made staff, an import undone, a look
# back at an older watermark, files joined.
steps = st.lists(
    st.sampled_from(["lines", "lines", "late", "merge", "staff", "bots", "undo", "back", "join"]),
    min_size=1,
    max_size=4,
)


def told(rng, number, names, *, late):
    """A line about one of a few things; late ones happened long before what is known."""
    name = rng.choice(names)
    days = rng.randrange(40) if late else 40 + number // 3
    at = BEGINS + timedelta(days=days, minutes=rng.randrange(1440))
    is_topic = name in {"forum.topic_opened", "questions.question_asked"}
    thing = rng.randrange(8)
    return {
        "line_id": number,
        "name": name,
        "verb": name,
        "happened_at": at.replace(tzinfo=None).isoformat(),
        "recorded_at": at.replace(tzinfo=None).isoformat(),
        "actor_key": rng.choice("abcdef"),
        "about_actor": rng.choice([None, "a", "f"]),
        "community_id": 1,
        "space_id": rng.choice([1, 2]),
        "object_type": "forum.topic" if is_topic else "forum.post",
        "object_id": thing,
        "root_id": thing if is_topic else thing // 2,
        "audience": "public",
        "origin": rng.choice(["live", "import"]),
        "batch": rng.choice(["", "", "one", "two"]),
        "facts": json.dumps({"sign": "like", "post_kind": rng.choice(["opening", "reply"])}),
    }


class Town:
    """A lake that grows, and the source of its newest history."""

    def __init__(self, folder, seed, names=NAMES):
        self.folder, self.rng, self.names = Path(folder), random.Random(seed), names
        self.number = self.segment = 0
        self.source = Source(
            files=(),
            watermark=0,
            timezone="America/New_York",
            classes=tuple(sorted(KINDS.items())),
            retractions=(("forum.reaction_withdrawn", "forum.reaction_given"),),
            removals=(("forum.post_removed", "forum.post_restored"),),
            kept_in=str(self.folder / "prepared"),
            lines=10,
        )
        self.write(late=True)
        self.write(late=False)

    def write(self, *, late):
        self.segment += 1
        count = self.rng.randrange(3, 30)
        rows = [told(self.rng, self.number + n, self.names, late=late) for n in range(count)]
        self.number += count
        found = lake.write_segment(self.folder, rows, self.segment)
        files = [*self.source.files, *(str(self.folder / file.path) for file in found)]
        self.source = replace(self.source, files=tuple(files), watermark=self.segment)

    def happen(self, step):
        source, rng = self.source, self.rng
        if step in {"lines", "late"}:
            self.write(late=step == "late")
        elif step == "merge":
            pair = (rng.choice("ab"), rng.choice("cd"))
            self.source = replace(
                source, aliases=tuple(sorted({**dict(source.aliases), pair[0]: pair[1]}.items()))
            )
        elif step == "staff":
            self.source = replace(source, staff=tuple(rng.sample("cdef", rng.randrange(3))))
        elif step == "bots":
            self.source = replace(source, bots=tuple(rng.sample("aef", rng.randrange(3))))
        elif step == "undo":
            self.source = replace(
                source, forgotten=tuple(rng.sample(["one", "two"], rng.randrange(3)))
            )
        elif step == "back":
            self.source = replace(source, watermark=rng.randint(1, self.segment))
        elif step == "join":
            self.join()

    def join(self):
        """Compaction: the files of one month become one."""
        month = self.rng.choice(sorted({Path(path).parent.name for path in self.source.files}))
        old = [path for path in self.source.files if Path(path).parent.name == month]
        paths = [Path(path).relative_to(self.folder).as_posix() for path in old]
        found = lake.compact(self.folder, paths)
        rest = [path for path in self.source.files if path not in old]
        files = [*rest, *(str(self.folder / file.path) for file in found)]
        self.source = replace(self.source, files=tuple(files))


def afresh(source):
    histories.forget_all()
    found = histories.history_of(replace(source, kept_in=""))
    return lines(found), bots(found), found.spans


@pytest.fixture
def large(monkeypatch):
    """Every history counts as a large one, kept by months."""
    monkeypatch.setattr(months, "WORTH_MONTHS", 1)
    monkeypatch.setattr(standing, "WORTH_ANSWERING", 1)
    yield
    histories.forget_all()


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps, st.integers(0, 10_000))
def test_month_by_month_gives_what_at_once_gives(large, chosen, seed):
    with tempfile.TemporaryDirectory() as folder:
        town = Town(folder, seed)
        histories.forget_all()
        histories.history_of(town.source)
        for step in chosen:
            town.happen(step)
            wanted = afresh(town.source)
            histories.forget_all()
            found = histories.history_of(town.source)
            assert found.is_view
            assert (lines(found), bots(found), found.spans) == wanted, step


def shelved(source):
    """Everything on the shelves of months and weeks."""
    histories.forget_all()
    history = histories.history_of(source)
    history.awake()
    coverage = coverage_of(history.spans, UNTIL)
    work = shelves.Work()
    for by in ("month", "week"):
        work += shelves.fill(history, coverage, by, METRICS.values(), DID)
    told = {
        by: history.answers.get(shelves._key(history, by))["readings"] for by in ("month", "week")
    }
    return told, work


@settings(
    max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps, st.integers(0, 10_000))
def test_a_shelf_filled_step_by_step_is_the_one_filled_at_once(large, chosen, seed):
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other:
        town = Town(folder, seed)
        shelved(town.source)
        for number, step in enumerate(chosen):
            town.happen(step)
            found, _work = shelved(town.source)
            wanted, work = shelved(replace(town.source, kept_in=f"{other}/{number}"))
            assert work.kept == 0
            assert found == wanted, step


def test_only_what_changed_is_found_anew(large, tmp_path):
    town = Town(tmp_path, 3, NAMES[:4])
    while town.number < 120:
        town.write(late=False)
    history = histories.history_of(town.source)
    before = dict(history.months)
    shelved(town.source)
    town.write(late=False)
    _told, work = shelved(town.source)
    after = histories.history_of(town.source).months
    assert [month for month in before if after[month] != before[month]] == [max(before)]
    assert work.kept > 100


def test_numbers_from_the_shelf_are_those_of_the_lines(large, tmp_path):
    town = Town(tmp_path, 5)
    for _turn in range(6):
        town.write(late=False)
    told, _work = shelved(town.source)
    assert told["month"]
    history = histories.history_of(town.source)
    coverage = coverage_of(history.spans, UNTIL)
    for by in BYS:
        periods = shelves.usual_periods(history, coverage, by)
        for asked in (periods, periods[1:-1]):
            inquiry = Inquiry(history, coverage, asked)
            for metric in METRICS.values():
                if by in metric.bys:
                    assert shelves.readings(metric, inquiry) == metric.measure(inquiry), metric.id


def test_a_torn_month_is_written_again(large, tmp_path):
    town = Town(tmp_path, 7)
    wanted = afresh(town.source)
    histories.forget_all()
    histories.history_of(town.source)
    torn = sorted(listing.folder_of(town.source).glob("acts-*.parquet"))[0]
    torn.write_bytes(torn.read_bytes()[:-9])
    histories.forget_all()
    found = histories.history_of(town.source)
    assert (lines(found), bots(found), found.spans) == wanted


def test_a_file_tidied_away_under_a_reader_is_made_anew(large, tmp_path):
    town = Town(tmp_path, 8)
    found = histories.history_of(town.source)
    wanted = lines(found)
    for path in listing.folder_of(town.source).glob("*.parquet"):
        path.unlink()
    assert lines(found) == wanted


def test_what_no_list_names_is_tidied_away(large, tmp_path, monkeypatch):
    town = Town(tmp_path, 9)
    monkeypatch.setattr(listing, "GRACE", -1)
    for _turn in range(listing.MOST_LISTS + 3):
        town.write(late=True)
        found = histories.history_of(town.source)
    folder = listing.folder_of(town.source)
    assert len(list(folder.glob("list-*"))) == listing.MOST_LISTS
    named = set(found.months.values())
    assert named <= {path.name for path in folder.glob("*.parquet")}
    assert len(list(folder.glob("*.parquet"))) < 3 * len(named) * listing.MOST_LISTS
