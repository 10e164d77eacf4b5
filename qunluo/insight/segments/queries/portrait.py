"""One member seen all round: quality factor by factor, scores, and the segments they are in with why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qunluo.insight.metrics.queries import member_quality, segmenting
from qunluo.insight.metrics.queries.segmenting import SEE_SMALL_GROUPS
from qunluo.insight.segments.queries.knowing import known_of
from qunluo.insight.segments.queries.sheets import segments_of
from qunluo.kernel.ui import display
from qunluo.people.communities import queries as communities

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qunluo.insight.segments.queries.knowing import Standing
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person

FACTORS = {
    "regular": (
        gettext_lazy("Comes regularly"),
        gettext_lazy("Days with a contribution in 180 days; full score from 26, one a week."),
    ),
    "worth": (
        gettext_lazy("Gives much"),
        gettext_lazy("Contributions by their worth in 180 days; full score from 60."),
    ),
    "helpful": (
        gettext_lazy("Turns to others"),
        gettext_lazy("Of the contributions, those in answer to somebody else."),
    ),
    "thanked": (
        gettext_lazy("Is thanked"),
        gettext_lazy("Accepted answers and signs received per contribution; full score from one."),
    ),
    "kept": (
        gettext_lazy("What is written stays"),
        gettext_lazy("Of what was written, what nobody had to remove."),
    ),
}
CIRCLES = {
    1: gettext_lazy("Inner circle"),
    2: gettext_lazy("Second circle"),
    3: gettext_lazy("Third circle"),
    4: gettext_lazy("Outer circle"),
    0: gettext_lazy("Not seen for 90 days"),
}


@dataclass(frozen=True)
class FactorLine:
    """`score` is "" where there is too little to say; `points` add up to the quality."""

    name: str
    rule: str
    counted: str
    score: str
    weight: int
    points: str


@dataclass(frozen=True)
class Portrait:
    """`quality` None: nothing was contributed in 180 days, or the member is not counted."""

    person: Person
    is_counted: bool
    quality: str | None
    factors: tuple[FactorLine, ...]
    facts: tuple[tuple[str, str], ...]
    segments: tuple[tuple[int, str, str], ...]
    watermark: int


def portrait(viewer: Viewer, member_id: int) -> Portrait:
    """For those who may see single people's figures. Refuses with `not_permitted`, `missing`."""
    viewer.require(SEE_SMALL_GROUPS)
    sheet = communities.member_for(viewer, member_id)
    known = known_of(viewer)
    person = known.ids.get(member_id)
    gave = member_quality.factors_of(known.community_id, person) if person is not None else ()
    return Portrait(
        sheet.row.person,
        person is not None,
        display.number(sum(one.points for one in gave), 0) if gave else None,
        tuple(_line(one) for one in gave),
        tuple(_facts(known, person)) if person is not None else (),
        tuple(segments_of(viewer, member_id)),
        known.told.watermark,
    )


def _line(one: member_quality.Factor) -> FactorLine:
    name, rule = FACTORS[one.key]
    digits = 0 if one.value == int(one.value) else 1
    told = {
        "value": display.number(one.value, digits),
        "whole": display.number(one.whole, 0),
    }
    return FactorLine(
        str(name),
        str(rule),
        _("%(value)s of %(whole)s") % told,
        "" if one.score is None else display.share(one.score, 0),
        one.weight,
        display.number(one.points, 1),
    )


def _facts(known: Standing, person: int) -> list[tuple[str, str]]:
    told = known.told
    rated, seen = told.rfm().get(person), told.last_seen().get(person)
    return [
        (_("Last seen"), display.day(date.fromordinal(seen)) if seen else _("not yet on record")),
        (_("Coming and going"), _named(segmenting.LIFECYCLE, told.lifecycle().get(person))),
        (
            _("Group of contributors"),
            f"{_named(segmenting.RFM, rated.group)} (R {rated.r} · F {rated.f} · M {rated.m})"
            if rated
            else "–",
        ),
        (_("Circle"), str(CIRCLES[told.levels().get(person, 0)])),
        (_("Rank by influence"), display.number(told.places().get(person))),
    ]


def _named(names: Mapping[str, object], key: str | None) -> str:
    return str(names[key]) if key else "–"
