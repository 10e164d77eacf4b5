"""House measure: no file over 400 lines, no function over 50; forbidden names stay out."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = [
    path
    for path in sorted((ROOT / "qunluo").rglob("*.py"))
    if "migrations" not in path.parts and "node_modules" not in path.parts
]
FORBIDDEN = {
    "utils", "helpers", "common", "base", "misc", "manager", "handler", "service", "data", "info",
    "process",
}  # fmt: skip


def _name(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_the_file_and_its_functions_stay_small(path):
    text = path.read_text()
    assert len(text.splitlines()) <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno < 50, node.name


def test_views_stay_thin():
    fat = []
    for path in SOURCES:
        if path.name != "views.py" and "views" not in path.parts:
            continue
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 25:
                fat.append(f"{_name(path)}:{node.name}")
    assert fat == []


def test_no_file_has_a_name_that_says_nothing():
    said = [path.relative_to(ROOT).with_suffix("").parts for path in SOURCES]
    assert [parts for parts in said if set(parts) & FORBIDDEN] == []


def test_every_package_says_what_it_is_for():
    silent = [
        _name(path)
        for path in SOURCES
        if path.name == "__init__.py"
        and len(path.relative_to(ROOT).parts) <= 4
        and not {"tests", "migrations", "management"} & set(path.parts)
        and ast.get_docstring(ast.parse(path.read_text())) is None
    ]
    assert silent == []


def test_nothing_but_the_clock_tells_the_time():
    told = []
    for path in SOURCES:
        if "tests" in path.parts or path.name == "clock.py":
            continue
        text = path.read_text()
        if "timezone.now(" in text or "auto_now" in text:
            told.append(_name(path))
    assert told == []


def test_no_signals_and_no_save_overrides():
    found = []
    for path in SOURCES:
        text = path.read_text()
        if "tests" in path.parts:
            continue
        if "django.db.models.signals" in text or "def save(self" in text or "ModelForm" in text:
            found.append(_name(path))
    assert found == []
