"""Studies: every one has its page and files; what they count agrees with the metrics."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st

from qunluo.insight.metrics import actions, queries
from qunluo.insight.metrics.engine import circles, staying, survival, words
from qunluo.insight.metrics.queries import noting
from qunluo.insight.metrics.queries.studies import STUDIES, StudyAsk, study
from qunluo.insight.metrics.tests.telling import Teller, at, questions_of_spring
from qunluo.kernel import clock
from qunluo.kernel.refusal import Forbidden, Invalid, Refusal

BOARD = "/c/tea/insight/"


@pytest.fixture
def town(village):
    questions_of_spring(village)
    with clock.at(at("2026-06-15 04:00")):
        actions.drain()
    return village


@pytest.mark.parametrize("key", STUDIES)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_study_has_its_page(town, as_member, key, language):
    for by in ("day", "week", "month", "quarter", "year"):
        asked = {"by": by, "on": "2026-05-04", "lang": language}
        assert as_member("lan").get(f"{BOARD}studies/{key}/", asked).status_code == 200
    assert as_member("mei").get(f"{BOARD}studies/{key}/").status_code == 403


def test_an_unknown_study_or_part_is_missing(town, as_member):
    assert as_member("lan").get(f"{BOARD}studies/dreams/").status_code == 404
    assert as_member("lan").get(f"{BOARD}studies/funnel/dreams.csv").status_code == 404
    assert as_member("lan").get(f"{BOARD}charts/dreams.csv").status_code == 404


def test_charts_and_tables_are_files_too(town, as_member):
    lan, asked = as_member("lan"), "?by=month&on=2026-05-01"
    for part in ("studies/funnel/steps", "studies/retention/triangle", "charts/people"):
        picture = lan.get(f"{BOARD}{part}.png{asked}")
        assert picture.content.startswith(b"\x89PNG")
        assert lan.get(f"{BOARD}{part}.csv{asked}").content.startswith(b"\xef\xbb\xbf")
    table = lan.get(f"{BOARD}studies/funnel/steps-table.csv{asked}&lang=en").content.decode()
    assert "Of the first step" in table
    assert lan.get(f"{BOARD}active.contributed/series.png{asked}").content.startswith(b"\x89PNG")


def test_a_funnel_counts_as_chosen(town):
    lan = town.viewer("lan")
    may = queries.calendar_of(town.community.pk).period("month", at("2026-05-04 00:00").date())
    found = study("funnel", StudyAsk(lan, may, None, {"s1": "asked", "s2": "accepted"}))
    assert [row[1] for row in found.tables[0].rows] == ["4", "0"]


def test_a_saved_view_has_an_address_until_it_is_dropped(town, as_member):
    lan = as_member("lan")
    sent = {"name": "Askers", "query": "?by=month&s1=asked&s2=answered"}
    answer = lan.post(f"{BOARD}studies/funnel/views/", sent)
    assert answer["Location"].endswith("?by=month&s1=asked&s2=answered")
    page = lan.get(f"{BOARD}studies/funnel/").content.decode()
    assert "Askers" in page
    number = page.split("/views/")[1].split("/")[0]
    with pytest.raises(Refusal):
        actions.drop_view(town.viewer("wei"), int(number))
    lan.post(f"{BOARD}studies/funnel/views/{number}/removal/")
    assert "Askers" not in lan.get(f"{BOARD}studies/funnel/").content.decode()


def test_answers_make_scores_with_n_rate_and_interval(town):
    lan, when = town.viewer("lan"), at("2026-05-10 00:00")
    rows = [
        actions.AnswerRow(str(n), score, when)
        for n, score in enumerate([10, 9, 9, 8, 7, 6, 0, 10, 10, 10])
    ]
    with clock.at(at("2026-06-15 04:00")):
        first = actions.enter_answers(lan, "Spring", "nps", asked_at=when, people=40, rows=rows)
        again = actions.enter_answers(lan, "Spring", "nps", asked_at=when, people=40, rows=rows)
        actions.drain()
    assert (first.kept, again.kept, again.known) == (10, 0, 10)
    ask = queries.Ask("month", when.date(), when.date())
    score = queries.measure(lan, "satisfaction.nps", ask).points[0]
    rate = queries.measure(lan, "satisfaction.response_rate", ask).points[0]
    cells = {cell.key: cell.value for cell in score.cells}
    assert (score.value, score.n) == (40, 10)
    assert cells["low"] < 40 < cells["high"]
    assert (rate.numerator, rate.denominator) == (10, 40)
    with pytest.raises(Invalid):
        actions.enter_answers(lan, "Spring", "csat", asked_at=when, people=40, rows=[rows[-1]])
    with pytest.raises(Forbidden):
        actions.enter_answers(town.viewer("wei"), "Own", "nps", asked_at=when, people=1, rows=rows)


def test_costs_come_as_a_file_and_are_divided(town, as_member):
    lan = as_member("lan")
    text = "reference,day,category,amount,hours\r\na1,2026-05-02,场地,600.50,\r\na2,2026-05-03,人工,,6\r\n"
    sent = {"c-currency": "CNY", "c-file": SimpleUploadedFile("costs.csv", text.encode("gb18030"))}
    with clock.at(at("2026-06-15 04:00")):
        assert lan.post(f"{BOARD}entries/costs/", sent).status_code == 302
        actions.drain()
    ask = queries.Ask("month", at("2026-05-10 00:00").date(), at("2026-05-10 00:00").date())
    viewer = town.viewer("lan")
    spent = queries.measure(viewer, "cost.total", ask).points[0]
    hours = queries.measure(viewer, "cost.hours", ask).points[0]
    each = queries.measure(viewer, "cost.per_answered", ask).points[0]
    assert (spent.value, hours.value) == (600.5, 6)
    assert each.value == pytest.approx(600.5 / each.denominator)
    people = queries.measure(viewer, "cost.per_contributor", ask).points[0]
    active = queries.measure(viewer, "active.contributed", ask).points[0]
    assert people.value == pytest.approx(600.5 / active.value)
    broken = SimpleUploadedFile("costs.csv", b"reference,day\nx,yesterday\n")
    answer = lan.post(f"{BOARD}entries/costs/", {"c-currency": "CNY", "c-file": broken})
    assert answer.status_code == 422
    row = actions.CostRow("x", at("2026-05-02 00:00").date(), "", 1, "USD", Decimal(0))
    with pytest.raises(Refusal):
        actions.enter_costs(viewer, [row])


def test_a_note_stands_on_the_charts(town, as_member):
    lan = as_member("lan")
    sent = {"n-text": "Tea festival", "n-first": "2026-05-03", "n-last": ""}
    assert lan.post(f"{BOARD}entries/notes/", sent).status_code == 302
    assert "Tea festival" in lan.get(f"{BOARD}?on=2026-05-01").content.decode()
    [note] = noting.notes(town.viewer("lan"))
    lan.post(f"{BOARD}entries/notes/{note.id}/removal/")
    assert "Tea festival" not in lan.get(f"{BOARD}?on=2026-05-01").content.decode()


def day(n):
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=n)


def test_a_ring_of_mutual_likes_raises_nobody():
    """Likes are no deeds; and who deals with one person only is not believed."""
    honest = [
        circles.Deed(9, 1, day(0)),
        circles.Deed(1, 9, day(1)),
        circles.Deed(9, 2, day(2)),
        circles.Deed(9, 3, day(3)),
    ]
    newcomers = {9: day(0)}
    before = circles.effects(honest, newcomers)
    assert before[1].brought == 1.0
    assert before[1].kept == 1.0
    pair = [circles.Deed(7, 8, day(n)) for n in range(0, 60, 2)]
    pair += [circles.Deed(8, 7, day(n)) for n in range(1, 60, 2)]
    found = circles.effects(honest + pair, {**newcomers, 7: day(0), 8: day(1)})
    assert all(one not in found or found[one].total == 0 for one in (7, 8))
    assert found[1] == before[1]


def test_likes_weigh_little_and_only_so_often(village):
    told = Teller(village.community.pk)
    for n in range(30):
        told.say("forum.reaction_given", "x", f"2026-05-01 0{n % 9}:00", n + 1, about_actor="y")
        told.say("forum.reaction_given", "y", f"2026-05-01 0{n % 9}:00", n + 100, about_actor="x")
    question = told.ask("z", "2026-05-01 02:00")
    told.answer("h", "2026-05-01 03:00", question, about_actor="z")
    told.answer("h", "2026-05-01 04:00", question, about_actor="z")
    told.tell()
    with clock.at(at("2026-06-15 04:00")):
        actions.drain()
    history = StudyAsk(village.viewer("lan"), None).history()
    graph = circles.ties_of(history, day(0).date(), day(150).date())
    weights = sorted(weight for out in graph.values() for weight in out.values())
    assert weights == [3.0, 3.0, 6.0]


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.integers(1, 6), st.lists(st.integers(0, 200), min_size=1, max_size=9)))
def test_stays_agree_with_a_plain_reading(told):
    days = {one: tuple(sorted(set(own))) for one, own in told.items()}
    for stay in staying.stays(days, 200, 30):
        own = days[stay.person]
        assert stay.first == own[0]
        assert stay.is_over == (200 - own[-1] >= 30)
        assert stay.days == (own[-1] if stay.is_over else 200) - own[0]


def test_the_log_rank_test_tells_like_from_unlike():
    short, long = [(n, True) for n in range(1, 31)], [(n * 4, True) for n in range(1, 31)]
    assert survival.log_rank(short, short) == pytest.approx(1)
    assert survival.log_rank(short, long) < 0.001
    assert survival.log_rank([(1, False)], [(2, False)]) is None


def test_words_are_cut_and_rise():
    now, n = words.documents(["普洱茶怎么保存？ <p>teapot</p>"] * 6 + ["龙井"] * 4)
    before, m = words.documents(["龙井"] * 40)
    assert now["保存"] == 6
    assert "怎么" not in now
    found = [one.word for one in words.rising(now, n, before, m)]
    assert "保存" in found
    assert "龙井" not in found


def test_a_chart_of_nothing_is_a_file_all_the_same(village, as_member):
    assert as_member("lan").get(f"{BOARD}studies/topics/words.png").status_code == 404
