"""People, coming back and first answers counted once more, in plain Python, over awkward histories.

Rejoins, removals, bans, merges, erased keys, bots, staff, lines of nobody; zones whose clocks change
by an hour, by half an hour and at midnight; weeks that begin on Monday and on Sunday.
"""

import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from qunluo.insight.metrics.engine import history as histories
from qunluo.insight.metrics.engine import lake
from qunluo.insight.metrics.engine.coverage import coverage_of
from qunluo.insight.metrics.engine.measures.reading import Inquiry
from qunluo.insight.metrics.engine.outside import left_out
from qunluo.insight.metrics.engine.registry import METRICS
from qunluo.kernel.stream.kinds import KINDS

JOINED, LEFT = "communities.member_joined", "communities.member_left"
REMOVED = "communities.member_removed"
ASKED, ANSWERED, REPLIED = (
    "questions.question_asked",
    "questions.answer_given",
    "forum.reply_posted",
)
TAKEN_DOWN, BROUGHT_BACK = "forum.post_removed", "forum.post_restored"
ABOUT = (REMOVED, "moderation.sanction_given", TAKEN_DOWN)
NAMES = (
    *(JOINED, JOINED, LEFT, REMOVED, ASKED, ANSWERED, REPLIED, "communities.visited"),
    *("forum.reaction_given", "moderation.sanction_given", TAKEN_DOWN, BROUGHT_BACK),
)
# Where clocks change, in UTC: by an hour, by half an hour, and (Cairo) at midnight itself.
ZONES = {
    "Europe/Berlin": ("2026-03-29 01:00", "2026-10-25 01:00"),
    "America/New_York": ("2026-03-08 07:00", "2026-11-01 06:00"),
    "Australia/Lord_Howe": ("2026-04-04 15:00", "2026-10-03 15:30"),
    "Africa/Cairo": ("2026-04-23 22:00", "2026-10-29 21:00"),
    "Asia/Shanghai": ("2026-05-31 16:00", "2026-06-30 16:00"),
}
FIRST, LAST = date(2026, 2, 1), date(2026, 11, 30)
UNTIL = datetime(2027, 3, 1, tzinfo=UTC)
PEOPLE = "abcdef"
BEGINNING = ("communities.visited", None, datetime(2026, 1, 2, tzinfo=UTC), 9, "a")


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@st.composite
def towns(draw):
    zone = draw(st.sampled_from(sorted(ZONES)))
    local = ZoneInfo(zone)
    near_change = st.builds(
        lambda edge, minutes: utc(edge) + timedelta(minutes=minutes),
        st.sampled_from(ZONES[zone]),
        st.integers(-1500, 1500),
    )
    near_midnight = st.builds(
        lambda day, seconds: (
            datetime(2026, 3, 1, tzinfo=local) + timedelta(days=day, seconds=seconds)
        ).astimezone(UTC),
        st.integers(0, 250),
        st.integers(-2, 2),
    )
    anywhere = st.datetimes(
        datetime(2026, 1, 5),  # noqa: DTZ001
        datetime(2026, 11, 29),  # noqa: DTZ001
        timezones=st.just(UTC),
    ).map(lambda at: at.replace(microsecond=0))
    moments = st.one_of(near_change, near_midnight, anywhere)
    line = st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from([*PEOPLE, None]),
        moments,
        st.integers(1, 3),
        st.sampled_from(PEOPLE),
    )
    return {
        "zone": zone,
        "week_start": draw(st.sampled_from([0, 6])),
        "by": draw(st.sampled_from(["week", "month"])),
        # Records begin before the periods asked for, so that each of them is whole.
        "lines": [BEGINNING, *draw(st.lists(line, max_size=40))],
        "cut": draw(st.integers(0, 50)),
        "aliases": draw(st.dictionaries(st.sampled_from("ab"), st.sampled_from("cd"), max_size=2)),
        "bots": draw(st.frozensets(st.sampled_from("def"), max_size=2)),
        "staff": draw(st.frozensets(st.sampled_from("cef"), max_size=2)),
    }


def row(number, told, segment):
    name, actor, moment, thing, about = told
    stamp = moment.replace(tzinfo=None).isoformat()
    is_topic = name == ASKED
    return {
        "line_id": number,
        "name": name,
        "verb": "",
        "happened_at": stamp,
        "recorded_at": stamp,
        "actor_key": actor,
        "about_actor": about if name in ABOUT else None,
        "community_id": 1,
        "object_type": "forum.topic" if is_topic else "forum.post",
        "object_id": thing,
        "root_id": thing if name == ANSWERED else None,
        "audience": "public",
        "origin": "live",
        "batch": "",
        "facts": '{"post_kind": "reply"}',
        "segment_no": segment,
    }


