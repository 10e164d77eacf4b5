from __future__ import annotations

from django.apps import AppConfig

from qunluo.kernel import bus
from qunluo.kernel.stream.listening import Committed, wakes


class StreamConfig(AppConfig):
    name = "qunluo.kernel.stream"

    def ready(self) -> None:
        wakes(announce)


def announce(committed: Committed) -> None:
    """Wake the worker; tell whoever keeps pages of these communities or lets people listen."""
    bus.publish("work", {"deliveries": 1})
    if committed.communities:
        bus.publish("changed", {"communities": sorted(committed.communities)})
    if committed.touches_access:
        bus.publish("access", {})
