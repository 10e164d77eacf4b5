"""Answers that several account pages share."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render

from qunluo.people.members import queries
from qunluo.people.members.web import mark_known, open_session, own_address

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpResponse

    from qunluo.people.members.web import ViewerRequest

HALF_WAY = 10 * 60


def page(request: ViewerRequest, template: str, form: Form, **shown: Any) -> HttpResponse:
    """A page with a form; when something was refused it says so in the status as well."""
    refusal = getattr(form, "refusal", None)
    status = 200
    if form.is_bound:
        status = refusal.status if refusal else 422
    answer = render(request, template, {"form": form, **shown}, status=status)
    if refusal and refusal.retry_after:
        answer["Retry-After"] = str(refusal.retry_after)
    return answer


def signed_in(request: ViewerRequest, member_id: int, *, via: str, to: str = "") -> HttpResponse:
    """Open the session and go where the member wanted to go."""
    email = queries.own_email(member_id)
    goal = to or own_address(request)
    open_session(request, member_id, via=via)
    answer = redirect(goal)
    if email:
        mark_known(request, answer, email)
    return answer


def step_to_code(
    request: ViewerRequest, member_id: int, *, via: str, goal: str = ""
) -> HttpResponse:
    """The first factor held; remember that for ten minutes and ask for the second."""
    request.session["half_way"] = {
        "member_id": member_id,
        "via": via,
        "until": int(time.time()) + HALF_WAY,
        "next": goal or own_address(request),
    }
    return redirect("members:second_step")


def half_way(request: ViewerRequest) -> dict[str, Any] | None:
    """Who has shown the first factor in this browser within the last ten minutes."""
    kept: dict[str, Any] | None = request.session.get("half_way")
    if kept is None or kept["until"] < time.time():
        return None
    return kept
