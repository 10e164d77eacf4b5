"""How one signs in and where one is signed in: password, address, second factor, sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import segno
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from markupsafe import Markup

from qunluo.kernel.web.doors import open_to_anyone
from qunluo.people.members import actions, queries
from qunluo.people.members.forms import (
    ChangeEmailForm,
    ChangePasswordForm,
    CodeForm,
    EmptyForm,
    PresentPasswordForm,
)
from qunluo.people.members.views.answers import half_way, page, signed_in
from qunluo.people.members.web import ViewerRequest, caller_of, keep_session, mending, outside

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_GET
def show(request: ViewerRequest) -> HttpResponse:
    sheet = queries.security_sheet(request.viewer, session_key=request.session.session_key or "")
    return render(request, "members/security.html", {"sheet": sheet, "ways": outside.ways()})


@require_http_methods(["GET", "POST"])
def change_password(request: ViewerRequest) -> HttpResponse:
    form = ChangePasswordForm(request.POST or None)
    if form.is_valid():
        with mending(form):
            member_id = request.viewer.require_member_id()
            queries.prove_password_again(member_id, form.cleaned_data["present_password"])
            actions.change_password(request.viewer, form.cleaned_data["new_password"])
            keep_session(request)
            messages.success(request, _("Your password is changed; other devices are signed out."))
            return redirect("members:security")
    return page(request, "members/change_password.html", form)


@require_http_methods(["GET", "POST"])
def change_email(request: ViewerRequest) -> HttpResponse:
    form = ChangeEmailForm(request.POST or None)
    if form.is_valid():
        with mending(form):
            member_id = request.viewer.require_member_id()
            queries.prove_password_again(member_id, form.cleaned_data["present_password"])
            actions.ask_to_change_email(
                request.viewer, form.cleaned_data["email"], caller=caller_of(request)
            )
            messages.success(request, _("Open the link we have sent to the new address."))
            return redirect("members:security")
    return page(request, "members/change_email.html", form)


@open_to_anyone
@require_http_methods(["GET", "POST"])
def confirm_email(request: ViewerRequest, token: str) -> HttpResponse:
    """Opening does nothing, as scanners open links; the button does."""
    form = EmptyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with mending(form):
            actions.confirm_email(request.viewer, token)
            messages.success(request, _("Your new address holds from now on."))
            return redirect("members:security")
    return page(request, "members/confirm_email.html", form)


@require_POST
def begin_authenticator(request: ViewerRequest) -> HttpResponse:
    actions.begin_authenticator(request.viewer)
    return redirect("members:confirm_authenticator")


@require_http_methods(["GET", "POST"])
def confirm_authenticator(request: ViewerRequest) -> HttpResponse:
    """The QR code, and the first code from the app; then the recovery codes, this once."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        with mending(form):
            codes = actions.confirm_authenticator(request.viewer, form.cleaned_data["code"])
            return _codes_once(request, codes)
    secret, address = queries.waiting_secret(request.viewer)
    drawn = Markup(segno.make(address, error="m").svg_inline(scale=5, light="#fff"))  # noqa: S704
    groups = [secret[at : at + 4] for at in range(0, len(secret), 4)]
    return page(
        request, "members/confirm_authenticator.html", form, drawn=drawn, secret=" ".join(groups)
    )


@require_http_methods(["GET", "POST"])
def remove_authenticator(request: ViewerRequest) -> HttpResponse:
    form = PresentPasswordForm(request.POST or None)
    if form.is_valid():
        with mending(form):
            member_id = request.viewer.require_member_id()
            queries.prove_password_again(member_id, form.cleaned_data["present_password"])
            actions.remove_authenticator(request.viewer)
            messages.success(request, _("Two-step sign-in is off."))
            return redirect("members:security")
    return page(request, "members/remove_authenticator.html", form)


@require_http_methods(["GET", "POST"])
def renew_recovery_codes(request: ViewerRequest) -> HttpResponse:
    form = PresentPasswordForm(request.POST or None)
    if form.is_valid():
        with mending(form):
            member_id = request.viewer.require_member_id()
            queries.prove_password_again(member_id, form.cleaned_data["present_password"])
            return _codes_once(request, actions.renew_recovery_codes(request.viewer))
    return page(request, "members/renew_recovery_codes.html", form)


def _codes_once(request: ViewerRequest, codes: list[str]) -> HttpResponse:
    # Answered at once and never kept: a redirect would have to carry them.
    answer = render(request, "members/recovery_codes.html", {"codes": codes})
    answer["Cache-Control"] = "no-store"
    return answer


@open_to_anyone
@require_http_methods(["GET", "POST"])
def second_step(request: ViewerRequest) -> HttpResponse:
    """After the password: a code from the app, or a recovery code."""
    kept = half_way(request)
    if kept is None:
        return redirect("members:sign_in")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        with mending(form):
            actions.pass_second_step(request.viewer, kept["member_id"], form.cleaned_data["code"])
            return signed_in(request, kept["member_id"], via=kept["via"], to=kept["next"])
    return page(request, "members/second_step.html", form)


@require_POST
def end_session(request: ViewerRequest, session_id: int) -> HttpResponse:
    actions.end_session(request.viewer, session_id)
    messages.success(request, _("That device is signed out."))
    return redirect("members:security")


@require_POST
def end_other_sessions(request: ViewerRequest) -> HttpResponse:
    actions.end_other_sessions(request.viewer, kept_key=request.session.session_key or "")
    messages.success(request, _("All other devices are signed out."))
    return redirect("members:security")
