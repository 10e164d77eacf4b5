from __future__ import annotations

import pytest

from qunluo.kernel import objects
from qunluo.kernel.search.tests.notes import Notes


@pytest.fixture
def notes(monkeypatch):
    kept = Notes()
    monkeypatch.setattr(objects, "kinds", objects.kinds)
    monkeypatch.setitem(objects.kinds, "test.note", kept)
    return kept
