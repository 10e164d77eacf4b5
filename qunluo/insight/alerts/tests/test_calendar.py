"""Known days: holidays with the weekends between them, days of every year, whole weeks."""

from datetime import date

from qunluo.insight.alerts.engine.calendar import Stretch, holidays_of, known_name, known_period


def test_chinese_holidays_hold_the_weekends_between_them():
    found = holidays_of("CN", 2026, "zh_CN")
    assert found[date(2026, 10, 1)] == "国庆节"
    assert date(2026, 10, 4) in found  # the Sunday in the middle of the national holiday
    assert date(2026, 2, 21) in found
    assert date(2026, 3, 10) not in found


def test_a_country_nobody_knows_has_no_holidays():
    assert holidays_of("", 2026, "en_US") == {}
    assert holidays_of("XX", 2026, "en_US") == {}


def test_days_of_every_year_reach_over_new_year_and_skip_a_missing_leap_day():
    turn = Stretch(date(2025, 12, 30), date(2026, 1, 2), "turn", is_yearly=True)
    assert [turn.holds(date(2031, *day)) for day in ((1, 2), (1, 3), (12, 30), (12, 29))] == [
        True,
        False,
        True,
        False,
    ]
    leap = Stretch(date(2024, 2, 29), date(2024, 2, 29), "leap", is_yearly=True)
    assert leap.holds(date(2028, 2, 29))
    assert not leap.holds(date(2027, 3, 1))


def test_the_communitys_own_word_goes_first():
    own = (Stretch(date(2026, 10, 1), date(2026, 10, 1), "茶会"),)
    assert known_name(date(2026, 10, 1), own, "CN", "zh_CN") == "茶会"
    assert known_name(date(2026, 10, 2), own, "CN", "zh_CN") == "国庆节"
    assert known_name(date(2026, 10, 2), own, "", "zh_CN") == ""


def test_a_week_is_known_by_two_of_its_days():
    own = (Stretch(date(2026, 3, 3), date(2026, 3, 3), "fair"),)
    week = (date(2026, 3, 2), date(2026, 3, 8))
    assert known_period(*week, own, "", "en_US") == ""
    longer = (Stretch(date(2026, 3, 3), date(2026, 3, 4), "fair"),)
    assert known_period(*week, longer, "", "en_US") == "fair"
