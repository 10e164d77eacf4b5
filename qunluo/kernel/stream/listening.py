"""Who listens to what. Listeners run after commit, at least once, so they must be repeatable."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qunluo.kernel.stream.models import StreamLine

OneLine = Callable[["StreamLine"], None]
ManyLines = Callable[[Sequence["StreamLine"]], None]


@dataclass(frozen=True)
class Listener:
    """`names` of activities ("*": all, "forum.*": a domain's); `origins` it opted in to."""

    key: str
    names: tuple[str, ...]
    origins: frozenset[str]
    hear: ManyLines

    def wants(self, name: str, origin: str) -> bool:
        domain = name.split(".", maxsplit=1)[0]
        named = any(entry in (name, "*", f"{domain}.*") for entry in self.names)
        return named and origin in self.origins


listeners: dict[str, Listener] = {}
_wakers: list[Callable[[Committed], None]] = []


def listens_to(
    *names: str, imports: bool = False, demo: bool = True
) -> Callable[[OneLine], OneLine]:
    """Register a listener called once per line. Imported lines only reach those that ask."""

    def register(listener: OneLine) -> OneLine:
        def hear(lines: Sequence[StreamLine]) -> None:
            for line in lines:
                listener(line)

        _register(listener.__module__, listener.__name__, names, hear, imports, demo)
        return listener

    return register


def listens_to_many(
    *names: str, imports: bool = False, demo: bool = True
) -> Callable[[ManyLines], ManyLines]:
    """Register a listener called once per delivery with all its lines."""

    def register(listener: ManyLines) -> ManyLines:
        _register(listener.__module__, listener.__name__, names, listener, imports, demo)
        return listener

    return register


def _register(
    module: str, name: str, names: tuple[str, ...], hear: ManyLines, imports: bool, demo: bool
) -> None:
    origins = {"live"} | ({"import"} if imports else set()) | ({"demo"} if demo else set())
    key = f"{module}.{name}"
    listeners[key] = Listener(key, names, frozenset(origins), hear)


def wanting(name: str, origin: str) -> Iterator[Listener]:
    """The listeners to whom such a line is owed."""
    return (listener for listener in listeners.values() if listener.wants(name, origin))


@dataclass(frozen=True)
class Committed:
    """What a committed transaction told: communities whose pages look different now, and whether
    somebody's access may have changed."""

    communities: frozenset[int]
    touches_access: bool


def wakes(waker: Callable[[Committed], None]) -> None:
    """Register what to do when lines have been committed (see `kernel.stream.apps`)."""
    if waker not in _wakers:
        _wakers.append(waker)


def wake(committed: Committed) -> None:
    for waker in _wakers:
        waker(committed)
