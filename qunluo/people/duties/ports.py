"""What duties need from above: what each kind of work is called, and where it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.kernel.objects import kinds as object_kinds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django_stubs_ext import StrPromise

    from qunluo.kernel.objects import ObjectCard
    from qunluo.kernel.viewer import Viewer

    Cards = Callable[[Viewer, Sequence[int]], Mapping[int, ObjectCard]]


@dataclass(frozen=True)
class DutyKind:
    """`name` such as `moderation.case`; `label` says what to do ("Decide on a case").

    Whoever holds `permission` in the duty's community (or space) sees it and may claim it; with an
    empty one it is for the installation's staff. `cards` gives title and address of what it is
    about; without it the object type's `ObjectKind` is asked.
    """

    name: str
    label: StrPromise
    object_type: str
    permission: str
    icon: str = "check"
    cards: Cards | None = None

    def cards_for(self, viewer: Viewer, ids: Sequence[int]) -> Mapping[int, ObjectCard]:
        """Cards of what the viewer may see; duties about the others are not shown."""
        if self.cards is not None:
            return self.cards(viewer, ids)
        owner = object_kinds.get(self.object_type)
        return owner.cards(viewer, ids) if owner else {}


duty_kinds: dict[str, DutyKind] = {}


def duty_kind(kind: DutyKind) -> None:
    """Register at start-up, in the domain's providers.py."""
    duty_kinds[kind.name] = kind
