"""Roles with their duties, who holds them, and the record of every grant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qunluo.kernel.refusal import missing
from qunluo.kernel.web.telling import saved
from qunluo.people.communities import actions, queries
from qunluo.people.communities.forms import GrantForm, RoleForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.communities.web import CommunityRequest


def roles(request: CommunityRequest) -> HttpResponse:
    """Roles, a form to grant one, and who holds what since when and by whom."""
    viewer = request.viewer
    sheets = queries.roles_for(viewer)
    form = GrantForm(
        queries.member_names(viewer),
        [(role.id, str(role.name)) for role in sheets],
        [(space.id, space.name) for space in request.community.spaces],
        request.POST or None,
    )

    def save(member_id: int, role_id: int, space_id: int | None) -> None:
        actions.grant_role(viewer, role_id, member_id, space_id=space_id)

    if saved(form, save):
        messages.success(request, _("The role is granted."))
        return _back(request)
    past = request.GET.get("grants") == "past"
    grants = queries.grants_for(viewer, past=past)
    shown = {"roles": sheets, "form": form, "grants": grants, "past": past}
    return render(request, "communities/work_roles.html", shown)


def new_role(request: CommunityRequest) -> HttpResponse:
    """A role of one's own making."""
    form = RoleForm(queries.permissions_to_give(request.viewer), request.POST or None)

    def save(name: str, **rest: Any) -> None:
        actions.make_role(request.viewer, name, **rest)

    request.viewer.require("communities.grant_roles")
    if saved(form, save):
        messages.success(request, _("The role is made. Grant it to someone now."))
        return _back(request)
    return render(request, "communities/work_role.html", {"form": form, "role": None})


def role(request: CommunityRequest, role_id: int) -> HttpResponse:
    """Change a custom role, for all who hold it; built-in ones are shown."""
    sheet = next((one for one in queries.roles_for(request.viewer) if one.id == role_id), None)
    if sheet is None:
        raise missing()
    rows = queries.permissions_to_give(request.viewer)
    initial = {"name": sheet.name, "duty": sheet.duty, "held": sorted(sheet.held)}
    form = RoleForm(rows, request.POST or None, initial=initial)

    def save(**values: Any) -> None:
        actions.change_role(request.viewer, role_id, **values)

    if saved(form, save):
        messages.success(request, _("Saved."))
        return _back(request)
    shown = {"form": form, "role": sheet, "rows": rows}
    return render(request, "communities/work_role.html", shown)


@require_POST
def retirement(request: CommunityRequest, role_id: int) -> HttpResponse:
    actions.retire_role(request.viewer, role_id)
    messages.info(request, _("The role is retired. Nobody holds it any more."))
    return _back(request)


@require_POST
def grant_revocation(request: CommunityRequest, grant_id: int) -> HttpResponse:
    actions.revoke_grant(request.viewer, grant_id)
    messages.info(request, _("The role is taken back."))
    return _back(request)


def _back(request: CommunityRequest) -> HttpResponse:
    return redirect("communities:work_roles", community=request.community.slug)
