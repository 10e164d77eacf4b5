"""The members of a community, one of them, and what operators may do there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qunluo.kernel.web.slots import fill
from qunluo.people.communities import actions, queries
from qunluo.people.communities.ports import narrowings
from qunluo.people.communities.rules import (
    CHANNEL_LABELS,
    CONSENT_LABELS,
    CONSENT_STATES,
    JOINED_SPANS,
    ROLE_LABELS,
)

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.communities.web import CommunityRequest


def members(request: CommunityRequest) -> HttpResponse:
    """The directory: words, role, order and place in the list live in the address."""
    asked = queries.Asked(
        words=request.GET.get("q", "")[:100],
        role=request.GET.get("role", "")[:20],
        order=request.GET.get("order", "newest"),
        space=request.GET.get("space", "")[:60],
        joined=request.GET.get("joined", "")[:4],
        more={name: request.GET.get(name, "")[:80] for name in narrowings},
    )
    cursor = request.GET.get("at") or None
    shown = {
        "asked": asked,
        "page": queries.members_for(request.viewer, asked, cursor),
        "count": queries.member_count(request.viewer, asked),
        "role_labels": {key: ROLE_LABELS[key] for key in ("owner", "admin", "volunteer")},
        "sees_work": request.viewer.may("communities.review_joins"),
        "channels": CHANNEL_LABELS,
        "spans": JOINED_SPANS,
        "narrowings": [(one, one.choices(request.viewer)) for one in narrowings.values()],
    }
    fragment = request.htmx and request.htmx.target == "members"
    template = "communities/_members.html" if fragment else "communities/members.html"
    return render(request, template, shown)


def member(request: CommunityRequest, member_id: int) -> HttpResponse:
    """Someone as this community knows them; other domains hang their panels here."""
    viewer = request.viewer
    shown = {
        "sheet": queries.member_for(viewer, member_id),
        "panels": fill("member.panels", viewer, member_id),
        "deeds": fill("member.deeds", viewer, member_id),
        "may_remove": viewer.may("communities.remove_members") and viewer.member_id != member_id,
        "may_verify": viewer.may("communities.verify"),
        "may_mark_bots": viewer.may("communities.mark_bots"),
        "sees_work": viewer.may("communities.review_joins"),
        "channels": CHANNEL_LABELS,
        "consent_states": CONSENT_STATES,
        "consent_labels": CONSENT_LABELS,
    }
    return render(request, "communities/member.html", shown)


@require_POST
def removal(request: CommunityRequest, member_id: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    actions.remove_member(request.viewer, member_id, reason=reason)
    messages.success(request, _("The member was removed; the reason is on record."))
    return redirect("communities:members", community=request.community.slug)


@require_POST
def verification(request: CommunityRequest, member_id: int) -> HttpResponse:
    is_verified = request.POST.get("is_verified") == "yes"
    actions.verify_to_post(request.viewer, member_id, is_verified=is_verified)
    return _back(request, member_id)


@require_POST
def bot(request: CommunityRequest, member_id: int) -> HttpResponse:
    actions.mark_bot(request.viewer, member_id, is_bot=request.POST.get("is_bot") == "yes")
    return _back(request, member_id)


@require_POST
def consent(request: CommunityRequest, member_id: int) -> HttpResponse:
    actions.set_minor_consent(request.viewer, member_id, request.POST.get("state", ""))
    return _back(request, member_id)


def _back(request: CommunityRequest, member_id: int) -> HttpResponse:
    messages.success(request, _("Saved."))
    slug = request.community.slug
    return redirect("communities:member", community=slug, member_id=member_id)
