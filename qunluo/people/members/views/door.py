"""Signing up, in and out, and the way back in when the password is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from qunluo.kernel.web.doors import open_to_anyone
from qunluo.people.members import actions, queries
from qunluo.people.members.forms import (
    CodeForm,
    EmailForm,
    EmptyForm,
    NewPasswordForm,
    SignInForm,
    SignUpForm,
)
from qunluo.people.members.views.answers import page, signed_in, step_to_code
from qunluo.people.members.web import (
    ViewerRequest,
    caller_for,
    caller_of,
    close_session,
    mending,
    outside,
    own_address,
)

if TYPE_CHECKING:
    from django.http import HttpResponse


@open_to_anyone
@require_http_methods(["GET", "POST"])
def sign_up(request: ViewerRequest) -> HttpResponse:
    form = SignUpForm(request.POST or None)
    if not settings.SIGN_UP_IS_OPEN:
        return render(request, "members/sign_up_closed.html")
    if form.is_valid():
        with mending(form):
            if not settings.MAIL_PROVES_ADDRESS:
                member_id = actions.create_member(request.viewer, via="email", **form.cleaned_data)
                return signed_in(request, member_id, via="password")
            request.session["sign_up"] = actions.ask_to_sign_up(
                request.viewer, caller=caller_of(request), **form.cleaned_data
            )
            request.session["sign_up_next"] = own_address(request)
            return redirect("members:confirm_by_code")
    return page(request, "members/sign_up.html", form, next=own_address(request, ""))


@open_to_anyone
@require_http_methods(["GET", "POST"])
def confirm_by_code(request: ViewerRequest) -> HttpResponse:
    """The six digits from the mail."""
    wish_id = request.session.get("sign_up")
    if wish_id is None:
        return redirect("members:sign_up")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        with mending(form):
            member_id = actions.confirm_by_code(request.viewer, wish_id, form.cleaned_data["code"])
            return signed_in(
                request, member_id, via="password", to=request.session.get("sign_up_next", "/")
            )
    return page(request, "members/confirm_by_code.html", form)


@open_to_anyone
@require_http_methods(["GET", "POST"])
def confirm_by_link(request: ViewerRequest, token: str) -> HttpResponse:
    """Mail scanners open links, so opening does nothing; the button does."""
    form = EmptyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with mending(form):
            member_id = actions.confirm_by_link(request.viewer, token)
            to = request.session.get("sign_up_next", "/")
            return signed_in(request, member_id, via="password", to=to)
    return page(request, "members/confirm_by_link.html", form)


@open_to_anyone
@require_http_methods(["GET", "POST"])
def sign_in(request: ViewerRequest) -> HttpResponse:
    if request.method == "GET" and not request.viewer.is_visitor:
        return redirect(own_address(request))
    form = SignInForm(request.POST or None)
    if form.is_valid():
        email = form.cleaned_data["email"]
        with mending(form):
            member_id = queries.proven_by_password(
                email, form.cleaned_data["password"], caller=caller_for(request, email)
            )
            if queries.needs_second_factor(member_id):
                return step_to_code(request, member_id, via="password")
            return signed_in(request, member_id, via="password")
    shown = {"next": own_address(request, ""), "ways": outside.ways()}
    return page(request, "members/sign_in.html", form, **shown)


@open_to_anyone
@require_POST
def sign_out(request: ViewerRequest) -> HttpResponse:
    close_session(request)
    return redirect("front")


@open_to_anyone
@require_http_methods(["GET", "POST"])
def ask_for_reset(request: ViewerRequest) -> HttpResponse:
    """The same answer for every address."""
    form = EmailForm(request.POST or None)
    if form.is_valid():
        with mending(form):
            email = form.cleaned_data["email"]
            actions.ask_for_reset(request.viewer, email, caller=caller_of(request))
            return redirect(reverse("members:ask_for_reset") + "?sent=1")
    return page(request, "members/ask_for_reset.html", form, is_sent="sent" in request.GET)


@open_to_anyone
@require_http_methods(["GET", "POST"])
def reset_password(request: ViewerRequest, token: str) -> HttpResponse:
    form = NewPasswordForm(request.POST or None)
    if form.is_valid():
        with mending(form):
            actions.reset_password(request.viewer, token, form.cleaned_data["new_password"])
            return redirect(reverse("members:sign_in") + "?changed=1")
    return page(request, "members/reset_password.html", form)
