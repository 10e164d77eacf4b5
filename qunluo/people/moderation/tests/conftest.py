"""What moderation's tests share."""

from __future__ import annotations

import pytest


@pytest.fixture
def lan(village):
    return village.viewer("lan")
