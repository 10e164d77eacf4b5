"""What the numbers say of a small town whose history is known by heart."""

from datetime import date

import pytest

from qunluo.insight.metrics import actions, queries
from qunluo.insight.metrics.tests.telling import Teller, at
from qunluo.kernel import clock
from qunluo.kernel.action import writing
from qunluo.kernel.refusal import Forbidden, Invalid, Missing, SignInRequired


@pytest.fixture
def town(village):
    return Teller(village.community.pk)


def finish(town, when="2026-06-15 04:00"):
    town.tell()
    with clock.at(at(when)):
        return actions.drain()


def values(village, metric, first="2026-03-01", last="2026-05-31", by="month", **more):
    ask = queries.Ask(by, date.fromisoformat(first), date.fromisoformat(last), **more)
    return [point.value for point in queries.measure(village.viewer("lan"), metric, ask).points]


def points(village, metric, first="2026-03-01", last="2026-05-31", by="month", who="lan", **more):
    ask = queries.Ask(by, date.fromisoformat(first), date.fromisoformat(last), **more)
    return queries.measure(village.viewer(who), metric, ask).points


def test_a_moment_counts_where_the_community_lives(village, town):
    town.join("old", "2026-01-01 00:00")
    town.ask(village.members["mei"], "2026-03-31 15:59")  # 23:59 in Shanghai
    town.ask(village.members["mei"], "2026-03-31 16:00")  # midnight in Shanghai
    finish(town)
    assert values(village, "content.questions") == [1, 1, 0]


def test_nothing_happened_is_not_no_records(village, town):
    town.join("old", "2026-03-01 00:00")
    finish(town)
    told = points(village, "content.questions", "2026-01-01", "2026-08-31")
    assert [(p.value, p.status, p.reason) for p in told] == [
        (None, "no_data", "before_records"),
        (None, "no_data", "before_records"),
        (0, "partial", "records_begin"),
        (0, "complete", ""),
        (0, "complete", ""),
        (0, "partial", "still_running"),
        (None, "not_observable", "future"),
        (None, "not_observable", "future"),
    ]


def test_an_old_community_has_a_gap_after_its_import(village):
    past = Teller(village.community.pk, origin="import", batch="one")
    past.ask("a", "2019-01-01 00:00")
    past.ask("a", "2019-03-20 00:00")
    past.tell()
    now = Teller(village.community.pk)
    now.visit(village.members["mei"], "2026-05-10 00:00")
    finish(now)
    told = points(village, "content.questions", "2019-02-01", "2019-04-30")
    assert [(p.value, p.status, p.reason) for p in told] == [
        (0, "complete", ""),
        (1, "partial", "records_end"),
        (None, "no_data", "no_records"),
    ]
    visits = points(village, "active.visited", "2019-02-01", "2019-02-28")[0]
    assert (visits.status, visits.reason) == ("not_observable", "visits_not_imported")


def test_members_close_from_period_to_period(village, town):
    town.join("a", "2026-03-02 00:00")
    town.join("b", "2026-03-03 00:00")
    town.join("b", "2026-03-04 00:00")  # told twice, joined once
    town.say("communities.member_left", "a", "2026-03-20 00:00")
    town.join("a", "2026-04-01 02:00")
    town.say("communities.member_removed", "lan", "2026-05-02 00:00", about_actor="b")
    finish(town)
    assert values(village, "members.joined") == [2, 1, 0]
    assert values(village, "members.left") == [1, 0, 1]
    assert values(village, "members.current") == [1, 2, 1]


def test_what_was_taken_back_does_not_count(village, town):
    town.join("old", "2026-01-01 00:00")
    for when, name in (
        ("2026-03-01 10:00", "forum.reaction_given"),
        ("2026-03-02 10:00", "forum.reaction_withdrawn"),
        ("2026-04-02 10:00", "forum.reaction_given"),
    ):
        town.say(name, "a", when, 7)
    town.say("forum.reaction_given", "b", "2026-03-01 10:00", 7)
    town.say("forum.reaction_given", "b", "2026-03-01 10:00", 7, sign="heart")
    town.say("forum.reaction_withdrawn", "b", "2026-03-05 10:00", 7, sign="heart")
    finish(town)
    assert values(village, "reactions.signs") == [1, 1, 0]


def test_what_was_removed_does_not_count_until_it_is_restored(village, town):
    town.join("old", "2026-01-01 00:00")
    post = town.say("forum.reply_posted", "a", "2026-03-01 10:00")
    kept = town.say("forum.reply_posted", "b", "2026-03-01 10:00")
    for number in (post, kept):
        town.say("forum.post_removed", "lan", "2026-03-02 10:00", number)
    town.say("forum.post_restored", "an", "2026-03-03 10:00", kept)
    question = town.ask("c", "2026-03-01 10:00")
    town.say(
        "forum.post_removed", "lan", "2026-03-02 10:00", 99, root_id=question, post_kind="opening"
    )
    finish(town)
    assert values(village, "content.replies")[0] == 1
    assert values(village, "content.questions")[0] == 0
    assert values(village, "active.contributed")[0] == 1


