"""What notices need from above: the kinds of notices there are, and the channels that carry them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from qunluo.kernel.objects import kinds as object_kinds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from django_stubs_ext import StrPromise

    from qunluo.kernel.objects import ObjectCard
    from qunluo.kernel.viewer import Viewer

    Cards = Callable[[Viewer, Sequence[int]], Mapping[int, ObjectCard]]

How = Literal["now", "digest", "off"]


@dataclass(frozen=True)
class NoticeKind:
    """`name` such as `forum.reply`. `label` names it on the settings page ("Replies to my topics").

    `says` is a sentence with `%(who)s` and `%(title)s`, or with `%(title)s` alone. `inbox`, `email`
    and `push` are what counts until the member chooses. `is_once`: one notice per object, however
    often it is told. `is_firm`: cannot be switched off in the inbox (decisions about oneself).
    `cards`: title and address when the object has no `ObjectKind`, or is for someone outside.
    """

    name: str
    label: StrPromise
    says: StrPromise
    icon: str
    order: int = 50
    inbox: How = "now"
    email: How = "digest"
    push: How = "off"
    is_once: bool = False
    is_firm: bool = False
    cards: Cards | None = None

    def cards_for(
        self, viewer: Viewer, object_type: str, ids: Sequence[int]
    ) -> Mapping[int, ObjectCard]:
        """Cards of the objects the viewer may see; notices about the others are not shown.

        What is held or removed tells nobody, not even those who could look at it.
        """
        if self.cards is not None:
            return self.cards(viewer, ids)
        owner = object_kinds.get(object_type)
        cards = owner.cards(viewer, ids) if owner else {}
        return {pk: card for pk, card in cards.items() if not card.is_hidden}


notice_kinds: dict[str, NoticeKind] = {}


def notice_kind(kind: NoticeKind) -> None:
    """Register at start-up, in the domain's providers.py."""
    notice_kinds[kind.name] = kind


def kinds_in_order() -> list[NoticeKind]:
    return sorted(notice_kinds.values(), key=lambda kind: (kind.order, kind.name))


@dataclass(frozen=True)
class Parcel:
    """What a channel carries to one member: lines of text with addresses, in their language.

    `due` are the notices it speaks of. `mark` replaces an earlier one about the same thing.
    """

    lines: tuple[tuple[str, str], ...]
    kind: str
    community_name: str
    mark: str


class Channel(Protocol):
    """A way to a member outside the inbox; registered in providers.py."""

    key: str

    def carry(self, member_id: int, parcel: Parcel) -> None:
        """Hand over, in the caller's transaction (by writing a letter or putting a job in line)."""

    def due_again_at(self, member_id: int) -> datetime | None:
        """When it may be used again, if the member wants quiet now; None: at once."""


channels: dict[str, Channel] = {}


def channel(carrier: Channel) -> None:
    """Register at start-up."""
    channels[carrier.key] = carrier
