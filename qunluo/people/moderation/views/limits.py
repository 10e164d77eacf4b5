"""How much and how fast members may write, for those who set it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qunluo.kernel import preferences
from qunluo.kernel.web.telling import saved
from qunluo.people.moderation import actions, rules
from qunluo.people.moderation.forms import LimitsForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.communities.web import CommunityRequest


@require_http_methods(["GET", "POST"])
def limits(request: CommunityRequest) -> HttpResponse:
    viewer = request.viewer
    viewer.require(rules.SET_LIMITS)
    kinds = rules.limits()
    set_to = preferences.get_many(viewer, kinds)
    form = LimitsForm(kinds, request.POST or None, initial=set_to)

    def save(**_sent: object) -> None:
        actions.set_limits(viewer, form.chosen())

    if saved(form, save):
        messages.success(request, _("Saved."))
        return redirect("moderation:limits", community=request.community.slug)
    status = 422 if form.errors else 200
    return render(request, "moderation/limits.html", {"form": form}, status=status)
