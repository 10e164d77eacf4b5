"""The inbox, and marking what was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from qunluo.people.members.web import own_address
from qunluo.people.notices import actions, queries

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.members.web import ViewerRequest


def inbox(request: ViewerRequest) -> HttpResponse:
    """Unread first, one line per thread; reading this page changes nothing."""
    kinds = queries.kinds_in_inbox(request.viewer)
    asked = request.GET.get("kind", "")
    kind = asked if any(asked == one.name for one in kinds) else ""
    shown = {
        "page": queries.inbox(request.viewer, kind, request.GET.get("at") or None),
        "kinds": kinds,
        "kind": kind,
        "unread": queries.unread_count(request.viewer),
    }
    return render(request, "notices/inbox.html", shown)


def count(request: ViewerRequest) -> HttpResponse:
    """For the bell: it asks when the hub says that something has changed."""
    return JsonResponse({"unread": queries.unread_count(request.viewer)})


@require_POST
def reading(request: ViewerRequest, bundle_id: int) -> HttpResponse:
    """Mark one line read, or with `keep` unread again."""
    if request.POST.get("keep"):
        actions.mark_unread(request.viewer, bundle_id)
    else:
        actions.mark_read(request.viewer, bundle_id)
    return redirect(own_address(request, reverse("notices:inbox")))


@require_POST
def all_read(request: ViewerRequest) -> HttpResponse:
    done = actions.mark_all_read(request.viewer, request.POST.get("kind", ""))
    told = ngettext("%(n)d line marked as read.", "%(n)d lines marked as read.", done)
    messages.success(request, told % {"n": done})
    return redirect("notices:inbox")
