"""Where activities come from: live by default, an import or the demo when a block says so."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

OriginName = Literal["live", "import", "demo"]


@dataclass(frozen=True)
class Origin:
    """`batch` names the import or seeding so that it can be undone as a whole."""

    name: OriginName = "live"
    batch: str = ""


_origin: ContextVar[Origin] = ContextVar("origin", default=Origin())  # noqa: B039 - frozen


def origin() -> Origin:
    return _origin.get()


@contextmanager
def telling(name: OriginName, *, batch: str) -> Iterator[None]:
    """Everything recorded in the block carries this origin and batch."""
    token = _origin.set(Origin(name, batch))
    try:
        yield
    finally:
        _origin.reset(token)
