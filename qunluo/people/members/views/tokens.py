"""Tokens for one's programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from qunluo.people.members import actions, queries
from qunluo.people.members.forms import TokenForm
from qunluo.people.members.views.answers import page
from qunluo.people.members.web import ViewerRequest, mending

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_http_methods(["GET", "POST"])
def tokens(request: ViewerRequest) -> HttpResponse:
    """The list, and the form for a new one, which is shown this once."""
    form = TokenForm(request.POST or None)
    if form.is_valid():
        with mending(form):
            _id, token = actions.make_token(request.viewer, **form.cleaned_data)
            answer = render(request, "members/token_made.html", {"token": token})
            answer["Cache-Control"] = "no-store"
            return answer
    lines = queries.tokens_of(request.viewer)
    return page(request, "members/tokens.html", form, lines=lines)


@require_POST
def revoke_token(request: ViewerRequest, token_id: int) -> HttpResponse:
    actions.revoke_token(request.viewer, token_id)
    messages.success(request, _("The token no longer works."))
    return redirect("members:tokens")
