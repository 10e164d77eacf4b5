from unittest import mock

import pytest

from qunluo.kernel.stream.listening import listeners


@pytest.fixture(autouse=True)
def _only_the_test_listens():
    """Whatever domains listen to, these tests count their own deliveries."""
    with mock.patch.dict(listeners, clear=True):
        yield
