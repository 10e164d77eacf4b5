"""What reaches one, how and when; browsers that take push; the way out of a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings as product
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from qunluo.kernel.refusal import missing
from qunluo.kernel.web.doors import open_to_anyone
from qunluo.people.members.web import device_name, mending
from qunluo.people.notices import actions, queries, rules
from qunluo.people.notices.actions.carriers import read_token
from qunluo.people.notices.forms import DeviceForm, HabitsForm
from qunluo.people.notices.ports import notice_kinds

if TYPE_CHECKING:
    from qunluo.people.members.web import ViewerRequest

WORKER = product.BUILD_FOLDER / "push-worker.js"


def settings(request: ViewerRequest) -> HttpResponse:
    """The matrix of kinds and channels, spaces' exceptions, quiet hours, browsers."""
    sheet = queries.settings_sheet(request.viewer)
    form = HabitsForm(request.POST or None, initial=vars(sheet))
    if request.method == "POST" and form.is_valid():
        with mending(form):
            sent = form.cleaned_data
            quiet = (sent["quiet_from"], sent["quiet_until"])
            actions.keep_habits(
                request.viewer,
                sent["digest"],
                sent["digest_hour"],
                quiet=quiet,
                shows_details=sent["shows_details"],
            )
            messages.success(request, _("Saved."))
            return redirect("notices:settings")
    shown = {
        "sheet": sheet,
        "form": form,
        "push_key": actions.public_key(),
        "device_name": device_name(request.headers.get("User-Agent", "")),
    }
    return render(request, "notices/settings.html", shown)


@require_POST
def choices(request: ViewerRequest) -> HttpResponse:
    """The whole matrix; a box that is not ticked is off."""
    wishes = [
        actions.Wish(kind, channel, request.POST.get(f"{channel}:{kind}", "off"))
        for kind in notice_kinds
        for channel in rules.CHANNELS
        if not (notice_kinds[kind].is_firm and channel == "inbox")
    ]
    actions.choose(request.viewer, wishes)
    messages.success(request, _("Saved."))
    return redirect("notices:settings")


@require_POST
def space(request: ViewerRequest, community_id: int, space_id: int) -> HttpResponse:
    actions.choose_for_space(
        request.viewer,
        community_id,
        space_id,
        how=request.POST.get("how", "now"),
        is_followed=bool(request.POST.get("followed")),
    )
    messages.success(request, _("Saved."))
    return redirect("notices:settings")


@require_POST
def mail_again(request: ViewerRequest) -> HttpResponse:
    actions.resume_mail(request.viewer)
    messages.success(request, _("Notices are mailed to you again."))
    return redirect("notices:settings")


@require_POST
def devices(request: ViewerRequest) -> HttpResponse:
    """The browser hands over its subscription; script only."""
    form = DeviceForm(request.POST)
    if not form.is_valid():
        raise missing()
    sent = form.cleaned_data
    keys = (sent["p256dh"], sent["auth"])
    made = actions.add_device(request.viewer, sent["endpoint"], keys, name=sent["name"])
    return JsonResponse({"id": str(made)})


@require_POST
def device_removal(request: ViewerRequest, device_id: int) -> HttpResponse:
    actions.remove_device(request.viewer, device_id)
    messages.info(request, _("This browser gets no more push messages."))
    return redirect("notices:settings")


@csrf_exempt
@open_to_anyone
def unsubscribe(request: ViewerRequest, token: str) -> HttpResponse:
    """RFC 8058: a POST without cookies leaves the list; a GET only shows the button."""
    read = read_token(token)
    if read is None:
        raise missing()
    member_id, kind = read
    if request.method == "POST":
        actions.stop_mail(member_id, kind)
    label = notice_kinds[kind].label if kind in notice_kinds else ""
    shown = {"label": label, "is_done": request.method == "POST"}
    return render(request, "notices/unsubscribe.html", shown)


@open_to_anyone
def worker(request: ViewerRequest) -> HttpResponse:
    """The service worker, from our own origin, for all of it."""
    answer = HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    answer["Service-Worker-Allowed"] = "/"
    return answer
