"""A community from outside: its card, its positioning, and the beacon that counts visitors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from qunluo.kernel.web.doors import open_to_visitors, open_when_listed
from qunluo.kernel.web.slots import SpaceNote, fill
from qunluo.people.communities import queries
from qunluo.people.communities.forms.describing import ACCESS_CHOICES, JOINING_CHOICES, KIND_CHOICES
from qunluo.people.communities.web.visiting import note_visit, note_visitor

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.communities.queries import CommunityCard
    from qunluo.people.communities.web import CommunityRequest

ROBOT = re.compile(r"bot|crawl|spider|slurp|fetch|preview|curl|wget|python|monitor", re.IGNORECASE)


@open_when_listed
def card(request: CommunityRequest) -> HttpResponse:
    """What the community is, what happens in it as far as one may see, and how to join.

    For a member it is their home: what is new to them (`home.feed`), and `home.panels` beside it.
    """
    viewer, community = request.viewer, request.community
    may_read = viewer.is_member or community.access == "public"
    shown = {
        "door": queries.door_sheet(viewer),
        "positioning": queries.positioning_of(viewer, names_who=False),
        "kinds": dict(KIND_CHOICES),
        "access": dict(ACCESS_CHOICES),
        "joining": dict(JOINING_CHOICES),
        "may_read": may_read,
        "cover": queries.cover_address(request.viewer, community, 1280),
        "space_notes": _space_notes(viewer, community) if may_read else {},
        "feed": fill("home.feed", request) if viewer.is_member else [],
        "panels": fill("community.card_panels", viewer, community) if may_read else [],
        "beside": fill("home.panels", viewer) if viewer.is_member else [],
    }
    return render(request, "communities/card.html", shown)


def _space_notes(viewer: Viewer, community: CommunityCard) -> dict[int, SpaceNote]:
    """What goes on in each space, by its id; each kind of space tells of its own."""
    return {note.space_id: note for note in fill("community.space_notes", viewer, community)}


@open_to_visitors
def positioning(request: CommunityRequest) -> HttpResponse:
    """The positioning page: public where the community is."""
    shown = {
        "positioning": queries.positioning_of(request.viewer),
        "kinds": dict(KIND_CHOICES),
        "may_change": request.viewer.may("communities.describe"),
    }
    return render(request, "communities/positioning.html", shown)


@csrf_exempt
@require_POST
@open_when_listed
def beacon(request: CommunityRequest) -> HttpResponse:
    """One more page read, by a member or a visitor, if only the card.

    Kept pages carry no token, and this changes nobody's.
    """
    note_visit(request.viewer, request.community)
    browser = request.headers.get("user-agent", "")
    if request.viewer.is_visitor and browser and not ROBOT.search(browser):
        note_visitor(request.community, request.META.get("REMOTE_ADDR", ""), browser)
    return HttpResponse(status=204)
