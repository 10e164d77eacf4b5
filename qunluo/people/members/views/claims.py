"""“That was me”: finding an imported profile, claiming it, and waiting for the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qunluo.people.members import actions, queries
from qunluo.people.members.forms import ClaimForm
from qunluo.people.members.views.answers import page
from qunluo.people.members.web import ViewerRequest, mending

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_GET
def claims(request: ViewerRequest) -> HttpResponse:
    """One's claims, and a search for the profile one had elsewhere."""
    words = request.GET.get("name", "")[:80]
    shown = {
        "claims": queries.claims_of(request.viewer),
        "words": words,
        "found": queries.placeholders_named(request.viewer, words),
    }
    return render(request, "members/claims.html", shown)


@require_http_methods(["GET", "POST"])
def ask_to_claim(request: ViewerRequest, member_id: int) -> HttpResponse:
    form = ClaimForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with mending(form):
            claim_id = actions.ask_to_claim(
                request.viewer, member_id, note=form.cleaned_data["note"]
            )
            return redirect("members:claim", claim_id)
    card = queries.placeholder_card(request.viewer, member_id)
    return page(request, "members/ask_to_claim.html", form, card=card)


@require_GET
def claim(request: ViewerRequest, claim_id: int) -> HttpResponse:
    """The code, and where to put it."""
    sheet = queries.claim_for(request.viewer, claim_id)
    return render(request, "members/claim.html", {"sheet": sheet})


@require_POST
def withdraw_claim(request: ViewerRequest, claim_id: int) -> HttpResponse:
    actions.withdraw_claim(request.viewer, claim_id)
    messages.success(request, _("Your claim is withdrawn."))
    return redirect("members:claims")