class Plain:
    """The town as a list; every figure is a loop over it."""

    def __init__(self, town):
        self.town, self.zone = town, ZoneInfo(town["zone"])
        rows = []
        for number, (name, actor, moment, thing, about) in enumerate(town["lines"], 1):
            who = town["aliases"].get(actor, actor)
            whom = town["aliases"].get(about, about) if name in ABOUT else None
            rows.append((moment, number, name, who, thing, whom))
        rows.sort(key=lambda one: one[:2])
        last_word = {}
        for _at, _n, name, _who, thing, _whom in rows:
            if name in {TAKEN_DOWN, BROUGHT_BACK}:
                last_word[thing] = name
        gone = {thing for thing, name in last_word.items() if name == TAKEN_DOWN}
        self.rows = [
            one
            for one in rows
            if one[3] not in town["bots"] and not (one[2] in {ANSWERED, REPLIED} and one[4] in gone)
        ]

    def day(self, moment):
        return moment.astimezone(self.zone).date()

    def start(self, day):
        if self.town["by"] == "month":
            return day.replace(day=1)
        while day.weekday() != self.town["week_start"]:
            day -= timedelta(days=1)
        return day

    def periods(self):
        found, start = [], self.start(FIRST)
        while start <= LAST:
            end = start + timedelta(days=1)
            while self.start(end) == start:
                end += timedelta(days=1)
            found.append((start, end))
            start = end
        return found

    def members(self):
        """Per period (joined, left, there at its end)."""
        inside, moves = set(), []
        for at, _n, name, who, _thing, whom in self.rows:
            one = whom if name == REMOVED else who
            if name not in {JOINED, LEFT, REMOVED} or one is None or one in self.town["bots"]:
                continue
            if (name == JOINED) != (one in inside):
                inside ^= {one}
                moves.append((self.day(at), 1 if name == JOINED else -1))
        return [
            (
                sum(a <= day < b and step > 0 for day, step in moves),
                sum(a <= day < b and step < 0 for day, step in moves),
                sum(step for day, step in moves if day < b),
            )
            for a, b in self.periods()
        ]

    def acts(self, *kinds):
        """(day, who) of members doing what is of these kinds."""
        return [
            (self.day(at), who)
            for at, _n, name, who, _thing, _whom in self.rows
            if KINDS[name] in kinds and who is not None and who not in self.town["staff"]
        ]

    def figures(self):
        periods = self.periods()
        came = self.acts("presence", "reaction", "contribution", "transaction")
        made = self.acts("contribution")
        first = {}
        for day, who in sorted(made, key=lambda one: one[0]):
            first.setdefault(who, day)

        def who_in(acts, a, b):
            return {who for day, who in acts if a <= day < b}

        told = {key: [] for key in FIGURES}
        for n, (a, b) in enumerate(periods):
            for key, value in zip(
                ("members.joined", "members.left", "members.current"),
                self.members()[n],
                strict=True,
            ):
                told[key].append(value)
            now = who_in(made, a, b)
            before = who_in(made, self.start(a - timedelta(days=1)), a)
            seen = who_in(came, a, b)
            new = {who for who in now if a <= first[who] < b}
            told["active.visited"].append(len(seen))
            told["active.contributed"].append(len(now))
            told["active.contributed_30d"].append(len(who_in(made, b - timedelta(days=30), b)))
            told["lifecycle.contributed.new"].append(len(new))
            told["lifecycle.contributed.returning"].append(len(now & before))
            told["lifecycle.contributed.resurrecting"].append(len(now - before - new))
            told["lifecycle.contributed.dormant"].append(-len(before - now))
            days = [a + timedelta(days=k) for k in range((b - a).days)]
            daily = sum(len(who_in(came, day, day + timedelta(days=1))) for day in days)
            told["stickiness.visited"].append(daily / len(days) / len(seen) if seen else None)
            active_days = [len({d for d, w in made if w == who and a <= d < b}) for who in now]
            told["loyalty.repeat_share"].append(
                sum(k > 1 for k in active_days) / len(now) if now else None
            )
            core = [
                sum(b - timedelta(days=365) <= d < b for d, w in made if w == who) for who in first
            ]
            told["loyalty.core"].append(sum(k >= 5 for k in core))
            cohort = {who for who, day in first.items() if a <= day < b}
            back = None
            if n + 1 < len(periods) and cohort:
                back = len(cohort & who_in(made, *periods[n + 1])) / len(cohort)
            told["retention.contributed"].append(back)
            self.answers(told, a, b)
        return told

    def answers(self, told, a, b):
        """What was written, and how long questions waited."""
        told["content.all"].append(
            sum(
                KINDS[name] == "contribution" and a <= self.day(at) < b
                for at, _n, name, *_rest in self.rows
            )
        )
        waits = self.waits(a, b)
        decided = [(h, ok) for h, ok in waits if ok or h >= 24]
        told["response.within_24h"].append(
            sum(ok and h <= 24 for h, ok in decided) / len(decided) if decided else None
        )
        told["response.median_hours"].append(median(waits))

    def waits(self, a, b):
        """(hours, whether answered) of the questions of a period."""
        found = []
        for at, _n, name, who, thing, _whom in self.rows:
            if name != ASKED or not a <= self.day(at) < b:
                continue
            answers = [
                then
                for then, _m, other, by, root, _w in self.rows
                if other == ANSWERED and root == thing and then >= at and (by is None or by != who)
            ]
            until = min(answers) if answers else UNTIL
            found.append(((until - at) / timedelta(hours=1), bool(answers)))
        return found

    def outside(self, a, b):
        """(staff, bots) who did anything that stands."""
        every = Plain({**self.town, "bots": frozenset()}).rows
        there = {who for at, _n, _name, who, *_r in every if who and a <= self.day(at) < b}
        return len((there & self.town["staff"]) - self.town["bots"]), len(there & self.town["bots"])


