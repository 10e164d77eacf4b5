"""The reference pages say what the code says."""

from pathlib import Path

import pytest

from qunluo.site.reference import PAGES

FOLDER = Path(__file__).resolve().parent.parent.parent / "docs" / "reference"


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_reference_is_not_stale(name):
    kept = FOLDER / name
    assert kept.exists(), "run: manage.py write_reference"
    assert kept.read_text() == PAGES[name](), "stale; run: manage.py write_reference"
