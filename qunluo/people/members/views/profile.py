"""One's own profile."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from qunluo.kernel import files
from qunluo.people.members import actions, queries
from qunluo.people.members.forms import AvatarForm, ProfileForm
from qunluo.people.members.views.answers import page
from qunluo.people.members.web import ViewerRequest, mending, show_theme

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_http_methods(["GET", "POST"])
def show(request: ViewerRequest) -> HttpResponse:
    """The profile, and the form that changes it."""
    sheet = queries.profile_sheet(request.viewer)
    form = ProfileForm(request.POST or None, initial=asdict(sheet) | {"display_name": sheet.name})
    if form.is_valid():
        with mending(form):
            actions.change_profile(request.viewer, actions.ProfileWords(**form.cleaned_data))
            messages.success(request, _("Your profile is saved."))
            answer = redirect("members:profile")
            show_theme(answer, form.cleaned_data["theme"])
            return answer
    return page(request, "members/profile.html", form, sheet=sheet)


@require_http_methods(["GET", "POST"])
def change_avatar(request: ViewerRequest) -> HttpResponse:
    form = AvatarForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with mending(form):
            picture = files.keep_upload(
                request.viewer, form.cleaned_data["picture"], purpose="avatar", access="public"
            )
            actions.set_avatar(request.viewer, picture.pk)
            messages.success(request, _("Your picture is shown from now on."))
            return redirect("members:profile")
    sheet = queries.profile_sheet(request.viewer)
    return page(request, "members/change_avatar.html", form, sheet=sheet)


@require_POST
def remove_avatar(request: ViewerRequest) -> HttpResponse:
    actions.set_avatar(request.viewer, None)
    return redirect("members:profile")
