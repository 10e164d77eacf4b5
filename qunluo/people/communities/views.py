from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from qunluo.kernel.web.doors import open_when_listed

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.communities.web import CommunityRequest


@open_when_listed
def card(request: CommunityRequest) -> HttpResponse:
    return render(request, "communities/card.html")
