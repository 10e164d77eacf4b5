"""Segments for everybody above: who is in one, now or on a day.

from qunluo.insight.segments import queries as segments

segments.members_in(viewer, segment_id)     # ids of members, now; refuses as `sheet` does
segments.members_on(viewer, segment_id, day)  # by the day's snapshot
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from qunluo.insight.metrics.queries import calendar_of, segmenting, watermark
from qunluo.insight.segments.engine import rule as rules
from qunluo.insight.segments.engine.holding import Known, holding, removals
from qunluo.insight.segments.models import Day, Segment, Version
from qunluo.insight.segments.rules import KEEP
from qunluo.kernel import clock
from qunluo.kernel.refusal import Invalid, missing, one_or_missing
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from qunluo.insight.segments.engine.rule import Condition, Rule
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person

SAMPLE = 20
FEWEST_TO_EXPORT = 5


@dataclass(frozen=True)
class PartLine:
    """One part in words, for how many it holds, and how many it alone keeps out."""

    words: str
    holds_for: int
    removes: int


@dataclass(frozen=True)
class Preview:
    """`sample`: the first twenty by name. `change`: since yesterday's snapshot; None: there is none."""

    words: str
    count: int
    everybody: int
    parts: tuple[PartLine, ...]
    sample: tuple[Person, ...]
    change: int | None = None


@dataclass(frozen=True)
class SegmentRow:
    id: int
    name: str
    version: int
    words: str
    count: int | None
    counted_on: date | None


@dataclass(frozen=True)
class SegmentSheet:
    id: int
    name: str
    version: int
    rule: dict[str, Any]
    preview: Preview
    days: tuple[tuple[date, int], ...]
    versions: tuple[tuple[int, datetime, str], ...]


def read_rule(told: Any) -> Rule:
    """Refuses with `segments.bad_rule`."""
    try:
        return rules.read(told, frozenset(segmenting.EVENTS))
    except rules.BadRuleError as error:
        raise Invalid(
            "segments.bad_rule",
            _("This is no rule of a segment: %(where)s. See the examples in the reference.")
            % {"where": str(error)},
        ) from error


def preview(viewer: Viewer, told: Any, *, segment_id: int | None = None) -> Preview:
    """What a rule comes to now. Refuses with `not_permitted`, `segments.bad_rule`."""
    viewer.require(KEEP)
    rule = read_rule(told)
    known, keys = _known(viewer)
    found = holding(rule, known)
    people = _people(viewer, (keys[one] for one in found))
    parts = tuple(
        PartLine(words_of(one.rule), one.holds_for, one.removes) for one in removals(rule, known)
    )
    return Preview(
        words_of(rule),
        len(found),
        len(known.everybody),
        parts,
        tuple(sorted(people, key=lambda person: person.name)[:SAMPLE]),
        _since_yesterday(segment_id, len(found), known.today),
    )


def _since_yesterday(segment_id: int | None, count: int, today: int) -> int | None:
    if segment_id is None:
        return None
    days = (
        Day.objects.filter(segment_id=segment_id).order_by("-day").values_list("day", "actor_keys")
    )
    before = next((keys for day, keys in days[:3] if day.toordinal() < today), None)
    return None if before is None else count - len(before)


def _known(viewer: Viewer) -> tuple[Known, Mapping[int, str]]:
    if viewer.community_id is None:
        raise missing()
    told = segmenting.standing(viewer.community_id)
    return (
        Known(told.everybody, told.today, told.times, told.joined, told.last_seen, told.levels),
        told.keys,
    )


def keys_in(viewer: Viewer, told: Any) -> list[str]:
    """The stream's keys of those for whom a rule holds now, in their order."""
    known, keys = _known(viewer)
    return sorted(keys[one] for one in holding(read_rule(told), known))


def _people(viewer: Viewer, keys: Iterable[str]) -> list[Person]:
    ids = members.member_ids_of(set(keys))
    return list(communities.persons(viewer.community_id or 0, ids.values()).values())


