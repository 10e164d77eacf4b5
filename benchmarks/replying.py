"""16 threads reply as fast as they can, through the action; prints rate and p99."""

from __future__ import annotations

import os
import sys
import threading
import time
from dataclasses import replace

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qunluo.site.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from qunluo.kernel.testing.cast import build_village
from qunluo.talk.forum import actions

CLIENTS = 16


def main(seconds: float) -> None:
    call_command("migrate", verbosity=0)
    village = build_village()
    eyes = [village.viewer(name) for name in ("lan", "an", "wei", "bo", "mei", "jun")]
    topics = [
        actions.open_topic(eyes[n % 6], village.forum.pk, f"Topic {n}", body="Tea")
        for n in range(CLIENTS)
    ]
    took: list[float] = []
    until = time.monotonic() + seconds

    def client(number: int) -> None:
        viewer = replace(eyes[number % 6])
        while time.monotonic() < until:
            began = time.monotonic()
            actions.post_reply(viewer, topics[number], f"Reply of {number}")
            took.append(time.monotonic() - began)
        connection.close()

    threads = [threading.Thread(target=client, args=(n,)) for n in range(CLIENTS)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took.sort()
    rate = len(took) / (time.monotonic() - began)
    print(f"RATE {rate:.1f} P99 {took[int(len(took) * 0.99) - 1] * 1000:.0f}")


if __name__ == "__main__":
    main(float(sys.argv[1]))
