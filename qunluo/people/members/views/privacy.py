"""One's data: a copy of all of it, who of the staff looked, and being forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qunluo.kernel.web.doors import open_to_anyone
from qunluo.people.members import actions, queries
from qunluo.people.members.forms import ErasureForm
from qunluo.people.members.views.answers import page
from qunluo.people.members.web import ViewerRequest, mending

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_GET
def show(request: ViewerRequest) -> HttpResponse:
    shown = {
        "sheet": queries.privacy_sheet(request.viewer),
        "looked": queries.who_looked(request.viewer),
        "days": settings.ERASURE_DAYS,
    }
    return render(request, "members/privacy.html", shown)


@require_POST
def ask_for_copy(request: ViewerRequest) -> HttpResponse:
    actions.ask_for_copy(request.viewer)
    messages.success(request, _("Your copy is being made. A letter tells you when."))
    return redirect("members:privacy")


@require_GET
def fetch_copy(request: ViewerRequest, copy_id: int) -> HttpResponse:
    return redirect(queries.copy_address(request.viewer, copy_id))


@require_http_methods(["GET", "POST"])
def ask_for_erasure(request: ViewerRequest) -> HttpResponse:
    form = ErasureForm(request.POST or None)
    if form.is_valid():
        with mending(form):
            member_id = request.viewer.require_member_id()
            queries.prove_password_again(member_id, form.cleaned_data["present_password"])
            actions.ask_for_erasure(request.viewer, form.cleaned_data["typed"])
            logout(request)
            return redirect("members:erasure_asked")
    sheet = queries.privacy_sheet(request.viewer)
    return page(request, "members/erasure.html", form, sheet=sheet, days=settings.ERASURE_DAYS)


@open_to_anyone
@require_GET
def erasure_asked(request: ViewerRequest) -> HttpResponse:
    return render(request, "members/erasure_asked.html", {"days": settings.ERASURE_DAYS})
