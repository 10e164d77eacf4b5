"""A newcomer's welcome, and how operators set it up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qunluo.kernel.web.telling import saved
from qunluo.people.welcome import actions, queries
from qunluo.people.welcome.forms import WelcomeForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.communities.web import CommunityRequest


@require_GET
def welcome(request: CommunityRequest) -> HttpResponse:
    """The same as on home, also after it was put away."""
    shown = {"sheet": queries.welcome_for(request.viewer), "is_page": True}
    return render(request, "welcome/welcome.html", shown)


@require_POST
def away(request: CommunityRequest) -> HttpResponse:
    actions.put_steps_away(request.viewer)
    messages.success(request, _("Put away. The greeting in your inbox leads back here."))
    return redirect("communities:card", community=request.community.slug)


@require_http_methods(["GET", "POST"])
def work_welcome(request: CommunityRequest) -> HttpResponse:
    viewer = request.viewer
    sheet = queries.settings_for(viewer)
    form = WelcomeForm(sheet, request.community.spaces, request.POST or None)

    def save(**said: object) -> None:
        actions.set_up_welcome(viewer, _wanted(form))

    if saved(form, save):
        messages.success(request, _("Saved."))
        return redirect("welcome:work_welcome", community=request.community.slug)
    shown = {"form": form, "sheet": sheet, "fare": queries.fare_of_newcomers(viewer)}
    return render(request, "welcome/work_welcome.html", shown, status=422 if form.errors else 200)


def _wanted(form: WelcomeForm) -> actions.Wanted:
    said = form.cleaned_data
    return actions.Wanted(
        greeter=said["greeter"],
        greeting=said["greeting"],
        steps=tuple(said["steps"]),
        space_ids=tuple(said["spaces"]),
        introduction_space_id=said["introduction_space"],
    )
