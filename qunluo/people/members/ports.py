"""What members need from above: who keeps something about a person, and what they alone own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer


class KeepsAbout(Protocol):
    """A domain's rows about a member that are no `ObjectKind`: a membership, answers, settings."""

    label: str

    def export(self, member_id: int) -> Iterable[Mapping[str, object]]:
        """What is kept, as plain values, for the member's own copy."""

    def erase(self, member_id: int) -> None:
        """Forget what names the member, in the caller's transaction; counts do not move."""


class Owning(Protocol):
    """A domain in which people own what must never be left without an owner."""

    def left_alone_by(self, member_id: int) -> Iterable[str]:
        """The names of what nobody would own any more if this member were erased."""


keepers: dict[str, KeepsAbout] = {}


def keeps_about(keeper: KeepsAbout) -> None:
    """Register at start-up, in the domain's providers.py."""
    keepers[keeper.label] = keeper


owners: list[Owning] = []


def owned_by(owning: Owning) -> None:
    """Register at start-up, in the domain's providers.py."""
    owners.append(owning)


class WorkTable(Protocol):
    """Who keeps the table of work that waits for people (people/duties)."""

    def open(
        self, actor: Viewer, kind: str, object_id: int, *, due_at: datetime | None = None
    ) -> None:
        """Put work on the table, once while it waits."""

    def finish(self, actor: Viewer, kind: str, object_id: int, *, outcome: str) -> None:
        """Take it off again; quiet when none waits."""


class NoTable:
    """The answer while no domain keeps the table."""

    def open(
        self, actor: Viewer, kind: str, object_id: int, *, due_at: datetime | None = None
    ) -> None:
        return

    def finish(self, actor: Viewer, kind: str, object_id: int, *, outcome: str) -> None:
        return


_tables: list[WorkTable] = [NoTable()]


def keep_work(table: WorkTable) -> None:
    """Register at start-up, in the domain's providers.py."""
    _tables[:] = [table]


def work() -> WorkTable:
    """The table of work, for members and communities, who stand below the domain that keeps it."""
    return _tables[0]
