"""How often something may be tried. Counts live in the cache and are forgotten with time.

A stranger must not be able to lock a member out: failures from browsers that never signed this
member in share one allowance, a browser that did (it holds a signed mark) has its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.refusal import TooMany
from qunluo.people.members.engine.secrecy import digest

QUARTER, HOUR = 15 * 60, 60 * 60


@dataclass(frozen=True)
class Caller:
    """Where a try comes from: network address, and the mark of a browser that was here before."""

    address: str
    known_as: str = ""


def count_sign_in(email: str, caller: Caller) -> None:
    """Count a try before the password is looked at. Refuses `members.too_many_tries`."""
    _count(f"in-address:{caller.address}", 50, QUARTER)
    if caller.known_as:
        _count(f"in-known:{email}:{caller.known_as}", 10, QUARTER)
        return
    _count(f"in-pair:{email}:{caller.address}", 5, QUARTER)
    _count(f"in-account:{email}", 20, QUARTER)


def forgive_sign_in(email: str, caller: Caller) -> None:
    """A right password clears what this browser and address had used up."""
    _forget(f"in-known:{email}:{caller.known_as}", QUARTER)
    _forget(f"in-pair:{email}:{caller.address}", QUARTER)


def count_code(what: str) -> None:
    """Six digits can be guessed, so there are few tries: 5 in a quarter of an hour."""
    _count(f"code:{what}", 5, QUARTER)


def count_sign_up(caller: Caller) -> None:
    """At most 20 wishes to sign up per address and hour."""
    _count(f"up-address:{caller.address}", 20, HOUR)


def count_mail(email: str, caller: Caller) -> bool:
    """Whether one more mail may go to this address: 5 an hour; the asker is not told."""
    _count(f"mail-from:{caller.address}", 30, HOUR)
    return _used(f"mail-to:{email}", HOUR) <= 5


def _count(key: str, limit: int, seconds: int) -> None:
    if _used(key, seconds) > limit:
        wait = seconds - int(clock.now().timestamp()) % seconds
        raise TooMany(
            "members.too_many_tries",
            _("Too many tries. Please wait %(minutes)d minutes and try again.")
            % {"minutes": -(-wait // 60)},
            retry_after=wait,
        )


def _used(key: str, seconds: int) -> int:
    name = _name(key, seconds)
    cache.add(name, 0, seconds)
    try:
        return int(cache.incr(name))
    except ValueError:  # it ran out between the two calls
        return 1


def _forget(key: str, seconds: int) -> None:
    cache.delete(_name(key, seconds))


def _name(key: str, seconds: int) -> str:
    window = int(clock.now().timestamp()) // seconds
    return f"members-tries:{window}:{digest(key)}"