def _own(viewer: Viewer, segment_id: int) -> Segment:
    viewer.require(KEEP)
    return one_or_missing(
        Segment.objects.filter(
            pk=segment_id, community_id=viewer.community_id or 0, retired_at=None
        )
    )


def members_in(viewer: Viewer, segment_id: int) -> list[int]:
    """Ids of the members for whom the rule holds now."""
    segment = _own(viewer, segment_id)
    keys = keys_in(viewer, _rule(segment))
    return sorted(members.member_ids_of(set(keys)).values())


def members_on(viewer: Viewer, segment_id: int, day: date) -> list[int] | None:
    """Ids of the members who were in it on a day; None: it was not counted that day."""
    segment = _own(viewer, segment_id)
    found = Day.objects.filter(segment=segment, day=day).first()
    if found is None:
        return None
    return sorted(members.member_ids_of(set(found.actor_keys)).values())


def _rule(segment: Segment) -> Any:
    return Version.objects.get(segment=segment, number=segment.version).rule


def listed(viewer: Viewer) -> list[SegmentRow]:
    viewer.require(KEEP)
    found = Segment.objects.filter(community_id=viewer.community_id or 0, retired_at=None)
    rows = list(found.order_by("name"))
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
    return [
        SegmentRow(
            row.pk,
            row.name,
            row.version,
            words_of(read_rule(rule[row.pk, row.version])),
            last[row.pk][1] if row.pk in last else None,
            last[row.pk][0] if row.pk in last else None,
        )
        for row in rows
    ]


def sheet(viewer: Viewer, segment_id: int) -> SegmentSheet:
    """Refuses with `not_permitted`, `missing`."""
    segment = _own(viewer, segment_id)
    told = _rule(segment)
    days = Day.objects.filter(segment=segment).order_by("-day").values_list("day", "actor_keys")
    versions = Version.objects.filter(segment=segment).order_by("-number")
    return SegmentSheet(
        segment.pk,
        segment.name,
        segment.version,
        told,
        preview(viewer, told, segment_id=segment.pk),
        tuple((day, len(keys)) for day, keys in days[:60])[::-1],
        tuple((v.number, v.saved_at, words_of(read_rule(v.rule))) for v in versions[:20]),
    )


def words_of(rule: Rule) -> str:
    """The rule in plain words of the present language."""
    match rule:
        case rules.Group(parts, is_any):
            if not parts:
                return _("nobody") if is_any else _("every member")
            joint = _(" or ") if is_any else _(" and ")
            told = [words_of(one) for one in parts]
            return joint.join(
                f"({words})" if isinstance(part, rules.Group) and len(part.rules) > 1 else words
                for part, words in zip(parts, told, strict=True)
            )
        case rules.Not(one):
            return _("not: %(rule)s") % {"rule": words_of(one)}
        case _:
            return _words(rule)


def _words(rule: Condition) -> str:
    match rule:
        case rules.Did():
            return _did(rule)
        case rules.Joined(least, most):
            if most is None:
                return _("joined at least %(least)s days ago") % {"least": least}
            return _("joined %(least)s to %(most)s days ago") % {"least": least, "most": most}
        case rules.Silent(days):
            return _("not seen for %(days)s days or more") % {"days": days}
        case rules.Channel(name):
            return _("joined by the channel “%(name)s”") % {"name": name}
        case rules.Level(number):
            return _("at level %(number)s of presence") % {"number": number}


def _did(rule: rules.Did) -> str:
    told = {"event": segmenting.label_of(rule.event), "least": rule.least, "most": rule.most}
    if rule.most == 0:
        words = _("never: %(event)s") % told
    elif rule.most is None:
        words = _("%(event)s at least %(least)s times") % told
    else:
        words = _("%(event)s %(least)s to %(most)s times") % told
    if not rule.days:
        return words
    return _("%(words)s in %(days)s days") % {"words": words, "days": rule.days}


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