def test_staff_are_left_out_and_said_to_be(village, town):
    town.join("old", "2026-01-01 00:00")
    town.ask(village.members["lan"], "2026-03-01 10:00")
    town.ask(village.members["wei"], "2026-03-01 10:00")  # a volunteer is a member like others
    finish(town)
    told = points(village, "active.contributed")[0]
    assert (told.value, told.excluded) == (1, 1)
    assert values(village, "content.questions")[0] == 2


def test_a_merge_speaks_for_old_lines_too_but_not_for_old_watermarks(village, town, setting_up):
    from qunluo.kernel.testing.cast import model

    mei, jun = village.members["mei"], village.members["jun"]
    town.join("old", "2026-01-01 00:00")
    town.ask(mei, "2026-03-01 10:00")
    town.ask(jun, "2026-03-02 10:00")
    before = finish(town)
    assert values(village, "active.contributed")[0] == 2
    model("members.Merge").objects.create(kept=mei, absorbed=jun, merged_at=at("2026-06-15 05:00"))
    finish(town, "2026-06-15 06:00")
    assert values(village, "active.contributed")[0] == 1
    assert values(village, "active.contributed", until_segment=before)[0] == 2


def test_the_lifecycle_closes(village, town):
    town.join("old", "2025-01-01 00:00")
    for actor, months in {"a": (2, 3, 4), "b": (1, 3), "c": (2,), "d": (3,)}.items():
        for month in months:
            town.ask(actor, f"2026-0{month}-10 10:00")
    finish(town)
    found = {
        part: values(village, f"lifecycle.contributed.{part}")
        for part in ("new", "returning", "resurrecting", "dormant")
    }
    assert found == {
        "new": [1, 0, 0],
        "returning": [1, 1, 0],
        "resurrecting": [1, 0, 0],
        "dormant": [-1, -2, -1],
    }
    assert values(village, "active.contributed", "2026-02-01") == [2, 3, 1, 0]


def test_retention_has_no_number_where_nothing_can_be_seen_yet(village, town):
    town.join("old", "2025-01-01 00:00")
    for actor, days in {"a": ("03-01", "04-01", "05-01"), "b": ("03-02",), "c": ("04-02",)}.items():
        for day in days:
            town.ask(actor, f"2026-{day} 10:00")
    finish(town)
    series = queries.measure(
        village.viewer("lan"),
        "retention.contributed",
        queries.Ask("month", date(2026, 3, 1), date(2026, 6, 1)),
    )
    rows = [[cell.value for cell in point.cells] for point in series.points]
    assert rows == [[0.5, 0.5, None], [0.0, None], [None], []]
    assert [cell.reason for cell in series.points[0].cells] == ["", "", "not_yet"]
    assert (series.average[0].numerator, series.average[0].denominator) == (1, 3)
    assert series.points[2].status == "not_observable" or series.points[2].value is None


def test_rolling_windows_and_stickiness(village, town):
    town.join("old", "2025-01-01 00:00")
    town.ask("a", "2026-04-24 10:00")
    town.ask("a", "2026-04-30 10:00")
    town.ask("b", "2026-04-23 10:00")
    finish(town)
    assert values(village, "active.contributed_7d", "2026-04-01", "2026-04-30") == [1]
    assert values(village, "active.contributed_30d", "2026-04-01", "2026-04-30") == [2]
    told = points(village, "stickiness.contributed", "2026-04-01", "2026-04-30")[0]
    assert told.value == pytest.approx(3 / 30 / 2)


def test_the_first_answer_counts_and_silence_is_not_forgotten(village, town):
    town.join("old", "2026-01-01 00:00")
    one, two, three, four = (town.ask("a", f"2026-03-0{day} 00:00") for day in (1, 2, 3, 4))
    town.answer("a", "2026-03-01 00:30", one)  # oneself does not count
    town.answer("b", "2026-03-01 02:00", one)
    town.answer("c", "2026-03-01 03:00", one)
    town.answer("b", "2026-03-04 00:00", two)
    town.say("forum.topic_closed", "lan", "2026-03-20 00:00", three)
    finish(town)
    median = points(village, "response.median_hours")[0]
    assert (median.value, median.numerator, median.denominator) == (48, 2, 4)
    nine = points(village, "response.p90_hours")[0]
    assert (nine.value, nine.status, nine.reason) == (None, "no_data", "not_reached")
    share = points(village, "response.within_24h")[0]
    assert (share.numerator, share.denominator, share.value) == (1, 4, 0.25)
    low, high = share.interval
    assert (round(low, 4), round(high, 4)) == (0.0456, 0.6994)
    still = points(village, "questions.open")
    assert [point.value for point in still] == [1, 1, 1]
    assert {cell.key: cell.value for cell in still[0].cells}["7_to_30_days"] == 1
    assert four


