"""Segments as they are shown: previews, the list, one of them, who is in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from qunluo.insight.metrics.queries import calendar_of, watermark
from qunluo.insight.metrics.queries.segmenting import FEWEST, is_too_small
from qunluo.insight.segments.engine.holding import holding, removals
from qunluo.insight.segments.engine.rule import segments_in
from qunluo.insight.segments.models import Day, Segment, Version
from qunluo.insight.segments.ports import Use, uses_of
from qunluo.insight.segments.queries.knowing import Standing, known_of
from qunluo.insight.segments.queries.wording import names_of, read_rule, words_of
from qunluo.insight.segments.rules import KEEP, SEE
from qunluo.kernel import clock
from qunluo.kernel.refusal import Missing, Refusal, one_or_missing
from qunluo.kernel.ui import display
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from qunluo.insight.metrics.queries.segmenting import Outsiders
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person

SAMPLE = 20
SHOWN_DAYS = 60


@dataclass(frozen=True)
class Count:
    """How many people; `number` None: one to four, and not for this viewer."""

    number: int | None

    @property
    def text(self) -> str:
        if self.number is None:
            return _("fewer than %(count)s") % {"count": FEWEST}
        return display.number(self.number)


@dataclass(frozen=True)
class PartLine:
    """One part in words, for how many it holds, and how many it alone keeps out (or lets in)."""

    words: str
    holds_for: Count
    removes: Count
    lets_in: Count


@dataclass(frozen=True)
class Preview:
    """`sample`: the first twenty by name. `change`: since yesterday's snapshot; None: there is none.

    `has_trade`: whether any purchase or trade is on record at all.
    """

    words: str
    count: Count
    everybody: Count
    parts: tuple[PartLine, ...]
    sample: tuple[Person, ...]
    outsiders: Outsiders
    change: int | None = None
    has_trade: bool = True
    watermark: int = 0
    covers_until: datetime | None = None


@dataclass(frozen=True)
class SegmentRow:
    id: int
    name: str
    version: int
    words: str
    count: Count | None
    counted_on: date | None
    uses: int


@dataclass(frozen=True)
class SegmentSheet:
    """`days`: how many were in it on each of the last days; small counts are left out (None)."""

    id: int
    name: str
    version: int
    rule: dict[str, Any]
    preview: Preview
    days: tuple[tuple[date, int | None], ...]
    versions: tuple[tuple[int, datetime, str], ...]
    uses: tuple[Use, ...]


def count_for(viewer: Viewer, people: int) -> Count:
    return Count(None if is_too_small(viewer, people) else people)


def preview(viewer: Viewer, told: Any, *, segment_id: int | None = None) -> Preview:
    """What a rule comes to now. Refuses with `not_permitted`, `segments.bad_rule`."""
    viewer.require(SEE)
    rule, known = read_rule(told), known_of(viewer)
    names = names_of(viewer.community_id or 0)
    found = holding(rule, known)
    count = count_for(viewer, len(found))
    people = _people(viewer, (known.keys[one] for one in found)) if count.number else []
    parts = tuple(
        PartLine(
            words_of(one.rule, names),
            count_for(viewer, one.holds_for),
            count_for(viewer, max(0, one.removes)),
            count_for(viewer, max(0, -one.removes)),
        )
        for one in removals(rule, known)
    )
    return Preview(
        words_of(rule, names),
        count,
        count_for(viewer, len(known.everybody)),
        parts,
        tuple(sorted(people, key=lambda person: person.name)[:SAMPLE]),
        known.told.outsiders,
        _since_yesterday(viewer, segment_id, len(found), known.today),
        known.told.has_trade(),
        known.told.watermark,
        known.told.covers_until,
    )


def try_out(viewer: Viewer, told: Any) -> Preview:
    """`preview` for those who make segments: asking at will could tell small groups from others."""
    viewer.require(KEEP)
    return preview(viewer, told)


def _since_yesterday(viewer: Viewer, segment_id: int | None, count: int, today: int) -> int | None:
    if segment_id is None:
        return None
    days = (
        Day.objects.filter(segment_id=segment_id).order_by("-day").values_list("day", "actor_keys")
    )
    before = next((len(keys) for day, keys in days[:3] if day.toordinal() < today), None)
    if before is None or any(is_too_small(viewer, n) for n in (count, before, abs(count - before))):
        return None
    return count - before


def keys_in(community_id: int, told: Any) -> list[str]:
    """The stream's keys of those for whom a rule holds now, in their order."""
    known = Standing(community_id)
    return sorted(known.keys[one] for one in holding(read_rule(told), known))


def _people(viewer: Viewer, keys: Iterable[str]) -> list[Person]:
    ids = members.member_ids_of(set(keys))
    return list(communities.persons(viewer.community_id or 0, ids.values()).values())


def own(viewer: Viewer, segment_id: int) -> Segment:
    viewer.require(SEE)
    return one_or_missing(
        Segment.objects.filter(
            pk=segment_id, community_id=viewer.community_id or 0, retired_at=None
        )
    )


