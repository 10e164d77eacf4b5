"""Journeys walk through the same town as the browser tests, with a worker that does its part."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import ROOT, chromium, town  # noqa: F401 - fixtures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.checking import Town


@pytest.fixture
def worker(town: Town) -> Iterator[Town]:  # noqa: F811 - the fixture
    """The town with its worker running; letters end up in `worker.log`."""
    environment = {
        **os.environ,
        "QUNLUO_HOME": str(town.home),
        "QUNLUO_PUBLIC_ADDRESS": town.address,
        "DATABASE_URL": "",
    }
    with (town.home / "worker.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "qunluo.site.cli", "worker"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
        try:
            yield town
        finally:
            process.terminate()
            process.wait(30)
