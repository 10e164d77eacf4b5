"""One's own card, how others see it, and whom one follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qunluo.kernel.refusal import Refusal
from qunluo.people.communities import queries as communities
from qunluo.people.profiles import actions, queries, rules
from qunluo.people.profiles.forms import CardWords

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.communities.web import CommunityRequest


@require_http_methods(["GET", "POST"])
def card(request: CommunityRequest) -> HttpResponse:
    kept = queries.editing_card(request.viewer)
    texts = {field: getattr(kept, field) for field in ("about", "place", "expertise", "contact")}
    first = texts | {f"who_{field}": who for field, who in kept.shown.items()}
    form = CardWords(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["expertise"]
        try:
            actions.change_profile(
                request.viewer, form.texts(), expertise=words, shown=form.shown()
            )
        except Refusal as refusal:
            form.tell(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("profiles:card", community=request.community.slug)
    shown = {"form": form, "fields": tuple(rules.FIELDS)}
    return render(request, "profiles/card.html", shown, status=422 if form.errors else 200)


@require_GET
def preview(request: CommunityRequest) -> HttpResponse:
    """`?as=followed`: as somebody sees it whom one follows; else as any member."""
    viewer = request.viewer
    seen_by = rules.FOLLOWED if request.GET.get("as") == rules.FOLLOWED else rules.MEMBERS
    member_id = viewer.require_member_id()
    shown = {
        "sheet": queries.card_for(viewer, member_id, seen_by=seen_by),
        "person": communities.persons(request.community.id, [member_id])[member_id],
        "seen_by": seen_by,
        "names": rules.FIELDS,
    }
    return render(request, "profiles/preview.html", shown)


@require_GET
def following(request: CommunityRequest) -> HttpResponse:
    shown = {"sheet": queries.follow_sheet(request.viewer)}
    return render(request, "profiles/following.html", shown)


@require_POST
def follow(request: CommunityRequest, member_id: int) -> HttpResponse:
    """`value`: follow or unfollow."""
    if request.POST.get("value") == "unfollow":
        actions.unfollow(request.viewer, member_id)
        messages.success(request, _("You do not follow them any more."))
    else:
        actions.follow(request.viewer, member_id)
        messages.success(request, _("You follow them now. Nobody else sees that."))
    slug = request.community.slug
    return redirect("communities:member", community=slug, member_id=member_id)
