"""The request inside a community, the middleware that opens its door, and the API's way in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from qunluo.kernel.refusal import Missing, Refusal, SignInRequired, missing
from qunluo.kernel.web.doors import door_of
from qunluo.kernel.web.refusals import answer_refusal
from qunluo.people.communities import queries
from qunluo.people.communities.web.addresses import community_of
from qunluo.people.communities.web.visiting import note_page
from qunluo.people.members.web import ViewerRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from qunluo.kernel.viewer import Viewer


class CommunityRequest(ViewerRequest):
    community: queries.CommunityCard


class CommunityMiddleware:
    """Takes `community` out of the address, stands the viewer in it, and keeps the door.

    On a community's own domain `/` is its card, and other communities do not exist there.
    Installation pages without a mark need a signed-in member. The API keeps its own door.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        own = community_of(request.get_host())
        request.own_community = own  # type: ignore[attr-defined]
        if own is not None and request.path_info == "/":
            request.path_info = request.path = f"/c/{own}/"
        answer = self.get_response(request)
        note_page(request, answer)
        return answer

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if request.path_info.startswith("/api/"):
            return None
        try:
            return _pass(request, view, kwargs)
        except Refusal as refusal:
            return answer_refusal(request, refusal)


def _pass(request: HttpRequest, view: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
    door = door_of(view)
    slug = kwargs.pop("community", None)
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if slug is None:
        if viewer.is_visitor and door != "anyone":
            raise SignInRequired
        return None
    own = getattr(request, "own_community", None)
    if own not in (None, slug) and queries.former_slug(slug) != own:
        raise missing()
    try:
        inside = queries.entrance(viewer, slug)
    except Missing:
        return _to_present_address(request, viewer, slug)
    queries.ask_at_door(inside, door)
    if inside.viewer.needs_second_step and request.path_info.startswith(f"/c/{slug}/work/"):
        told = _("Your role here rests until the second step of signing in is set up.")
        messages.warning(request, told)
        return redirect("members:security")
    request.viewer, request.community = inside.viewer, inside.community  # type: ignore[attr-defined]
    return None


def _to_present_address(request: HttpRequest, viewer: Viewer, slug: str) -> HttpResponse:
    """A renamed community's old address leads to the new one, for those who may know of it."""
    present = queries.former_slug(slug)
    if present is None:
        raise missing()
    queries.enter(viewer, present, door="listed")
    address = request.get_full_path().replace(f"/c/{slug}/", f"/c/{present}/", 1)
    return redirect(address, permanent=request.method == "GET")


def entering(request: HttpRequest, slug: str, *, door: str = "members") -> Viewer:
    """For API operations: the viewer standing in the community, or a refusal."""
    inside = queries.enter(request.viewer, slug, door=door)  # type: ignore[attr-defined]
    return inside.viewer
