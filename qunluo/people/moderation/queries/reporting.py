"""What one may report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.objects import kinds
from qunluo.kernel.refusal import missing

if TYPE_CHECKING:
    from qunluo.kernel.objects import ObjectCard
    from qunluo.kernel.viewer import Viewer


def reportable(viewer: Viewer, object_type: str, object_id: int) -> ObjectCard:
    """The card of something the viewer may report, or `missing`."""
    kind = kinds.get(object_type)
    card = kind.cards(viewer, [object_id]).get(object_id) if kind and viewer.is_member else None
    if card is None:
        raise missing()
    return card