def members_in(viewer: Viewer, segment_id: int) -> list[int]:
    """Ids of the members for whom the rule holds now; refuses with `segments.too_small`."""
    segment = own(viewer, segment_id)
    return _ids(viewer, keys_in(segment.community_id, rule_of(segment)))


def members_on(viewer: Viewer, segment_id: int, day: date) -> list[int] | None:
    """Ids of the members who were in it on a day; None: it was not counted that day."""
    segment = own(viewer, segment_id)
    found = Day.objects.filter(segment=segment, day=day).first()
    return None if found is None else _ids(viewer, found.actor_keys)


def _ids(viewer: Viewer, keys: list[str]) -> list[int]:
    if is_too_small(viewer, len(keys)):
        raise Refusal(
            "segments.too_small",
            _("Fewer than five people are in it: who they are is shown to administrators only."),
        )
    return sorted(members.member_ids_of(set(keys)).values())


def people_in(viewer: Viewer, segment_id: int, *, on: date | None = None) -> list[Person]:
    """The same with names, by name; of a day that was not counted: `segments.not_counted`."""
    ids = members_in(viewer, segment_id) if on is None else members_on(viewer, segment_id, on)
    if ids is None:
        raise Missing("segments.not_counted", _("Nobody counted this segment on that day."))
    found = communities.persons(viewer.community_id or 0, ids)
    return sorted(found.values(), key=lambda one: (one.name, one.id))


def rule_of(segment: Segment) -> Any:
    return Version.objects.get(segment=segment, number=segment.version).rule


def listed(viewer: Viewer) -> list[SegmentRow]:
    """By name. Refuses with `not_permitted`."""
    viewer.require(SEE)
    found = Segment.objects.filter(community_id=viewer.community_id or 0, retired_at=None)
    rows, names = list(found.order_by("name")), names_of(viewer.community_id or 0)
    rule = {
        (version.segment_id, version.number): version.rule
        for version in Version.objects.filter(segment__in=rows)
    }
    last: dict[int, tuple[date, int]] = {
        segment_id: (day, len(keys))
        for segment_id, day, keys in Day.objects.filter(segment__in=rows)
        .order_by("day")
        .values_list("segment_id", "day", "actor_keys")
    }
    uses = uses_of(viewer, [row.pk for row in rows])
    return [
        SegmentRow(
            row.pk,
            row.name,
            row.version,
            words_of(read_rule(rule[row.pk, row.version]), names),
            count_for(viewer, last[row.pk][1]) if row.pk in last else None,
            last[row.pk][0] if row.pk in last else None,
            len(uses.get(row.pk, ())),
        )
        for row in rows
    ]


def sheet(viewer: Viewer, segment_id: int) -> SegmentSheet:
    """Refuses with `not_permitted`, `missing`."""
    segment = own(viewer, segment_id)
    told, names = rule_of(segment), names_of(segment.community_id)
    days = Day.objects.filter(segment=segment).order_by("-day").values_list("day", "actor_keys")
    versions = Version.objects.filter(segment=segment).order_by("-number")
    return SegmentSheet(
        segment.pk,
        segment.name,
        segment.version,
        told,
        preview(viewer, told, segment_id=segment.pk),
        tuple((day, count_for(viewer, len(keys)).number) for day, keys in days[:SHOWN_DAYS])[::-1],
        tuple((v.number, v.saved_at, words_of(read_rule(v.rule), names)) for v in versions[:20]),
        tuple(uses_of(viewer, [segment.pk]).get(segment.pk, ())),
    )


def segments_of(viewer: Viewer, member_id: int) -> list[tuple[int, str, str]]:
    """Of one member now: (id, name, rule in words) of each segment they are in."""
    viewer.require(SEE)
    community_id = viewer.community_id or 0
    found = list(Segment.objects.filter(community_id=community_id, retired_at=None))
    if not found:
        return []
    known, names = Standing(community_id), names_of(community_id)
    person = known.ids.get(member_id)
    told = []
    for segment in sorted(found, key=lambda one: one.name):
        rule = read_rule(rule_of(segment))
        inside = holding(rule, known)
        if person in inside and not is_too_small(viewer, len(inside)):
            told.append((segment.pk, segment.name, words_of(rule, names)))
    return told


def watermark_now() -> int:
    return watermark().number


def to_count() -> list[tuple[int, date]]:
    """(segment, its community's today) of all that are in use and not yet counted today."""
    found = []
    for segment_id, community_id in Segment.objects.filter(retired_at=None).values_list(
        "pk", "community_id"
    ):
        day = calendar_of(community_id).day_of(clock.now())
        if not Day.objects.filter(segment_id=segment_id, day=day).exists():
            found.append((segment_id, day))
    return found


def leaning_on(community_id: int, segment_ids: Iterable[int]) -> dict[int, list[Segment]]:
    """Which other segments in use name each of these in their rules."""
    wanted, found = set(segment_ids), dict[int, list[Segment]]()
    rows = {
        one.pk: one for one in Segment.objects.filter(community_id=community_id, retired_at=None)
    }
    for version in Version.objects.filter(segment__in=rows):
        row = rows[version.segment_id]
        if version.number == row.version:
            for one in segments_in(read_rule(version.rule)) & wanted:
                found.setdefault(one, []).append(row)
    return found
