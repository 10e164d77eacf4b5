"""How often somebody may do something: in this process by default, in Redis by REDIS_URL.

A bucket fills with each act and drains evenly (GCRA), so a limit has no edge at the full minute.
"""

from __future__ import annotations

import logging
import math
import time
from functools import lru_cache
from importlib import import_module
from ipaddress import IPv6Address, ip_address
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.refusal import TooMany
from qunluo.kernel.viewer import Viewer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

log = logging.getLogger(__name__)

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
MOST_KEPT = 100_000

Window = tuple[str, float, int]
"""A bucket's key, its seconds and how many acts it holds."""


class Store(Protocol):
    def take(self, windows: Sequence[Window], now: float) -> float:
        """Seconds to wait; 0 when the act fitted into all windows and was counted in all."""


class Memory:
    """Buckets of this process: for each key the moment at which it will be empty."""

    def __init__(self) -> None:
        self._empty_at: dict[str, float] = {}
        self._lock = Lock()

    def take(self, windows: Sequence[Window], now: float) -> float:
        with self._lock:
            filled = [
                (key, max(self._empty_at.get(key, now), now) + seconds / most, now + seconds)
                for key, seconds, most in windows
            ]
            wait = max(until - brim for _key, until, brim in filled)
            # A hair of tolerance: seconds / most added `most` times is not exactly seconds.
            if wait > 1e-6:
                return wait
            self._empty_at.update({key: until for key, until, _brim in filled})
            if len(self._empty_at) > MOST_KEPT:
                kept = {key: at for key, at in self._empty_at.items() if at > now}
                self._empty_at = kept
            return 0.0

    def forget(self) -> None:
        self._empty_at.clear()


SCRIPT = """
local now, wait, filled = tonumber(ARGV[1]), 0, {}
for i, key in ipairs(KEYS) do
  local seconds, most = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  local at = math.max(tonumber(redis.call('GET', key) or '0'), now)
  filled[i] = at + seconds / most
  wait = math.max(wait, filled[i] - now - seconds)
end
if wait > 0.000001 then return tostring(wait) end
for i, key in ipairs(KEYS) do
  redis.call('SET', key, string.format('%.6f', filled[i]), 'PX',
             math.ceil((filled[i] - now) * 1000) + 1000)
end
return '0'
"""


class Shared:
    """Buckets in Redis, for several server processes; without Redis, this process counts alone."""

    def __init__(self, address: str) -> None:
        redis: Any = import_module("redis")  # most installations have none: not read at start
        self._redis: Any = redis.Redis.from_url(address, socket_timeout=1)
        self._unanswered: type[Exception] = redis.RedisError
        self._script = self._redis.register_script(SCRIPT)
        self._alone = Memory()

    def take(self, windows: Sequence[Window], now: float) -> float:
        keys = [f"qunluo:limit:{key}" for key, _seconds, _most in windows]
        numbers = [part for _key, seconds, most in windows for part in (seconds, most)]
        try:
            return float(self._script(keys=keys, args=[f"{now:.6f}", *numbers]))
        except self._unanswered:
            log.warning("Redis does not answer; limits are counted in this process alone")
            return self._alone.take(windows, now)


def limit(
    who: Viewer | str,
    what: str,
    *,
    per_minute: int | None = None,
    per_hour: int | None = None,
    per_day: int | None = None,
) -> None:
    """Count one act of `what` by a viewer or an address, or refuse with `limits.too_many`.

    A refused act counts in no window. For visitors pass `caller(request)`.
    """
    seconds = wait_for(who, what, per_minute=per_minute, per_hour=per_hour, per_day=per_day)
    if seconds:
        told = _("That was too often in a short time. Try again in %(seconds)d seconds.")
        raise TooMany("limits.too_many", told % {"seconds": seconds}, retry_after=seconds)


def wait_for(
    who: Viewer | str,
    what: str,
    *,
    per_minute: int | None = None,
    per_hour: int | None = None,
    per_day: int | None = None,
) -> int:
    """Count one act; whole seconds to wait when it was too often, else 0."""
    key = f"{_key(who)}:{what}"
    asked = ((MINUTE, per_minute), (HOUR, per_hour), (DAY, per_day))
    windows = [(f"{key}:{span:.0f}", span, most) for span, most in asked if most is not None]
    return math.ceil(_store().take(windows, time.time())) if windows else 0


def caller(request: HttpRequest) -> Viewer | str:
    """Whom to count: the signed-in viewer, else the network address (IPv6: its /64)."""
    viewer = getattr(request, "viewer", None)
    if isinstance(viewer, Viewer) and not viewer.is_visitor:
        return viewer
    return network_of(address_of(request))


def address_of(request: HttpRequest) -> str:
    """The caller's IP address; from a proxy's header only as many proxies deep as are trusted."""
    hops = settings.TRUSTED_PROXIES
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    direct: str = request.META.get("REMOTE_ADDR", "")
    return forwarded[-hops] if 0 < hops <= len(forwarded) and forwarded[-hops] else direct


def network_of(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return "nowhere"
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return parsed.exploded[:19]
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)


def forget() -> None:
    """Empty this process's buckets: for tests."""
    _store.cache_clear()


def _key(who: Viewer | str) -> str:
    if isinstance(who, str):
        return f"at:{who}"
    return f"member:{who.require_member_id()}"


@lru_cache(maxsize=1)
def _store() -> Store:
    return Shared(settings.REDIS_URL) if settings.REDIS_URL else Memory()
