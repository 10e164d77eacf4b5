"""Search by programs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from ninja import Query, Router, Schema
from pydantic import Field

from qunluo.kernel import places
from qunluo.kernel.search.narrowing import Chosen
from qunluo.kernel.search.queries import Hit, search
from qunluo.kernel.search.unmet import UnmetNeeds, unmet_needs
from qunluo.kernel.web.limits import caller, limit

if TYPE_CHECKING:
    from django.http import HttpRequest

router = Router(tags=["search"])


@dataclass(frozen=True)
class HitOut:
    """Something found; `excerpt` is HTML with `<mark>` around the words."""

    type: str
    id: str
    title: str
    address: str
    excerpt: str
    happened_at: str
    space_id: str | None


@dataclass(frozen=True)
class ResultsOut:
    """`found` counts up to 1,000."""

    query: str
    found: int
    items: list[HitOut]
    next_page: int | None


class Wanted(Schema):
    """`kind` is an object type such as `forum.post`, or a sort of one such as
    `forum.topic:question`; `space` a space's id; `author` a name or handle."""

    q: str = Field(min_length=1, max_length=200)
    kind: str = Field("", max_length=60)
    space: int | None = Field(None, ge=1, lt=2**63)
    tag: str = Field("", max_length=60)
    author: str = Field("", max_length=80)
    within: Literal["", "day", "week", "month", "year"] = ""
    page: int = Field(1, ge=1, le=50)


class UnmetWish(Schema):
    days: Literal[7, 30, 90] = 30


class NeedOut(Schema):
    """`text` as it was last typed; by whom is not kept."""

    text: str
    times: int
    last_at: datetime


class UnmetOut(Schema):
    """`asked` counts all searches of the period, `in_vain` those that found nothing."""

    days: int
    asked: int
    in_vain: int
    needs: list[NeedOut]


@router.get("/communities/{slug}/search", operation_id="search", response=ResultsOut)
def search_community(request: HttpRequest, slug: str, wanted: Query[Wanted]) -> ResultsOut:
    """What the caller may find in a community, best first, twenty a page."""
    limit(caller(request), "search.find", per_minute=60)
    viewer = places.enter(request.viewer, slug).viewer  # type: ignore[attr-defined]
    chosen = Chosen(wanted.kind, wanted.space or 0, wanted.tag, wanted.author, wanted.within)
    found = search(viewer, wanted.q, chosen.among(viewer), page=wanted.page)
    items = [_out(hit) for hit in found.hits]
    return ResultsOut(found.query, found.found, items, wanted.page + 1 if found.is_more else None)


@router.get("/communities/{slug}/search/unmet", operation_id="listUnmetNeeds", response=UnmetOut)
def list_unmet(request: HttpRequest, slug: str, wanted: Query[UnmetWish]) -> UnmetNeeds:
    """What was looked for and not found, the most frequent first; needs `search.read_unmet`."""
    viewer = places.enter(request.viewer, slug).viewer  # type: ignore[attr-defined]
    return unmet_needs(viewer, days=wanted.days)


def _out(hit: Hit) -> HitOut:
    return HitOut(
        type=hit.object_type,
        id=str(hit.object_id),
        title=hit.title,
        address=hit.address,
        excerpt=str(hit.excerpt),
        happened_at=hit.happened_at.isoformat(),
        space_id=None if hit.space_id is None else str(hit.space_id),
    )
