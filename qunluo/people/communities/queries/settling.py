"""What the settings pages of operators show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.kernel import preferences
from qunluo.kernel.refusal import one_or_missing
from qunluo.people.communities import rules
from qunluo.people.communities.models import Community, FormerSlug, ProfileField, Space
from qunluo.people.communities.queries.joining import Question, join_questions

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer


@dataclass(frozen=True)
class SettingsSheet:
    name: str
    summary: str
    slug: str
    former_slugs: tuple[str, ...]
    access: str
    joining: str
    language: str
    timezone: str
    week_start: int
    posting_needs_verification: bool
    staff_second_step: bool
    admit_proven: bool
    admit_words: str
    state: str
    state_reason: str
    host: str
    cover_id: int | None
    questions: tuple[Question, ...]
    profile_fields: tuple[str, ...]


@dataclass(frozen=True)
class SpaceRow:
    """A space as those who manage it see it; `archived_at` None: in use."""

    id: int
    slug: str
    name: str
    purpose: str
    kind: str
    access: str
    icon: str
    opened_at: datetime
    archived_at: datetime | None


def settings_for(viewer: Viewer) -> SettingsSheet:
    """Four queries; for those who settle or describe."""
    if not viewer.may(rules.SETTLE):
        viewer.require(rules.DESCRIBE)
    row = one_or_missing(Community.objects.filter(pk=viewer.community_id or 0))
    former = FormerSlug.objects.filter(community=row).order_by("pk")
    fields = ProfileField.objects.filter(community=row, retired_at=None).order_by("position", "pk")
    return SettingsSheet(
        name=row.name,
        summary=row.summary,
        slug=row.slug,
        former_slugs=tuple(former.values_list("slug", flat=True)),
        access=row.access,
        joining=row.joining,
        language=row.language,
        timezone=row.timezone,
        week_start=row.week_start,
        posting_needs_verification=row.posting_needs_verification,
        staff_second_step=preferences.get(viewer, rules.STAFF_SECOND_STEP),
        admit_proven=preferences.get(viewer, rules.ADMIT_PROVEN),
        admit_words=preferences.get(viewer, rules.ADMIT_WORDS),
        state=row.state,
        state_reason=row.state_reason,
        host=row.host or "",
        cover_id=row.cover_id,
        questions=join_questions(row.pk),
        profile_fields=tuple(fields.values_list("label", flat=True)),
    )


def spaces_for(viewer: Viewer) -> list[SpaceRow]:
    """All spaces in order, archived ones last; one query. For those who manage them."""
    viewer.require(rules.MANAGE_SPACES)
    rows = Space.objects.filter(community=viewer.community_id).order_by("position", "pk")
    sheets = [
        SpaceRow(
            row.pk,
            row.slug,
            row.name,
            row.purpose,
            row.kind,
            row.access,
            row.icon,
            row.opened_at,
            row.archived_at,
        )
        for row in rows
    ]
    return sorted(sheets, key=lambda sheet: sheet.archived_at is not None)
