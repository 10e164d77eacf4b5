"""What joins the processes: the server, the worker and the shell tell each other at once."""

from __future__ import annotations

from qunluo.kernel.bus.exchange import close, listen, publish, subscribe, tell

__all__ = ["close", "listen", "publish", "subscribe", "tell"]
