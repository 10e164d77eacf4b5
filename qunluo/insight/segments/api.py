"""Segments for programs: the list, one, who is in it, counting without saving, making and changing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from ninja import Field, Query, Router, Schema, Status

from qunluo.insight.segments import actions, queries
from qunluo.kernel.refusal import missing
from qunluo.people.communities.web import entering

if TYPE_CHECKING:
    from django.http import HttpRequest

    from qunluo.insight.segments.queries import Count, Preview

router = Router(tags=["segments"])
ALL = "/communities/{slug}/segments"
ONE = f"{ALL}/{{segment_id}}"


class SegmentLine(Schema):
    """`count` is null when it was not counted yet, or (`is_small`) when it is not for the caller."""

    id: str
    name: str
    version: int
    words: str
    count: int | None
    is_small: bool
    counted_on: date | None


class Part(Schema):
    """One part of the rule: for how many it holds, and how many it alone keeps out or lets in."""

    words: str
    holds_for: int | None
    removes: int | None
    lets_in: int | None


class Counted(Schema):
    """What a rule comes to now. Counts below five are null for those who may not see them."""

    words: str
    count: int | None
    everybody: int | None
    staff_left_out: int
    bots_left_out: int
    parts: list[Part]
    watermark: int


class DayCount(Schema):
    day: date
    count: int | None


class Segment(Schema):
    """`rule` may be sent back to change it; `used_by` names what leans on it."""

    id: str
    name: str
    version: int
    rule: dict[str, Any]
    now: Counted
    days: list[DayCount]
    used_by: list[str]


class Insider(Schema):
    id: str
    name: str
    handle: str


class Insiders(Schema):
    """`next` is the number of the following page, null at the end."""

    items: list[Insider]
    total: int
    next: int | None


class Wish(Schema):
    """`rule`: nested {"all": […]} and {"any": […]} of conditions; see the reference of segments."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    rule: dict[str, Any]


class Trial(Schema):
    rule: dict[str, Any]


class Made(Schema):
    id: str


class Paged(Schema):
    page: Annotated[int, Field(ge=1, le=10_000)] = 1
    size: Annotated[int, Field(ge=1, le=100)] = 50
    on: date | None = None


class Compared(Schema):
    segments: Annotated[str, Field(max_length=120, pattern=r"^\d{1,17}(,\d{1,17})*$")]


class OverlapRow(Schema):
    """In exactly these segments and in none of the others."""

    segments: list[str]
    count: int | None


class Overlap(Schema):
    rows: list[OverlapRow]
    together: int | None


@router.get(ALL, response=list[SegmentLine], operation_id="listSegments")
def list_segments(request: HttpRequest, slug: str) -> list[dict[str, Any]]:
    """By name, with the count of the last day."""
    return [
        {
            "id": str(row.id),
            "name": row.name,
            "version": row.version,
            "words": row.words,
            "count": row.count.number if row.count else None,
            "is_small": row.count is not None and row.count.number is None,
            "counted_on": row.counted_on,
        }
        for row in queries.listed(entering(request, slug))
    ]


@router.post(ALL, response={201: Made}, operation_id="makeSegment")
def make(request: HttpRequest, slug: str, sent: Wish) -> Status[dict[str, str]]:
    made = actions.save_segment(entering(request, slug), sent.name, sent.rule)
    return Status(201, {"id": str(made)})


@router.post(f"{ALL}/count", response=Counted, operation_id="countSegment")
def count(request: HttpRequest, slug: str, sent: Trial) -> dict[str, Any]:
    """What a rule comes to; nothing is kept."""
    viewer = entering(request, slug)
    return _counted(queries.try_out(viewer, sent.rule))


@router.get(f"{ALL}/overlap", response=Overlap, operation_id="overlapSegments")
def overlap(request: HttpRequest, slug: str, asked: Query[Compared]) -> dict[str, Any]:
    """Of two to five segments, by their ids between commas."""
    ids = [int(one) for one in asked.segments.split(",")]
    found = queries.overlap(entering(request, slug), ids)
    return {
        "rows": [
            {
                "segments": [
                    str(one) for one, inside in zip(found.ids, row.inside, strict=True) if inside
                ],
                "count": row.count.number,
            }
            for row in found.rows
        ],
        "together": found.together.number,
    }


@router.get(ONE, response=Segment, operation_id="getSegment")
def get_segment(request: HttpRequest, slug: str, segment_id: str) -> dict[str, Any]:
    sheet = queries.sheet(entering(request, slug), number_of(segment_id))
    return {
        "id": str(sheet.id),
        "name": sheet.name,
        "version": sheet.version,
        "rule": sheet.rule,
        "now": _counted(sheet.preview),
        "days": [{"day": day, "count": number} for day, number in sheet.days],
        "used_by": [use.title for use in sheet.uses],
    }


@router.put(ONE, response={204: None}, operation_id="changeSegment")
def change(request: HttpRequest, slug: str, segment_id: str, sent: Wish) -> Status[None]:
    """A changed rule is a new version."""
    viewer, number = entering(request, slug), number_of(segment_id)
    actions.save_segment(viewer, sent.name, sent.rule, segment_id=number)
    return Status(204, None)


@router.delete(ONE, response={204: None}, operation_id="retireSegment")
def retire(request: HttpRequest, slug: str, segment_id: str) -> Status[None]:
    actions.retire_segment(entering(request, slug), number_of(segment_id))
    return Status(204, None)


@router.get(f"{ONE}/members", response=Insiders, operation_id="listSegmentMembers")
def list_members(
    request: HttpRequest, slug: str, segment_id: str, asked: Query[Paged]
) -> dict[str, Any]:
    """Who is in it now, or was on a day that was counted; by name."""
    viewer = entering(request, slug)
    found = queries.people_in(viewer, number_of(segment_id), on=asked.on)
    begin = (asked.page - 1) * asked.size
    own = found[begin : begin + asked.size]
    return {
        "items": [{"id": str(one.id), "name": one.name, "handle": one.handle} for one in own],
        "total": len(found),
        "next": asked.page + 1 if begin + asked.size < len(found) else None,
    }


def _counted(found: Preview) -> dict[str, Any]:
    def number(one: Count) -> int | None:
        return one.number

    return {
        "words": found.words,
        "count": number(found.count),
        "everybody": number(found.everybody),
        "staff_left_out": found.outsiders.staff,
        "bots_left_out": found.outsiders.bots,
        "parts": [
            {
                "words": one.words,
                "holds_for": number(one.holds_for),
                "removes": number(one.removes),
                "lets_in": number(one.lets_in),
            }
            for one in found.parts
        ],
        "watermark": found.watermark,
    }


def number_of(given: str) -> int:
    """An opaque id as the number it is; anything else is missing."""
    if not (given.isascii() and given.isdecimal() and len(given) < 18):
        raise missing()
    return int(given)
