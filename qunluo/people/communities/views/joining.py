"""Coming in, by oneself or by a link; the name used here; going."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qunluo.kernel.refusal import missing
from qunluo.kernel.web.doors import open_to_anyone, open_to_signed_in, open_when_listed
from qunluo.kernel.web.telling import saved
from qunluo.people.communities import actions, queries
from qunluo.people.communities.forms import AnswersForm, MembershipForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.communities.web import CommunityRequest
    from qunluo.people.members.web import ViewerRequest


@open_when_listed
def join(request: CommunityRequest) -> HttpResponse:
    """The door: join at once, or answer the questions and ask."""
    door = queries.door_sheet(request.viewer)
    if request.method == "POST" and door.state != "ask":
        actions.join(request.viewer)
        messages.success(request, _("Welcome. You are a member now."))
        return _to_card(request)
    form = AnswersForm(door.questions, request.POST or None)
    if request.method == "POST" and _asked(request, form):
        messages.success(request, _("Your request is with the operators."))
        return _to_card(request)
    return render(request, "communities/join.html", {"door": door, "form": form})


@require_POST
@open_to_signed_in
def withdrawal(request: CommunityRequest) -> HttpResponse:
    actions.withdraw_request(request.viewer)
    messages.info(request, _("The request is withdrawn."))
    return _to_card(request)


@open_to_anyone
def invitation(request: ViewerRequest, code: str) -> HttpResponse:
    """A link's page: it shows the community's card, private ones too, and lets its holder in."""
    slug = queries.invited_to(code)
    if slug is None:
        raise missing()
    inside = queries.entrance(request.viewer, slug)
    if request.method == "POST":
        actions.join_by_invitation(inside.viewer, code)
        messages.success(request, _("Welcome. You are a member now."))
        return redirect("communities:card", community=slug)
    shown = {"invited_to": inside.community, "is_member": inside.viewer.is_member}
    return render(request, "communities/invitation.html", shown)


def membership(request: CommunityRequest) -> HttpResponse:
    """The name used here and the community's own fields."""
    own = queries.own_membership(request.viewer)
    initial = {"nickname": own.nickname}
    form = MembershipForm(own.fields, request.POST or None, initial=initial)

    def save(nickname: str, **_fields: str) -> None:
        fields = form.custom_fields()
        actions.change_own_membership(request.viewer, nickname=nickname, custom_fields=fields)

    if saved(form, save):
        messages.success(request, _("Saved."))
        return redirect("communities:membership", community=request.community.slug)
    return render(request, "communities/membership.html", {"form": form})


def leaving(request: CommunityRequest) -> HttpResponse:
    """Leave, after reading what stays and what ends."""
    if request.method == "POST":
        actions.leave(request.viewer)
        messages.info(request, _("You have left %(name)s.") % {"name": request.community.name})
        return redirect("front")
    return render(request, "communities/leaving.html")


def _asked(request: CommunityRequest, form: AnswersForm) -> bool:
    form.is_bound, form.data = True, request.POST

    def save(**_answers: str) -> None:
        actions.request_to_join(request.viewer, form.answers())

    return saved(form, save)


def _to_card(request: CommunityRequest) -> HttpResponse:
    return redirect("communities:card", community=request.community.slug)
