"""Which moments were recorded: live from the first writing here on, imports and demos by their lines."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from qunluo.insight.metrics.engine.coverage import coverage_of
from qunluo.insight.metrics.engine.history import Span
from qunluo.insight.metrics.engine.periods import Calendar
from qunluo.insight.metrics.tests.telling import at

CALENDAR = Calendar(ZoneInfo("UTC"), 0)


def span(origin, first, last, began, ended=None):
    return Span(origin, at(first), at(last), at(began), at(ended or began))


def stand(spans, until, by, day, **asked):
    period = CALENDAR.period(by, date.fromisoformat(day))
    return coverage_of(spans, at(until)).stand(period, **asked)


def test_a_quiet_live_community_is_whole_with_nothing_in_it():
    founded = [span("live", "2026-01-15 10:00", "2026-01-15 10:00", "2026-01-15 10:00")]
    assert stand(founded, "2026-04-02 00:00", "month", "2026-02-01") == ("complete", "")
    assert stand(founded, "2026-04-02 00:00", "month", "2026-03-01") == ("complete", "")
    assert stand(founded, "2026-04-02 00:00", "month", "2026-01-20") == ("partial", "records_begin")
    assert stand(founded, "2026-04-02 00:00", "month", "2026-04-01") == ("partial", "still_running")
    assert stand(founded, "2026-04-02 00:00", "month", "2025-12-01") == (
        "no_data",
        "before_records",
    )


@pytest.mark.parametrize("visits", [False, True])
def test_a_demo_runs_on_into_live_recording(visits):
    grown = span(
        "demo", "2025-04-10 06:00", "2026-04-09 21:00", "2026-04-10 14:00", "2026-04-10 14:03"
    )
    later = span("live", "2026-04-20 08:00", "2026-04-20 08:00", "2026-04-20 08:00")
    for spans in ([grown], [grown, later]):
        assert stand(spans, "2026-05-02 00:00", "month", "2026-04-01", visits=visits) == (
            "complete",
            "",
        )
        assert stand(spans, "2026-05-02 00:00", "day", "2026-04-10", visits=visits) == (
            "complete",
            "",
        )
    assert len(coverage_of([grown, later], at("2026-05-02 00:00")).stretches) == 1


def test_an_import_leaves_a_gap_until_it_was_brought_in():
    brought = span("import", "2014-01-21 20:00", "2020-05-31 02:28", "2026-03-10 09:00")
    told = {
        "2013-12-01": ("no_data", "before_records"),
        "2014-01-01": ("partial", "records_begin"),
        "2020-04-01": ("complete", ""),
        "2020-05-01": ("partial", "records_end"),
        "2023-01-01": ("no_data", "no_records"),
        "2026-03-01": ("partial", "records_begin"),
        "2026-04-01": ("complete", ""),
        "2026-05-01": ("partial", "still_running"),
        "2026-06-01": ("not_observable", "future"),
    }
    found = {day: stand([brought], "2026-05-02 00:00", "month", day) for day in told}
    assert found == told


def test_an_import_never_tells_of_visits():
    brought = span("import", "2014-01-21 20:00", "2020-05-31 02:28", "2026-03-10 09:00")
    assert stand([brought], "2026-05-02 00:00", "month", "2020-04-01", visits=True) == (
        "not_observable",
        "visits_not_imported",
    )
    assert stand([brought], "2026-05-02 00:00", "month", "2026-04-01", visits=True) == (
        "complete",
        "",
    )


def test_what_was_brought_into_a_living_community_keeps_its_own_gap():
    living = span("live", "2025-06-01 00:00", "2026-02-01 00:00", "2025-06-01 00:00")
    brought = span("import", "2019-01-01 00:00", "2019-12-31 00:00", "2026-01-10 00:00")
    covered = coverage_of([brought, living], at("2026-03-01 00:00"))
    assert covered.stretches == (
        (at("2019-01-01 00:00"), at("2019-12-31 00:00")),
        (at("2025-06-01 00:00"), at("2026-03-01 00:00")),
    )


def test_nothing_recorded_covers_nothing():
    assert coverage_of([], at("2026-03-01 00:00")).stretches == ()


def test_a_moment_set_before_the_writing_leaves_the_import_alone():
    brought = span("import", "2014-01-21 20:00", "2020-05-31 02:28", "2026-03-10 09:00")
    assert coverage_of([brought], at("2021-01-01 00:00")).stretches == (
        (at("2014-01-21 20:00"), at("2020-05-31 02:28")),
    )
