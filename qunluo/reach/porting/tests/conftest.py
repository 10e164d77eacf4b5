from pathlib import Path

import pytest

from qunluo.kernel.testing.installation import short_path, two_installations
from qunluo.reach.porting.tests import dumps

__all__ = ["short_path", "two_installations"]

ARCHIVE = Path(__file__).resolve().parents[5] / "shared/data/beer.stackexchange.com.tar.xz"


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path / "home"


@pytest.fixture
def lan(village):
    return village.viewer("lan")


@pytest.fixture
def pub(tmp_path):
    return dumps.write(dumps.pub(), tmp_path / "beer.stackexchange.com")


@pytest.fixture
def archive():
    if not ARCHIVE.exists():
        pytest.skip("the archive of a real community is not beside the checkout (../shared/data)")
    return ARCHIVE
