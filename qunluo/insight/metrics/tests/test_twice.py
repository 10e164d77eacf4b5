"""A second counting, written on its own in plain Python, agrees on random histories."""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from qunluo.insight.metrics.engine import history as histories
from qunluo.insight.metrics.engine import lake
from qunluo.insight.metrics.engine.coverage import coverage_of
from qunluo.insight.metrics.engine.measures.reading import Inquiry
from qunluo.insight.metrics.engine.registry import METRICS
from qunluo.kernel.stream.kinds import KINDS

NAMES = (
    "communities.member_joined",
    "communities.member_left",
    "questions.question_asked",
    "forum.reply_posted",
    "forum.reaction_given",
    "forum.reaction_withdrawn",
)
# Around the changes of the clocks of 2026 in New York, and midnight there.
EDGES = [datetime(2026, 3, 8, 5, tzinfo=UTC), datetime(2026, 11, 1, 4, tzinfo=UTC)]
moments = st.one_of(
    st.datetimes(datetime(2026, 1, 2), datetime(2026, 12, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.builds(
        lambda edge, minutes: edge + timedelta(minutes=minutes),
        st.sampled_from(EDGES),
        st.integers(-180, 180),
    ),
)
lines = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from("abcde"), moments, st.integers(1, 2)),
    min_size=1,
    max_size=40,
)


def row(number, told):
    name, actor, moment, thing = told
    stamp = moment.replace(tzinfo=None).isoformat()
    return {
        "line_id": number,
        "name": name,
        "verb": "",
        "happened_at": stamp,
        "recorded_at": stamp,
        "actor_key": actor,
        "community_id": 1,
        "object_type": "forum.post",
        "object_id": thing,
        "audience": "public",
        "origin": "live",
        "batch": "",
        "facts": "{}",
    }


def recount(told, aliases, zone):  # noqa: C901, PLR0912 - one plain pass
    """month -> (joined, left, members, contributed people, replies and questions, reactions)."""
    seen = [(n, aliases.get(a, a), m, t) for n, a, m, t in told]
    seen = [entry for _at, entry in sorted(enumerate(seen), key=lambda pair: (pair[1][2], pair[0]))]
    inside, given = set(), {}
    months = {month: [0, 0, 0, set(), 0, 0] for month in range(1, 13)}
    for name, actor, moment, thing in seen:
        month = months[moment.astimezone(zone).month]
        if name == "communities.member_joined" and actor not in inside:
            inside.add(actor)
            month[0] += 1
        elif name == "communities.member_left" and actor in inside:
            inside.remove(actor)
            month[1] += 1
        elif name in {"questions.question_asked", "forum.reply_posted"}:
            month[3].add(actor)
            month[4] += 1
        elif name == "forum.reaction_given":
            given.setdefault((actor, thing), []).append(month)
        elif name == "forum.reaction_withdrawn":
            given.setdefault((actor, thing), []).append(None)
    for chain in given.values():
        for n, month in enumerate(chain):
            if month is not None and not (n + 1 < len(chain) and chain[n + 1] is None):
                month[5] += 1
    members = 0
    for month in months.values():
        members += month[0] - month[1]
        month[2] = members
    return [(a, b, c, len(d), e, f) for a, b, c, d, e, f in months.values()]


@settings(max_examples=10, deadline=None)
@given(lines, st.dictionaries(st.sampled_from("ab"), st.sampled_from("cd"), max_size=2))
def test_a_second_counting_agrees(told, aliases):
    zone = "America/New_York"
    with tempfile.TemporaryDirectory() as folder:
        written = lake.write_segment(
            Path(folder), [row(n, one) for n, one in enumerate(told, 1)], 1
        )
        source = histories.Source(
            files=tuple(str(Path(folder) / file.path) for file in written),
            watermark=1,
            timezone=zone,
            aliases=tuple(sorted(aliases.items())),
            classes=tuple(KINDS.items()),
            retractions=(("forum.reaction_withdrawn", "forum.reaction_given"),),
        )
        history = histories.history_of(source)
    calendar = history.calendar
    first, last = datetime(2026, 1, 1).date(), datetime(2026, 12, 31).date()  # noqa: DTZ001
    until = datetime(2027, 1, 2, tzinfo=UTC)
    inquiry = Inquiry(
        history, coverage_of(history.spans, until), calendar.periods("month", first, last)
    )
    asked = (
        *("members.joined", "members.left", "members.current", "active.contributed"),
        *("content.all", "reactions.signs"),
    )
    found = [[reading.value for reading in METRICS[one].measure(inquiry)] for one in asked]
    assert list(zip(*found, strict=True)) == recount(told, aliases, ZoneInfo(zone))