def test_accepted_answers_count_while_they_stand(village, town):
    town.join("old", "2026-01-01 00:00")
    one, two = town.ask("a", "2026-03-01 00:00"), town.ask("a", "2026-03-02 00:00")
    for question in (one, two):
        answer = town.answer("b", "2026-03-03 00:00", question)
        town.say("questions.answer_accepted", "a", "2026-03-04 00:00", answer, root_id=question)
    town.say("questions.acceptance_withdrawn", "a", "2026-03-05 00:00", answer, root_id=two)
    finish(town)
    told = points(village, "response.accepted_30d", "2026-03-01", "2026-05-31")
    assert (told[0].numerator, told[0].denominator) == (1, 2)
    assert [point.status for point in told] == ["complete", "no_data", "no_data"]
    assert told[2].reason == "no_questions"


def test_a_share_whose_time_is_not_over_is_so_far(village, town):
    town.join("old", "2026-01-01 00:00")
    town.ask("a", "2026-05-30 00:00")
    finish(town, "2026-06-01 00:00")
    told = points(village, "response.within_24h")[2]
    assert (told.value, told.status, told.reason) == (0.0, "partial", "window_open")


def test_how_few_carry_the_town(village, town):
    town.join("old", "2026-01-01 00:00")
    for actor, times in {"a": 6, "b": 3, "c": 2, "d": 1}.items():
        for hour in range(times):
            town.ask(actor, f"2026-03-01 {hour:02d}:00")
    finish(town)
    assert values(village, "people.absence_factor")[0] == 1
    assert values(village, "people.top_10_share")[0] == 0.5
    assert values(village, "people.gini_contributors")[0] == pytest.approx(0.3333, abs=1e-4)
    assert points(village, "people.gini_contributors")[1].reason == "nobody_contributed"


def test_a_space_shows_small_groups_to_administrators_only(village, town):
    town.join("old", "2026-01-01 00:00")
    square = village.forum.pk
    town.say("forum.reply_posted", "a", "2026-03-01 10:00", space_id=square)
    town.say("forum.reply_posted", "b", "2026-03-01 10:00", space_id=village.quiet.pk)
    finish(town)
    assert points(village, "active.contributed", space_id=square)[0].value == 1
    hidden = points(village, "active.contributed", who="wei", space_id=square)[0]
    assert (hidden.value, hidden.status, hidden.reason) == (None, "suppressed", "small_group")
    assert points(village, "active.contributed", who="bo", space_id=square)[0].value is None
    assert points(village, "members.current", space_id=square)[0].reason == "not_by_space"


def test_who_may_ask(village, town):
    finish(town)
    for who, refusal in (("mei", Forbidden), ("bo", Forbidden), ("", SignInRequired)):
        with pytest.raises(refusal):
            points(village, "active.contributed", who=who)
    with pytest.raises(Missing):
        points(village, "no.such")
    with pytest.raises(Missing):
        points(village, "members.joined", until_segment=99)
    with pytest.raises(Invalid):
        points(village, "members.joined", "2026-03-01", "2026-02-01")
    with pytest.raises(Invalid):
        points(village, "members.joined", "2000-01-01", "2026-02-01", by="day")


def test_the_same_watermark_gives_the_same_facts_for_ever(village, town, setting_up):
    town.join("old", "2025-12-01 00:00")
    question = town.ask("a", "2026-03-01 10:00")
    town.answer("b", "2026-03-02 10:00", question)
    finish(town)
    lan = village.viewer("lan")
    every = [entry.id for entry in queries.catalogue()]
    ask = queries.Ask("month", date(2026, 2, 1), date(2026, 6, 1))
    told = queries.facts(lan, every, ask)
    town.ask("late", "2026-03-03 10:00")
    with writing("*"):
        community = village.community
        community.timezone, community.week_start = "America/New_York", 6
        community.save()
    finish(town, "2026-07-03 00:00")
    assert [queries.recompute(lan, fact) for fact in told] == told
    assert queries.facts(lan, every, ask) != told


def test_only_whole_periods_are_compared(village, town):
    town.join("old", "2025-12-01 00:00")
    for n in range(40):
        town.ask(f"p{n}", "2026-04-10 10:00")
    for n in range(10):
        town.ask(f"p{n}", "2026-05-10 10:00")
    town.ask("a", "2026-06-10 10:00")
    finish(town)
    told = points(village, "content.questions", "2026-04-01", "2026-06-30")
    change = queries.compare(told[0], told[1], "items")
    assert (change.absolute, change.relative, change.is_clear) == (-30, -0.75, True)
    assert queries.compare(told[1], told[2], "items") is None
