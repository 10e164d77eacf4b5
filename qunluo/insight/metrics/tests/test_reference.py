"""The reference of metrics says what the registry says."""

from pathlib import Path

import pytest

from qunluo.insight.metrics.management.commands.metrics_reference import PAGES, page

FOLDER = Path(__file__).resolve().parents[4] / "docs" / "reference"


@pytest.mark.parametrize("language", PAGES)
def test_the_reference_of_metrics_is_up_to_date(language):
    assert (FOLDER / PAGES[language]).read_text(encoding="utf-8") == page(language), (
        "run: manage.py metrics_reference"
    )
