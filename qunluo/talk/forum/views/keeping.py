"""Bookmarks: the list, and keeping or dropping one."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from qunluo.kernel import clock
from qunluo.kernel.refusal import Invalid
from qunluo.talk.forum import actions, queries
from qunluo.talk.forum.forms import ReminderWords

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.communities.web import CommunityRequest

IN_DAYS = {"tomorrow": 1, "days": 3, "week": 7}
MORNING = time(9)


@require_GET
def bookmarks(request: CommunityRequest) -> HttpResponse:
    """What the member keeps, the latest first."""
    page = queries.bookmarks_of(request.viewer, cursor=request.GET.get("cursor"))
    address = reverse("forum:bookmarks", args=[request.community.slug])
    shown = {"page": page, "turn": lambda cursor: f"{address}?cursor={cursor}"}
    return render(request, "forum/bookmarks.html", shown)


@require_POST
def bookmark(request: CommunityRequest, post_id: int) -> HttpResponse:
    """`value`: keep (with `note`, and `remind`: tomorrow, days, week or at with `at`) or drop."""
    viewer = request.viewer
    if request.POST.get("value") == "drop":
        actions.drop_bookmark(viewer, post_id)
        messages.success(request, _("The bookmark is gone."))
    else:
        note, moment = request.POST.get("note", ""), _moment(request)
        actions.keep_bookmark(viewer, post_id, note=note, remind_at=moment)
        messages.success(request, _("Bookmarked. You find it under “Bookmarks”."))
    if request.POST.get("back") == "list":
        return redirect("forum:bookmarks", community=request.community.slug)
    return redirect("forum:post", community=request.community.slug, post_id=post_id)


def _moment(request: CommunityRequest) -> datetime | None:
    """When to remind, in the member's time zone; mornings unless they say the time."""
    wish = request.POST.get("remind", "")
    if wish in IN_DAYS:
        return morning_in(request.viewer, IN_DAYS[wish])
    if wish != "at":
        return None
    form = ReminderWords(request.POST)
    if not form.is_valid():
        raise Invalid("forum.remind_past", str(form.errors["at"][0]))
    at: datetime = form.cleaned_data["at"]
    return at.replace(tzinfo=request.viewer.timezone)


def morning_in(viewer: Viewer, days: int) -> datetime:
    """Nine in the morning of the day that many days from now."""
    today = clock.now().astimezone(viewer.timezone).date()
    return datetime.combine(today + timedelta(days=days), MORNING, viewer.timezone)
