from __future__ import annotations

import pytest
import redis
import time_machine
from django.test import RequestFactory

from qunluo.kernel.refusal import SignInRequired, TooMany
from qunluo.kernel.viewer import Viewer
from qunluo.kernel.web import limits
from qunluo.kernel.web.limits import Memory, Shared, address_of, caller, limit, network_of

MEI, JUN = Viewer(1, "a" * 32), Viewer(2, "b" * 32)


def test_a_limit_takes_so_many_and_drains_evenly():
    with time_machine.travel(1_000_000, tick=False) as clock:
        for _ in range(6):
            limit(MEI, "test.write", per_minute=6)
        with pytest.raises(TooMany) as refused:
            limit(MEI, "test.write", per_minute=6)
        assert (refused.value.code, refused.value.retry_after) == ("limits.too_many", 10)
        limit(JUN, "test.write", per_minute=6)
        limit(MEI, "test.read", per_minute=6)
        clock.shift(10)
        limit(MEI, "test.write", per_minute=6)
        with pytest.raises(TooMany):
            limit(MEI, "test.write", per_minute=6)


def test_a_refused_act_counts_in_no_window():
    with time_machine.travel(1_000_000, tick=False) as clock:
        for _ in range(2):
            limit("10.0.0.1", "test", per_minute=2, per_hour=3)
        with pytest.raises(TooMany):
            limit("10.0.0.1", "test", per_minute=2, per_hour=3)
        clock.shift(60)
        limit("10.0.0.1", "test", per_minute=2, per_hour=3)
        with pytest.raises(TooMany) as refused:
            limit("10.0.0.1", "test", per_minute=2, per_hour=3)
        assert refused.value.retry_after > 60


def test_without_a_number_there_is_no_limit():
    for _ in range(100):
        limit(MEI, "test.free")


def test_visitors_are_counted_by_their_network():
    with pytest.raises(SignInRequired):
        limit(Viewer(), "test", per_minute=1)
    request = RequestFactory().get("/", REMOTE_ADDR="10.1.2.3")
    assert caller(request) == "10.1.2.3"
    request.viewer = MEI
    assert caller(request) is MEI
    assert network_of("2001:db8:1:2:3:4:5:6") == network_of("2001:db8:1:2::1")
    assert network_of("::ffff:10.0.0.1") == "10.0.0.1"
    assert network_of("nonsense") == "nowhere"


def test_a_proxys_header_is_believed_only_as_far_as_it_is_trusted(settings):
    forged = {"REMOTE_ADDR": "10.9.9.9", "HTTP_X_FORWARDED_FOR": "1.1.1.1, 2.2.2.2"}
    request = RequestFactory().get("/", **forged)
    found = []
    for settings.TRUSTED_PROXIES in (0, 1, 2, 3):
        found.append(address_of(request))
    assert found == ["10.9.9.9", "2.2.2.2", "1.1.1.1", "10.9.9.9"]
    settings.TRUSTED_PROXIES = 1
    assert address_of(RequestFactory().get("/", REMOTE_ADDR="10.9.9.9")) == "10.9.9.9"


def test_memory_forgets_what_has_drained(monkeypatch):
    monkeypatch.setattr(limits, "MOST_KEPT", 10)
    memory = Memory()
    for n in range(11):
        memory.take([(str(n), 60, 1)], now=n * 100)
    assert len(memory._empty_at) == 1


def test_without_redis_a_process_counts_alone(caplog):
    shared = Shared("redis://127.0.0.1:1/0")
    assert shared.take([("a", 60, 1)], 1000.0) == 0
    assert shared.take([("a", 60, 1)], 1000.0) == 60
    assert "Redis does not answer" in caplog.text


def test_two_processes_share_one_limit_through_redis(redis_address, settings):
    settings.REDIS_URL = redis_address
    limits.forget()
    for _ in range(3):
        limit(MEI, "test.write", per_minute=3)
    limits.forget()
    with pytest.raises(TooMany) as refused:
        limit(MEI, "test.write", per_minute=3)
    assert 15 <= refused.value.retry_after <= 20
    assert redis.Redis.from_url(redis_address).ttl("qunluo:limit:member:1:test.write:60") <= 61


@pytest.fixture
def redis_address(tmp_path):
    """A Redis of the test's own, on a free port of loopback."""
    import shutil
    import socket
    import subprocess
    import time

    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    server = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
    address = f"redis://127.0.0.1:{port}/0"
    try:
        for _ in range(100):
            try:
                redis.Redis.from_url(address).ping()
                break
            except redis.ConnectionError:
                time.sleep(0.05)
        yield address
    finally:
        server.terminate()
        server.wait(10)
