from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from qunluo.kernel.web.doors import open_to_anyone
from qunluo.people.communities import queries as communities

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.members.web import ViewerRequest


@open_to_anyone
def front(request: ViewerRequest) -> HttpResponse:
    """The installation's first page: the communities one may see."""
    cards = communities.communities_for(request.viewer)
    return render(request, "frame/front.html", {"communities": cards})
