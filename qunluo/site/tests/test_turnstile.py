from __future__ import annotations

import threading
import time
from contextlib import suppress

from qunluo.site.turnstile import Turnstile


class Pages:
    """Makes pages that take as long as they are told, and keeps count of how many at once."""

    def __init__(self) -> None:
        self.inside = self.most = 0
        self.done: list[str] = []
        self._lock = threading.Lock()

    def __call__(self, environ, _start_response):
        with self._lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        time.sleep(environ["seconds"])
        with self._lock:
            self.inside -= 1
            self.done.append(environ["name"])
        if environ.get("fails"):
            raise ValueError(environ["name"])
        return [b"page"]


def opened(gate, *asked):
    """Each in a thread of its own, begun in this order."""

    def open_one(environ):
        with suppress(ValueError):
            gate(environ, None)

    threads = [threading.Thread(target=open_one, args=(environ,)) for environ in asked]
    for thread in threads:
        thread.start()
        time.sleep(0.02)
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive()


def test_quick_pages_are_made_one_after_another():
    pages = Pages()
    opened(Turnstile(pages, alone=5), *({"name": str(n), "seconds": 0.03} for n in range(8)))
    assert pages.most == 1
    assert len(pages.done) == 8


def test_a_slow_page_is_overtaken():
    pages = Pages()
    slow, quick = {"name": "slow", "seconds": 1}, {"name": "quick", "seconds": 0}
    opened(Turnstile(pages, alone=0.05), slow, quick)
    assert pages.done == ["quick", "slow"]


def test_a_page_that_breaks_lets_the_next_one_in():
    pages = Pages()
    broken = {"name": "broken", "seconds": 0, "fails": True}
    opened(Turnstile(pages, alone=10), broken, {"name": "next", "seconds": 0})
    assert pages.done == ["broken", "next"]
