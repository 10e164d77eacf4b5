from __future__ import annotations

import pytest

from qunluo.talk.forum import actions


@pytest.fixture
def topic_id(village):
    """Mei's topic in the open forum space."""
    return actions.open_topic(
        village.viewer("mei"), village.forum.pk, "First flush", body="Is it here?", tags=["Spring"]
    )
