"""Operators open, change, order and archive spaces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qunluo.kernel.refusal import missing
from qunluo.kernel.web.telling import saved
from qunluo.people.communities import actions, queries
from qunluo.people.communities.forms import SpaceForm
from qunluo.people.communities.forms.settling import SPACE_ACCESS_CHOICES

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.communities.web import CommunityRequest


def spaces(request: CommunityRequest) -> HttpResponse:
    """The list in order, and a form for one more."""
    form = SpaceForm(request.POST or None)

    def save(slug: str, **rest: Any) -> None:
        actions.open_space(request.viewer, slug, **rest)

    if saved(form, save):
        messages.success(request, _("The space is open."))
        return _back(request)
    rows = queries.spaces_for(request.viewer)
    shown = {"form": form, "rows": rows, "access": dict(SPACE_ACCESS_CHOICES)}
    return render(request, "communities/work_spaces.html", shown)


def space(request: CommunityRequest, space_id: int) -> HttpResponse:
    """One space: what it is called, what belongs there, who may read."""
    row = next((one for one in queries.spaces_for(request.viewer) if one.id == space_id), None)
    if row is None:
        raise missing()
    initial = {"name": row.name, "purpose": row.purpose, "access": row.access}
    form = SpaceForm(request.POST or None, initial=initial, is_open=True)

    def save(**values: Any) -> None:
        actions.change_space(request.viewer, space_id, **values)

    if saved(form, save):
        messages.success(request, _("Saved."))
        return _back(request)
    return render(request, "communities/work_space.html", {"form": form, "row": row})


@require_POST
def order(request: CommunityRequest) -> HttpResponse:
    """Move one space up or down in the list."""
    ids = [one.id for one in queries.spaces_for(request.viewer) if one.archived_at is None]
    moved, _sep, way = request.POST.get("move", "").partition(":")
    if not moved.isdecimal() or int(moved) not in ids:
        raise missing()
    place = ids.index(int(moved))
    ids.insert(max(0, place + (-1 if way == "up" else 1)), ids.pop(place))
    actions.reorder_spaces(request.viewer, ids)
    return _back(request)


@require_POST
def archive(request: CommunityRequest, space_id: int) -> HttpResponse:
    actions.archive_space(request.viewer, space_id)
    messages.info(request, _("The space is archived. You can bring it back below."))
    return _back(request)


@require_POST
def reopening(request: CommunityRequest, space_id: int) -> HttpResponse:
    actions.reopen_space(request.viewer, space_id)
    messages.success(request, _("The space is open again."))
    return _back(request)


def _back(request: CommunityRequest) -> HttpResponse:
    return redirect("communities:work_spaces", community=request.community.slug)
