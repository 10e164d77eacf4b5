"""Reference cases come out as published, and `qunluo cases` says how each one went."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from qunluo.insight.metrics.engine import cases
from qunluo.insight.metrics.engine.cases.formulas import computed
from qunluo.insight.metrics.engine.cases.reading import UnsupportedError

FOLDER = Path(__file__).resolve().parents[5] / "shared" / "cases" / "analytics"


def known() -> list[Any]:
    """Parameters for pytest; a single skipped one when the folder is not there."""
    if not FOLDER.is_dir():
        reason = "the reference cases are not beside this checkout"
        return [pytest.param(None, marks=pytest.mark.skip(reason=reason), id="absent")]
    return [pytest.param(case, id=name) for name, case in cases.cases_in(FOLDER)]


@pytest.mark.parametrize("case", known())
def test_a_reference_case_comes_out(case):
    found = cases.run(case["name"], case)
    if found.state == "not supported":
        assert "not installed" in found.reason
        pytest.skip(found.reason)
    assert found.state == "pass", (found.reason, found.got, found.expected)


def view(actor: str | None, at: str, **properties: Any) -> dict[str, Any]:
    return {
        "actor": actor,
        "verb": "view",
        "at": f"2020-01-{at}T12:00:00Z",
        "properties": properties,
    }


def trend(expected: dict[str, Any], **query: Any) -> dict[str, Any]:
    asked = {"period": "day", "from": "2020-01-01", "to": "2020-01-03", "match": {"verb": "view"}}
    return {
        "name": "one",
        "kind": "trend",
        "events": [
            view("a", "01", n=1),
            view("a", "02", n=2),
            view("b", "02", n=2),
            view(None, "02"),
        ],
        "query": {"measure": "unique", "timezone": "UTC", **asked, **query},
        "expected": expected,
    }


@pytest.mark.parametrize(
    ("case", "state", "reason"),
    [
        (trend({"series": [1, 2, 0]}), "pass", ""),
        (trend({"series": [1, 3, 0]}, measure="count"), "pass", ""),
        (trend({"series": [1, 9, 0]}), "fail", "series differs"),
        (trend({"series": [1, None, 0]}), "pass", ""),
        (trend({"series": [1, 1, 0]}, unit={"event_property": "n"}), "pass", ""),
        (trend({"value": 2}, period="total"), "pass", ""),
        (trend({"series_by": {"1": [1, 0, 0], "2": [0, 2, 0]}}, breakdown="n"), "pass", ""),
        (trend({"moods": []}), "not supported", "expected moods"),
        (trend({"series": []}, period="moon"), "not supported", "periods of a moon"),
        (trend({"series": []}, measure="mood"), "not supported", "a trend of mood"),
        (trend({"series": []}, week_start="noday"), "not supported", "weeks that begin on noday"),
        (trend({"series": []}, match={"mood": 1}), "not supported", "a match by mood"),
        (trend({"series": [1, 2, 0]}, mood="good"), "not supported", "a query by mood"),
        (trend({"series": []}, **{"from": None}), "fail", "TypeError"),
        ({"name": "x", "kind": "dream", "expected": {}}, "not supported", "kind dream"),
        ({"name": "x"}, "not supported", "not a case of this format"),
        (
            {"kind": "numeric", "method": "guess", "input": {}, "expected": {"a": 1}},
            "not supported",
            "the method guess",
        ),
    ],
)
def test_each_case_says_how_it_went(case, state, reason):
    found = cases.run("one", case)
    assert found.state == state, found
    assert reason in found.reason


def test_no_data_is_a_value_in_published_numbers():
    case = {"kind": "numeric", "method": "nps", "tolerance": 0, "input": {"scores": [[], [10]]}}
    assert cases.run("one", {**case, "expected": {"nps": [None, 100]}}).state == "pass"
    assert cases.run("one", {**case, "expected": {"nps": [0, 100]}}).state == "fail"


def test_formulas_are_read_and_not_run():
    assert computed("-(A+2*B)/4", {"A": 2, "B": 1}) == -1
    assert computed("A/B", {"A": 2, "B": 0}) is None
    for formula in ("A**2", "open('x')", "A+", "C", "'a'"):
        with pytest.raises(UnsupportedError):
            computed(formula, {"A": 1})


def test_the_command_tells_a_line_per_case_and_the_totals(tmp_path, capsys):
    (tmp_path / "a.json").write_text(json.dumps([trend({"series": [1, 2, 0]})]))
    (tmp_path / "b.json").write_text("no json")
    call_command("cases", str(tmp_path))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == 'one: pass · got {"series": [1, 2, 0]} · expected {"series": [1, 2, 0]}'
    assert lines[1].startswith("b.json: not supported (not a case of this format)")
    assert lines[2] == "1 pass, 0 fail, 1 not supported"


def test_the_command_ends_with_one_when_a_case_fails(tmp_path, capsys):
    (tmp_path / "a.json").write_text(json.dumps({"cases": [trend({"series": [7]})]}))
    with pytest.raises(SystemExit) as ended:
        call_command("cases", str(tmp_path), "--json")
    assert ended.value.code == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[0]["state"] == "fail"
    assert lines[1] == {"fail": 1}


@pytest.mark.parametrize("folder", ["nowhere", "."])
def test_the_command_wants_a_folder_of_cases(tmp_path, folder):
    with pytest.raises(CommandError):
        call_command("cases", str(tmp_path / folder))
