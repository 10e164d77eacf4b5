"""What welcoming needs from above: the first steps a community may ask of its newcomers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from django_stubs_ext import StrPromise

    from qunluo.kernel.viewer import Viewer


@dataclass(frozen=True)
class StepKind:
    """`ticks`: names of activities; the step is done once the newcomer has told one of them.

    `address` is where one takes the step; it gets the viewer and the slug and kind of the space for
    introductions, or two empty strings. `is_introduction`: counts only in that space, where the
    community has one. `applies`: whether the community has anything to do there; None: always.
    """

    key: str
    label: StrPromise
    why: StrPromise
    order: int
    ticks: frozenset[str]
    address: Callable[[Viewer, str, str], str]
    is_usual: bool = True
    is_introduction: bool = False
    applies: Callable[[Viewer], bool] | None = None


step_kinds: dict[str, StepKind] = {}


def step_kind(kind: StepKind) -> None:
    """Register at start-up, in the domain's providers.py."""
    step_kinds[kind.key] = kind


def kinds_in_order() -> list[StepKind]:
    return sorted(step_kinds.values(), key=lambda kind: (kind.order, kind.key))


def all_ticks() -> frozenset[str]:
    return frozenset().union(*(kind.ticks for kind in step_kinds.values()))
