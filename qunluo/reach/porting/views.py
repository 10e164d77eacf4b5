"""Pages of imports: bring in, look how far it is, read what came of it, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from qunluo.kernel.refusal import Refusal, missing
from qunluo.kernel.web.doors import open_to_signed_in
from qunluo.kernel.web.telling import tell
from qunluo.people.communities import queries as communities
from qunluo.reach.porting import actions, queries, rules
from qunluo.reach.porting.engine.refusals import first_refusals
from qunluo.reach.porting.engine.unpacking import FILES
from qunluo.reach.porting.forms import ImportForm, NewImportForm

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.communities.web import CommunityRequest
    from qunluo.people.members.web import ViewerRequest

SHOWN = 20  # refused rows on the page; the file holds all


def imports(request: CommunityRequest) -> HttpResponse:
    """The community's imports, and the form that begins one."""
    viewer = request.viewer
    queries.require_may_import(viewer)
    form = ImportForm(request.POST or None, request.FILES or None, is_staff=viewer.is_staff)
    order_id = _asked(viewer, form, request.community.slug)
    if order_id is not None:
        return redirect("porting:order", order_id=order_id)
    order, runs = queries.latest_order(viewer), queries.runs_for(viewer)
    shown = {"form": form, "order": order, "runs": runs, "rules": rules}
    return render(request, "porting/imports.html", shown, status=_status(form))


@open_to_signed_in
def new_import(request: ViewerRequest) -> HttpResponse:
    """Found a community from a dump."""
    viewer = request.viewer
    seats = communities.organisations_of(viewer)
    owned = tuple((seat.slug, seat.name) for seat in seats if seat.role == "owner")
    form = NewImportForm(
        request.POST or None,
        request.FILES or None,
        organisations=owned,
        is_staff=viewer.is_staff,
    )
    order_id = _asked(viewer, form, "")
    if order_id is not None:
        return redirect("porting:order", order_id=order_id)
    return render(request, "porting/new.html", {"form": form}, status=_status(form))


@require_GET
@open_to_signed_in
def order(request: ViewerRequest, order_id: int) -> HttpResponse:
    """How far an import or its undoing is; works by reload."""
    card = queries.order_for(request.viewer, order_id)
    return render(request, "porting/order.html", {"order": card, "rules": rules})


@require_GET
@open_to_signed_in
def progress(request: ViewerRequest, order_id: int) -> HttpResponse:
    """The part of the page that asks again."""
    card = queries.order_for(request.viewer, order_id)
    return render(request, "porting/_order.html", {"order": card, "rules": rules})


@require_POST
@open_to_signed_in
def again(request: ViewerRequest, order_id: int) -> HttpResponse:
    actions.ask_again(request.viewer, order_id)
    return redirect("porting:order", order_id=order_id)


@require_GET
def run(request: CommunityRequest, run_id: int) -> HttpResponse:
    """One import: what was read, brought in, left out and refused."""
    card = queries.run_for(request.viewer, run_id)
    listed = first_refusals(actions.refusals_path(card.batch), SHOWN) if card.refused else []
    shown = {"run": card, "rules": rules, "files": FILES, "listed": listed}
    return render(request, "porting/run.html", shown)


@require_GET
def refused(request: CommunityRequest, run_id: int) -> FileResponse:
    """The rows that could not be used, one JSON line each."""
    card = queries.run_for(request.viewer, run_id)
    path = actions.refusals_path(card.batch)
    if not path.is_file():
        raise missing()
    name = f"refused-{card.id}.jsonl"
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type="application/x-ndjson"
    )


@require_POST
def undoing(request: CommunityRequest, run_id: int) -> HttpResponse:
    typed = request.POST.get("typed", "")
    order_id = actions.ask_undoing(request.viewer, run_id, typed=typed)
    return redirect("porting:order", order_id=order_id)


def _asked(viewer: Viewer, form: ImportForm, slug: str) -> int | None:
    """The order's id when the form was sent and taken; what is refused is said in the form."""
    if not form.is_bound or not form.is_valid():
        return None
    sent = form.cleaned_data
    wish = actions.Wish(
        slug=slug or sent["slug"],
        organisation=sent.get("organisation", ""),
        site=sent["site"],
        name=sent.get("name", ""),
        beside=sent.get("beside", False),
    )
    try:
        return actions.ask_import(viewer, wish, _archive(viewer, form))
    except Refusal as no:
        tell(form, no)
        return None


def _archive(viewer: Viewer, form: ImportForm) -> actions.Archive:
    sent = form.cleaned_data
    if sent.get("path"):
        return actions.server_archive(viewer, sent["path"])
    return actions.keep_archive(sent["archive"])


def _status(form: ImportForm) -> int:
    return 422 if form.errors else 200