def median(waits):
    """Kaplan and Meier's: the first moment at which half of the questions had an answer."""
    left = 1.0
    for hours in sorted({h for h, ok in waits if ok}):
        at_risk = sum(h >= hours for h, _ok in waits)
        left *= 1 - sum(ok and h == hours for h, ok in waits) / at_risk
        if left <= 0.5 + 1e-12:
            return hours
    return None


FIGURES = (
    *("members.joined", "members.left", "members.current"),
    *("active.visited", "active.contributed", "active.contributed_30d"),
    *(f"lifecycle.contributed.{part}" for part in ("new", "returning", "resurrecting", "dormant")),
    *("stickiness.visited", "loyalty.repeat_share", "loyalty.core", "retention.contributed"),
    *("content.all", "response.within_24h", "response.median_hours"),
)


def histories_of(town, folder):
    """Prepared in two steps, so that what is new is added to what is known."""
    cut = min(town["cut"], len(town["lines"]))
    files, found = [], None
    for segment, part in ((1, slice(0, cut)), (2, slice(cut, None))):
        rows = list(enumerate(town["lines"], 1))[part]
        written = lake.write_segment(folder, [row(n, one, segment) for n, one in rows], segment)
        files += [str(folder / file.path) for file in written]
        found = histories.history_of(
            histories.Source(
                files=tuple(files),
                watermark=segment,
                timezone=town["zone"],
                week_start=town["week_start"],
                aliases=tuple(sorted(town["aliases"].items())),
                bots=tuple(sorted(town["bots"])),
                staff=tuple(sorted(town["staff"])),
                classes=tuple(sorted(KINDS.items())),
                removals=((TAKEN_DOWN, BROUGHT_BACK),),
                kept_in=str(folder / "kept"),
            )
        )
    return found


@settings(max_examples=12, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(towns())
def test_a_plain_reading_of_people_agrees(town):
    with tempfile.TemporaryDirectory() as name:
        history = histories_of(town, Path(name))
        periods = history.calendar.periods(town["by"], FIRST, LAST)
        inquiry = Inquiry(history, coverage_of(history.spans, UNTIL), periods)
        found = {
            one: [reading.value for reading in METRICS[one].measure(inquiry)] for one in FIGURES
        }
        outside = [(one.staff, one.bots) for one in left_out(history, (), periods)]
    plain = Plain(town)
    assert [(one.start, one.end) for one in periods] == plain.periods()
    wanted = plain.figures()
    for one in FIGURES:
        close = [
            (a is None and b is None) or (a is not None and b is not None and abs(a - b) < 1e-9)
            for a, b in zip(found[one], wanted[one], strict=True)
        ]
        assert all(close), (one, found[one], wanted[one])
    assert outside == [plain.outside(a, b) for a, b in plain.periods()]
