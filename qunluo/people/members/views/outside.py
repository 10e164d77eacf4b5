"""Signing in, signing up and linking with an account elsewhere."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qunluo.kernel.web.doors import open_to_anyone
from qunluo.people.members import actions, queries
from qunluo.people.members.forms import OutsideSignUpForm
from qunluo.people.members.views.answers import page, signed_in, step_to_code
from qunluo.people.members.web import ViewerRequest, mending, outside

if TYPE_CHECKING:
    from django.http import HttpResponse


@open_to_anyone
@require_GET
def begin(request: ViewerRequest, provider: str) -> HttpResponse:
    return outside.begin(request, provider)


@open_to_anyone
@require_GET
def back(request: ViewerRequest, provider: str) -> HttpResponse:
    """The provider sends people back by GET, so this page alone signs in without a POST; the
    state in the signed cookie stands in for the CSRF token."""
    person = outside.finish(request, provider)
    return outside.forget_step(_welcome(request, person))


def _welcome(request: ViewerRequest, person: outside.Person) -> HttpResponse:
    if person.is_for_linking and not request.viewer.is_visitor:
        actions.link_outside(request.viewer, person.provider, person.subject, label=person.name)
        messages.success(request, _("Linked: you can sign in this way from now on."))
        return redirect("members:security")
    member_id = queries.member_of_outside(person.provider, person.subject)
    if member_id is None:
        request.session["outside"] = asdict(person)
        return redirect("members:outside_sign_up")
    if queries.needs_second_factor(member_id):
        return step_to_code(request, member_id, via=person.provider, goal=person.goal)
    return signed_in(request, member_id, via=person.provider, to=person.goal)


@open_to_anyone
@require_http_methods(["GET", "POST"])
def sign_up(request: ViewerRequest) -> HttpResponse:
    """Nobody here has that account yet: make a member, or sign in and link."""
    person: dict[str, Any] | None = request.session.get("outside")
    if person is None:
        return redirect("members:sign_in")
    form = OutsideSignUpForm(request.POST or None, initial={"display_name": person["name"]})
    if form.is_valid():
        with mending(form):
            member_id = actions.sign_up_outside(
                request.viewer,
                person["provider"],
                person["subject"],
                display_name=form.cleaned_data["display_name"],
                email=person["email"],
                label=person["name"],
            )
            return signed_in(request, member_id, via=person["provider"], to=person["goal"])
    return page(request, "members/outside_sign_up.html", form)


@require_POST
def unlink(request: ViewerRequest, provider: str) -> HttpResponse:
    actions.unlink_outside(request.viewer, provider)
    messages.success(request, _("That account no longer signs you in."))
    return redirect("members:security")
