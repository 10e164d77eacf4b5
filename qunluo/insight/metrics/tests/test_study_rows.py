"""Every cell that a study names opens to people; small groups stay closed; maps are files."""

from datetime import timedelta

import pytest

from qunluo.insight.metrics import actions, queries
from qunluo.insight.metrics.engine import circles
from qunluo.insight.metrics.queries.studies import STUDIES, StudyAsk, rows, study
from qunluo.insight.metrics.queries.studies.mapping import map_of, pairs_table
from qunluo.insight.metrics.tests.telling import Teller, at, key
from qunluo.kernel import clock
from qunluo.kernel.refusal import Missing

BOARD = "/c/tea/insight/studies/"
MAY = at("2026-05-04 00:00").date()
OPEN = ("funnel", "retention", "stickiness", "evenness", "staying", "rfm", "orbit", "network")


@pytest.fixture
def town(village):
    """Fourteen people who ask and answer each other from March to June."""
    told = Teller(village.community.pk)
    people = [village.members["mei"], village.members["jun"], *(f"k{n}" for n in range(12))]
    for n, one in enumerate(people):
        told.join(one, f"2026-03-{n + 1:02d} 00:00")
        told.visit(one, f"2026-05-{n + 1:02d} 01:00")
        for week in range(12):
            if n > 3 and week % (n - 2):
                continue
            day = MAY - timedelta(days=40) + timedelta(days=7 * week + n % 5)
            question = told.ask(one, f"{day} 02:00")
            helper = people[(n + 1 + week % 2) % 14]
            told.answer(helper, f"{day} 05:00", question, about_actor=key(one))
    told.tell()
    with clock.at(at("2026-06-15 04:00")):
        actions.drain()
        yield village


def ask(town, who="lan", **chosen):
    period = queries.calendar_of(town.community.pk).period("month", MAY)
    return StudyAsk(town.viewer(who), period, None, chosen)


def test_every_named_cell_opens_and_its_number_is_that_of_its_rows(town):
    for name in OPEN:
        made = study(name, ask(town))
        cells = [
            (cell, row)
            for table in made.tables
            for cell, row in zip(table.cells, table.rows, strict=False)
        ]
        assert cells, name
        for cell, row in cells:
            found = rows(name, ask(town), cell)
            assert found.counts
            if name == "network":
                assert found.rows.total > 0
                continue
            told = next(one for one in row[1:] if str(one)[0].isdigit() and "–" not in str(one))
            count = told.split("(")[1] if "(" in str(told) else str(told)
            assert int(count.split(" / ")[0].replace(",", "").rstrip(")")) == found.rows.total, cell


@pytest.mark.parametrize("study_key", STUDIES)
def test_what_no_table_names_is_missing(town, study_key):
    for cell in ("", "step-99", "cohort-x", "tied-999999", "exactly-x", "circle-9"):
        with pytest.raises(Missing):
            rows(study_key, ask(town), cell)


def test_fewer_than_five_are_for_administrators_only(town, as_member):
    chosen = {"event": "accepted", "unit": "day"}
    told = Teller(town.community.pk)
    told.say("questions.answer_accepted", town.members["mei"], "2026-05-07 03:00")
    told.tell()
    actions.drain()
    own = rows("stickiness", ask(town, **chosen), "exactly-1")
    assert [row.person.name for row in own.rows.people] == ["Mei"]
    hidden = rows("stickiness", ask(town, "wei", **chosen), "exactly-1")
    assert (hidden.rows.kind, hidden.rows.people) == ("hidden", ())
    asked = "rows/?cell=exactly-1&on=2026-05-01&event=accepted&unit=day&lang=en"
    page = as_member("wei").get(f"{BOARD}stickiness/{asked}").content.decode()
    assert "Fewer than five people" in page
    assert "rows.csv" not in page
    sheet = as_member("wei").get(f"{BOARD}stickiness/{asked.replace('rows/', 'rows.csv')}")
    assert b"Mei" not in sheet.content


def test_rows_are_a_page_and_files_for_those_who_see_figures(town, as_member):
    asked = "rows/?cell=circle-4&on=2026-05-01&by=month"
    assert as_member("lan").get(f"{BOARD}orbit/{asked}").status_code == 200
    assert as_member("mei").get(f"{BOARD}orbit/{asked}").status_code == 403
    assert as_member("lan").get(f"{BOARD}orbit/rows/?cell=dreams").status_code == 404
    sheet = as_member("lan").get(f"{BOARD}orbit/rows.csv?cell=circle-4&on=2026-05-01")
    assert sheet.content.startswith(b"\xef\xbb\xbf")


def test_the_map_is_a_picture_and_a_list_of_ties(town, as_member):
    lan = as_member("lan")
    asked = "?by=month&on=2026-05-01&shown=80"
    assert lan.get(f"{BOARD}network/map.png{asked}").content.startswith(b"\x89PNG")
    ties = lan.get(f"{BOARD}network/map.csv{asked}").content.decode().splitlines()
    assert len(ties) > 14
    page = lan.get(f"{BOARD}network/{asked}").content.decode()
    assert "map.png" in page


def test_of_two_hundred_and_fifty_every_name_that_is_drawn_has_room():
    graph = circles.mutual({n: {(n * 7 + k) % 250: 1.0 for k in (1, 2, 3)} for n in range(250)})
    order = sorted(graph)
    told = map_of(graph, order, {n: f"Member {n}" for n in order})
    assert len(told.dots) == 250
    named = [dot for dot in told.dots if dot.label_y is not None]
    assert 10 <= len(named) <= 60
    boxes = [
        (dot.x - 4 * len(dot.name), dot.label_y - 12, dot.x + 4 * len(dot.name), dot.label_y)
        for dot in named
    ]
    for n, one in enumerate(boxes):
        for other in boxes[n + 1 :]:
            apart = (
                one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            )
            assert apart
    assert len(told.ties) <= 3 * 250
    assert len(pairs_table(told)[1]) == sum(len(out) for out in graph.values())
