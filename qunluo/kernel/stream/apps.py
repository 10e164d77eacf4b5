from __future__ import annotations

from django.apps import AppConfig

from qunluo.kernel import bus
from qunluo.kernel.stream.listening import wakes


class StreamConfig(AppConfig):
    name = "qunluo.kernel.stream"

    def ready(self) -> None:
        wakes(announce)


def announce(changed: frozenset[int]) -> None:
    """Wake the worker, and tell whoever keeps copies of these communities' pages."""
    bus.publish("work", {"deliveries": 1})
    if changed:
        bus.publish("changed", {"communities": sorted(changed)})
