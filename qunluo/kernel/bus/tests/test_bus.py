"""Between processes: what is said is heard, whoever starts first and whoever dies."""

import socket
import subprocess
import sys
import time

import pytest

from qunluo.kernel.bus import local
from qunluo.kernel.bus.exchange import Exchange
from qunluo.kernel.bus.shared import RedisLine


def until(true, seconds=5.0):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


@pytest.fixture
def home(tmp_path, settings):
    settings.HOME = tmp_path
    settings.REDIS_URL = ""
    return tmp_path


@pytest.fixture
def pair(home):
    ends = [Exchange(), Exchange()]
    yield ends
    for end in ends:
        end.close()


def test_one_s_own_handlers_hear_before_publish_returns(pair):
    heard = []
    pair[0].subscribe("c", heard.append)
    pair[0].publish("c", {"n": 1})
    pair[0].publish("other", {"n": 2})
    assert heard == [{"n": 1}]


def test_another_process_hears_and_nobody_hears_twice(pair):
    here, there = [], []
    for end, heard in zip(pair, (here, there), strict=True):
        end.subscribe("c", heard.append)
        end.listen()
    pair[0].publish("c", {"text": "茶"})
    until(lambda: there)
    time.sleep(0.05)
    assert here == there == [{"text": "茶"}]


def test_a_listener_that_comes_back_hears_again(pair, home):
    heard = []
    pair[1].subscribe("c", heard.append)
    pair[1].listen()
    pair[1].close()
    pair[0].publish("c", {"n": 1})
    pair[1].listen()
    pair[0].publish("c", {"n": 2})
    until(lambda: heard)
    assert heard == [{"n": 2}]


def test_the_post_box_of_a_dead_process_is_cleared_away(pair, home):
    (home / "bus").mkdir()
    dead = home / "bus" / "dead.sock"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as left:
        left.bind(str(dead))
    pair[0].publish("c", {})
    assert not dead.exists()


def test_a_full_post_box_does_not_hold_anybody_for_long(pair, home, monkeypatch):
    monkeypatch.setattr(local, "WAIT_SECONDS", 0.05)
    (home / "bus").mkdir()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as silent:
        silent.bind(str(home / "bus" / "silent.sock"))
        began = time.monotonic()
        for _ in range(20):
            pair[0].publish("c", {"x": "y" * 50_000})
        assert time.monotonic() - began < 2


def test_a_deep_home_folder_gets_a_short_address(settings, tmp_path):
    settings.HOME = tmp_path / ("deep" * 30)
    assert len(str(local.folder())) <= local.LONGEST_ADDRESS


def test_where_no_socket_can_be_made_publishing_still_works(settings, tmp_path):
    (tmp_path / "bus").write_text("a file, not a folder")
    settings.HOME = tmp_path
    alone = Exchange()
    heard = []
    alone.subscribe("c", heard.append)
    alone.listen()
    alone.publish("c", {"n": 1})
    alone.publish("c", {"n": "x" * 200_000})
    assert len(heard) == 2


def test_a_broken_handler_does_not_stop_the_others(pair):
    heard = []
    pair[0].subscribe("c", lambda told: 1 / 0)
    leave = pair[0].subscribe("c", heard.append)
    pair[0].publish("c", {"n": 1})
    leave()
    pair[0].publish("c", {"n": 2})
    assert heard == [{"n": 1}]


def test_noise_is_ignored(pair):
    heard = []
    pair[0].subscribe("c", heard.append)
    for noise in (b"", b"not json", b"[]", b'{"from": "x"}'):
        pair[0]._receive(noise)
    assert heard == []


@pytest.fixture
def redis_server(tmp_path):
    import shutil

    if not shutil.which("redis-server"):
        pytest.skip("no redis-server here")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["redis-server", "--port", str(port), "--save", "", "--dir", str(tmp_path)]

    def start():
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
        until(lambda: socket.socket().connect_ex(("127.0.0.1", port)) == 0)
        return process

    running = [start()]
    yield f"redis://127.0.0.1:{port}/0", running, start
    running[-1].kill()
    running[-1].wait()


def test_redis_joins_processes_and_survives_its_own_restart(redis_server):
    address, running, start = redis_server
    heard, gaps = [], []
    ear, mouth = RedisLine(address), RedisLine(address)
    ear.open(heard.append, lambda: gaps.append(1))
    until(lambda: gaps)
    mouth.send(b"one")
    until(lambda: heard == [b"one"])
    running[0].kill()
    running[0].wait()
    with pytest.raises(OSError, match="onnect"):
        mouth.send(b"lost")
    running.append(start())
    until(lambda: len(gaps) == 2, 15)
    mouth.send(b"two")
    until(lambda: heard == [b"one", b"two"])
    ear.close()
    mouth.close()


SPEAKER = """
import sys
from django.conf import settings
settings.configure(HOME=sys.argv[1], REDIS_URL=sys.argv[2])
from qunluo.kernel.bus.exchange import Exchange
speaker = Exchange()
speaker.publish("c", {"text": "茶", "n": int(sys.argv[3])})
speaker.close()
"""


def test_two_processes_on_two_machines_hear_each_other_by_redis(redis_server, settings, tmp_path):
    """Homes of their own, as on two machines: nothing but Redis joins them."""
    address, _running, _start = redis_server
    settings.HOME, settings.REDIS_URL = tmp_path / "here", address
    heard, gaps = [], []
    ear = Exchange()
    ear.subscribe("c", heard.append, lambda: gaps.append(1))
    ear.listen()
    until(lambda: gaps)
    for n in (1, 2):
        words = [sys.executable, "-c", SPEAKER, str(tmp_path / "there"), address, str(n)]
        subprocess.run(words, check=True, timeout=60)
    until(lambda: len(heard) == 2)
    assert heard == [{"text": "茶", "n": 1}, {"text": "茶", "n": 2}]
    ear.publish("c", {"text": "own", "n": 3})
    time.sleep(0.2)
    assert len(heard) == 3
    ear.close()
