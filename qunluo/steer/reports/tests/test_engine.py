import re

from hypothesis import given
from hypothesis import strategies as st

from qunluo.steer.reports.engine.change import compare, wilson
from qunluo.steer.reports.engine.evaluation import judge
from qunluo.steer.reports.engine.facts import Fact, FactTable
from qunluo.steer.reports.engine.outline import SECTIONS, USES, needs
from qunluo.steer.reports.engine.writing import Records, write

RECORDS = Records("Tea", "Leaf tea for beginners", "UTC", is_complete=True)


def fact(key, value, *, unit="items", status="complete", numerator=None, denominator=None):
    params = {"by": "month", "period_start": "2020-04-01", "timezone": "UTC"}
    use = next(use for use in USES if use.name == key.split(".")[0])
    return Fact(key, use.metric, 1, params, value, unit, status, numerator, denominator)


def table(**values):
    facts = {key: fact(key, 10.0) for key, _metric, _when in needs("month")}
    facts |= {key.replace("__", "."): value for key, value in values.items()}
    return FactTable(facts)


def items(key, value, **more):
    return fact(key, value, **more)


def test_a_count_moves_only_beyond_chance():
    assert compare(items("questions.now", 30.0), items("questions.before", 10.0)).direction == "up"
    assert (
        compare(items("questions.now", 12.0), items("questions.before", 8.0)).direction == "unclear"
    )
    # 1.96 * sqrt(100 + 130) = 29.7 < 30
    assert (
        compare(items("questions.now", 100.0), items("questions.before", 130.0)).direction == "down"
    )
    assert (
        compare(items("questions.now", 101.0), items("questions.before", 130.0)).direction
        == "unclear"
    )


def test_what_is_not_complete_is_not_compared():
    so_far = items("questions.now", 30.0, status="partial")
    assert compare(so_far, items("questions.before", 1.0)).direction == "not_compared"
    assert (
        compare(items("questions.now", None, status="no_data"), so_far).direction == "not_compared"
    )


def test_shares_need_twenty_cases_and_an_interval_off_zero():
    def share(key, numerator, denominator):
        return fact(
            key, numerator / denominator, unit="share", numerator=numerator, denominator=denominator
        )

    assert (
        compare(share("within_day.now", 45, 50), share("within_day.before", 20, 50)).direction
        == "up"
    )
    assert (
        compare(share("within_day.now", 9, 10), share("within_day.before", 1, 10)).direction
        == "unclear"
    )
    assert (
        compare(share("within_day.now", 26, 50), share("within_day.before", 24, 50)).direction
        == "unclear"
    )


def test_wilson_agrees_with_the_published_example():
    # Newcombe 1998, table I, method 3: 81 of 263.
    low, high = wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


@given(st.integers(0, 500), st.integers(0, 500))
def test_comparing_the_other_way_round_turns_the_direction(a, b):
    there = compare(items("questions.now", float(a)), items("questions.before", float(b))).direction
    back = compare(items("questions.now", float(b)), items("questions.before", float(a))).direction
    assert (there, back) in {("up", "down"), ("down", "up"), ("unclear", "unclear")}


def test_highlights_and_shortcomings_follow_the_rule():
    facts = table(
        questions__now=items("questions.now", 60.0),
        answers__now=items("answers.now", 0.0),
        answers__before=items("answers.before", 40.0),
    )
    found = judge(facts)
    assert [said.slots["name"].facts[0] for said in found.highlights] == ["questions.now"]
    assert "answers" in found.weak


def test_an_incomplete_period_compares_and_judges_nothing():
    facts = {
        key: fact(key, 10.0, status="partial" if when == "now" else "complete")
        for key, _metric, when in needs()
    }
    said = write(FactTable(facts), Records("Tea", "", "UTC", is_complete=False, ends_on="31 May"))
    assert {one.rule for one in said if one.section in {"highlights", "shortcomings"}} == {
        "period.incomplete"
    }
    assert not [one for one in said if "difference" in one.slots]


def test_the_lifecycle_is_told_only_when_it_closes():
    values = {
        "contributors__now": items("contributors.now", 12.0, unit="people"),
        "contributors__before": items("contributors.before", 15.0, unit="people"),
        "lifecycle_new__now": items("lifecycle_new.now", 4.0),
        "lifecycle_resurrecting__now": items("lifecycle_resurrecting.now", 1.0),
        "lifecycle_dormant__now": items("lifecycle_dormant.now", -8.0),
        "lifecycle_returning__now": items("lifecycle_returning.now", 7.0),
    }
    rules = [one.rule for one in write(table(**values), RECORDS)]
    assert "lifecycle.closes" in rules
    values["lifecycle_dormant__now"] = items("lifecycle_dormant.now", -9.0)
    rules = [one.rule for one in write(table(**values), RECORDS)]
    assert "lifecycle.closes" not in rules


def test_no_template_holds_a_number_of_its_own():
    for one in write(table(), RECORDS):
        assert not re.search(r"\d", one.template), one.template


def test_every_section_of_the_outline_says_something():
    said = {one.section for one in write(table(), RECORDS)}
    silent = {section.key for section in SECTIONS} - said
    assert silent <= {"trends", "reasons"}
