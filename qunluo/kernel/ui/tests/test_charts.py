from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qunluo.kernel.ui.charts import PALETTE, Chart, Note, Series
from qunluo.kernel.ui.drawing import draw_svg, png_of
from qunluo.kernel.ui.drawing.scales import scale_of
from qunluo.kernel.ui.fonts import FAMILY, chinese_font
from qunluo.kernel.ui.sample_charts import sample_charts
from qunluo.kernel.ui.tables import Column, Sheet, Sorting, address_with, sorting_from

TOKENS = Path(__file__).resolve().parents[4] / "frontend" / "src" / "styles" / "tokens.css"
COLUMNS = (
    Column("name", "Name", sorts=True),
    Column("posts", "Posts", "number", sorts=True),
    Column("x", "X"),
)


def test_a_series_keeps_its_colour_whatever_stands_beside_it():
    new = Series("new", "New", (1,))
    other = Series("something", "Something", (1,))
    alone = Chart("bar", ("a",), (new,)).colours()
    beside = Chart("bar", ("a",), (other, new)).colours()
    assert alone[0] == beside[1] == PALETTE["keys"]["new"]
    assert beside[0] != beside[1]


def test_page_and_file_draw_with_the_same_eight_colours():
    told = re.findall(r"--series-(\d): light-dark\((#\w+), (#\w+)\)", TOKENS.read_text())
    assert [(light, dark) for _place, light, dark in told] == list(
        zip(PALETTE["light"], PALETTE["dark"], strict=True)
    )
    assert len(set(PALETTE["light"])) == len(set(PALETTE["dark"])) == 8


def test_no_data_is_not_zero():
    spec = Chart("line", ("a", "b"), (Series("x", "X", (None, None)),))
    assert spec.is_empty
    assert json.loads(spec.to_json())["series"][0]["values"] == [None, None]
    assert not Chart("line", ("a",), (Series("x", "X", (0,)),)).is_empty


def test_a_cell_that_cannot_be_seen_yet_is_not_an_empty_one():
    spec = sample_charts()["cohort"]
    assert spec.heat(None) == "unseen"
    assert spec.heat(0) == "0"
    assert spec.heat(0.62) == "9"
    assert not spec.is_drawn


def test_a_heat_map_of_nothing_but_zeros_stays_pale():
    assert Chart("heat", ("a",), (Series("x", "X", (0,)),)).heat(0) == "0"


def test_the_address_sorts_only_by_columns_that_sort():
    default = Sorting("posts", True)
    assert sorting_from("-name", COLUMNS, default) == Sorting("name", True)
    assert sorting_from("x", COLUMNS, default) == default
    assert sorting_from("", COLUMNS, default) == default


def test_a_column_turns_round_when_asked_again():
    sheet = Sheet(COLUMNS, (), "Members", Sorting("posts", True), (("q", "mei"), ("after", "abc")))
    assert sheet.sort_address(COLUMNS[1]) == "?q=mei&sort=posts"
    assert sheet.sort_address(COLUMNS[0]) == "?q=mei&sort=name"
    assert (sheet.aria_sort(COLUMNS[1]), sheet.aria_sort(COLUMNS[0])) == ("descending", "")
    plain = Sheet(COLUMNS, (), "Members")
    assert plain.sort_address(COLUMNS[1]) == "?sort=-posts"
    assert plain.aria_sort(COLUMNS[1]) == ""


def test_a_filter_can_be_taken_away():
    assert address_with({"q": "mei", "role": "x"}, role=None) == "?q=mei"


@pytest.mark.parametrize("kind", ["line", "bar", "stacked", "across", "survival"])
def test_every_kind_of_chart_is_drawn_for_documents(kind):
    spec = replace(sample_charts()["across"], kind=kind)
    drawn = draw_svg(spec)
    assert ElementTree.fromstring(drawn).tag.endswith("svg")
    assert chinese_font() is not None
    assert FAMILY in drawn
    assert png_of(drawn).startswith(b"\x89PNG")


def test_what_members_wrote_is_only_text_in_a_drawing():
    drawn = draw_svg(Chart("bar", ("<script>&\x0b",), (Series("x", '"><b>', (1,)),)))
    assert ElementTree.fromstring(drawn).find("{*}script") is None
    assert "<script>" not in drawn


def test_a_line_breaks_where_there_is_no_data_and_ends_before_an_open_period():
    spec = Chart("line", tuple("abcde"), (Series("x", "X", (1, None, 2, 3, 4)),), is_so_far=True)
    drawn = draw_svg(spec)
    assert drawn.count("<polyline") == 1
    assert drawn.count("<circle") == 4
    assert drawn.count('fill="#ffffff"') == 1


@given(st.lists(st.one_of(st.none(), st.floats(-1e9, 1e9)), min_size=1, max_size=20))
def test_an_axis_holds_every_value_and_zero(values):
    seen = [value for value in values if value is not None]
    scale = scale_of(seen)
    assert all(-1e-6 <= scale.share(value) <= 1 + 1e-6 for value in [*seen, 0.0])
    assert 2 <= len(scale.ticks) <= 9


def test_the_chinese_font_comes_with_the_set_up():
    font = chinese_font()
    assert font is not None
    assert font.stat().st_size > 1_000_000


def test_a_chart_begins_with_its_first_value_but_keeps_a_few_places():
    def drawn(*values):
        labels = tuple(str(n) for n in range(len(values)))
        notes = (Note(len(values) - 1, "last"), Note(0, "first"))
        return Chart("line", labels, (Series("a", "A", values),), notes=notes).from_first()

    young = drawn(*[None] * 10, 3, 5)
    assert young.labels == ("6", "7", "8", "9", "10", "11")
    assert young.series[0].values == (None, None, None, None, 3, 5)
    assert young.notes == (Note(5, "last"),)
    assert drawn(None, None, 1, *[2] * 9).labels[0] == "2"
    assert drawn(*[None] * 8) == drawn(*[None] * 8)
    assert len(drawn(*[None] * 8).labels) == 8
    assert drawn(None, 4).labels == ("0", "1")
