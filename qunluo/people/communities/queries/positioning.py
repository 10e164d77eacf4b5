"""定位 as it is read: the page, the form, and the notes on the market."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.people.communities import rules
from qunluo.people.communities.models import MarketNote, Positioning
from qunluo.people.communities.queries.cards import persons

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person


@dataclass(frozen=True)
class PositioningSheet:
    """Texts are plain; `intended_scale` is a number of members; `is_empty`: nobody wrote any."""

    kind: str
    theme: str
    vision: str
    mission: str
    values: str
    target_group: str
    needs: str
    pain_points: str
    content_direction: str
    business_model: str
    intended_scale: int | None
    changed_at: datetime | None
    changed_by: Person | None
    is_empty: bool


@dataclass(frozen=True)
class MarketNoteSheet:
    """`kind`: competitor, market."""

    id: int
    kind: str
    title: str
    text: str
    source: str
    written_at: datetime
    written_by: Person | None


TEXTS = (
    "kind",
    "theme",
    "vision",
    "mission",
    "values",
    "target_group",
    "needs",
    "pain_points",
    "content_direction",
    "business_model",
)


def positioning_of(viewer: Viewer, *, names_who: bool = True) -> PositioningSheet:
    """The positioning of the community stood in; readable where the community is; two queries, one
    without the name of who changed it last."""
    row = Positioning.objects.filter(community=viewer.community_id).first() or Positioning()
    people = persons(viewer.community_id or 0, [row.changed_by_id] if names_who else [])
    texts = {name: str(getattr(row, name)) for name in TEXTS}
    return PositioningSheet(
        **texts,
        intended_scale=row.intended_scale,
        changed_at=row.changed_at,
        changed_by=people.get(row.changed_by_id) if row.changed_by_id else None,
        is_empty=not any(texts.values()) and row.intended_scale is None,
    )


def market_notes(viewer: Viewer) -> list[MarketNoteSheet]:
    """Competitors and notes on the market, newest first; for operators who describe."""
    viewer.require(rules.DESCRIBE)
    rows = list(
        MarketNote.objects.filter(community=viewer.community_id).order_by("-written_at", "-pk")
    )
    people = persons(viewer.community_id or 0, [row.written_by_id for row in rows])
    return [
        MarketNoteSheet(
            id=row.pk,
            kind=row.kind,
            title=row.title,
            text=row.text,
            source=row.source,
            written_at=row.written_at,
            written_by=people.get(row.written_by_id) if row.written_by_id else None,
        )
        for row in rows
    ]
