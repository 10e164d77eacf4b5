"""Say what the community is: its description, its positioning, notes on its market."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock, files
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid, missing, one_or_missing
from qunluo.kernel.stream.record import record
from qunluo.kernel.wording import as_it_may_stand
from qunluo.people.communities import rules
from qunluo.people.communities.actions.standing import permitted_here, told_by
from qunluo.people.communities.activities import (
    CommunityDescribed,
    MarketNoteStruck,
    MarketNoteWritten,
    PositioningChanged,
)
from qunluo.people.communities.models import MarketNote, Positioning

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


class Position(TypedDict, total=False):
    """定位; what is left out stays as it is. `intended_scale` is a number of members."""

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


@action
def describe_community(actor: Viewer, *, name: str, summary: str) -> None:
    """Change the name (at most 120 signs) and the summary (300).

    Refuses with `communities.name_missing`, `communities.too_long`, `moderation.words`.
    """
    community = permitted_here(actor, rules.DESCRIBE)
    rules.refuse_empty("name", name)
    rules.refuse_too_long({"name": (name, 120), "summary": (summary, 300)})
    said = as_it_may_stand(actor, {"name": name.strip(), "summary": summary.strip()})
    community.name, community.summary = said["name"], said["summary"]
    community.save(update_fields=["name", "summary"])
    record(CommunityDescribed(object_id=community.pk, **told_by(actor)))


@action
def set_cover(actor: Viewer, file_id: int | None) -> None:
    """Show this picture, one's own upload as a cover, above the community; None: none.

    A cover that the actor uploaded earlier is removed with it. Refuses with `missing`.
    """
    community = permitted_here(actor, rules.DESCRIBE)
    mine = {one.id for one in files.files_of(actor.actor_key or "") if one.purpose == "cover"}
    if file_id is not None and file_id not in mine:
        raise missing()
    before, community.cover_id = community.cover_id, file_id
    community.save(update_fields=["cover"])
    if before in mine and before != file_id:
        files.remove(actor, [before])
    record(CommunityDescribed(object_id=community.pk, **told_by(actor)))


@action
def position_community(actor: Viewer, **position: Unpack[Position]) -> None:
    """Write the positioning; public where the community is.

    Refuses with `communities.choice`, `communities.too_long`.
    """
    community = permitted_here(actor, rules.DESCRIBE)
    rules.refuse_choices(position, {"kind": ("", *rules.KINDS)})
    rules.refuse_too_long({"theme": (position.get("theme", ""), 200)})
    kept, _made = Positioning.objects.get_or_create(community=community)
    changed = [name for name, value in position.items() if getattr(kept, name) != value]
    for name in changed:
        setattr(kept, name, position.get(name))
    kept.changed_at, kept.changed_by_id = clock.now(), actor.member_id
    kept.save()
    record(PositioningChanged(object_id=community.pk, changed=len(changed), **told_by(actor)))


@action
def write_market_note(actor: Viewer, kind: str, title: str, *, text: str, source: str) -> int:
    """A competitor or a note on the market; its source is not optional. Returns its id.

    Refuses with `communities.choice`, `communities.name_missing`, `communities.source_missing`.
    """
    community = permitted_here(actor, rules.DESCRIBE)
    rules.refuse_choices({"kind": kind}, {"kind": rules.MARKET_NOTE_KINDS})
    rules.refuse_empty("title", title)
    if not source.strip():
        message = _("Say where this is from: an address, a report and its page, or who told you.")
        raise Invalid("communities.source_missing", message, fields={"source": message})
    rules.refuse_too_long({"title": (title, 200), "source": (source, 500)})
    note = MarketNote.objects.create(
        community=community,
        kind=kind,
        title=title.strip(),
        text=text.strip(),
        source=source.strip(),
        written_at=clock.now(),
        written_by_id=actor.member_id,
    )
    record(MarketNoteWritten(object_id=note.pk, kind=kind, audience="staff", **told_by(actor)))
    return note.pk


@action
def strike_market_note(actor: Viewer, note_id: int) -> None:
    """Take a note away. Refuses with `missing`."""
    community = permitted_here(actor, rules.DESCRIBE)
    note = one_or_missing(MarketNote.objects.filter(community=community, pk=note_id))
    note.delete()
    record(MarketNoteStruck(object_id=note_id, audience="staff", **told_by(actor)))
