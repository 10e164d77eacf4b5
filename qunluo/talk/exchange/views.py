"""The board of needs and offers, one of them, and the operators' page."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qunluo.kernel.refusal import Refusal, missing
from qunluo.kernel.web.meanwhile import meanwhile
from qunluo.kernel.web.refusals import told_when
from qunluo.kernel.web.telling import saved
from qunluo.talk.conversations.queries import conversation_address
from qunluo.talk.exchange import actions, queries, rules
from qunluo.talk.exchange.forms import ApplyWords, ContactWords, ListingWords, RemovalWords
from qunluo.talk.exchange.web import keep_pace, keep_pace_of_words

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.communities.web import CommunityRequest


@require_GET
def board(request: CommunityRequest) -> HttpResponse:
    """What is asked lives in the address; `?from=` is the place in the list."""
    asked = queries.Asked(
        **{name: request.GET.get(name, "")[:80] for name in ASKED},
        state=request.GET.get("state", "open"),
    )
    shown = {
        "asked": asked,
        "page": queries.board(request.viewer, asked, request.GET.get("from") or None),
        "may_post": request.viewer.may(rules.POST),
        **labels(),
    }
    return render(request, "exchange/board.html", shown)


ASKED = ("kind", "category", "tag", "place", "words", "whose")


@require_http_methods(["GET", "POST"])
def new(request: CommunityRequest) -> HttpResponse:
    request.viewer.require(rules.POST)
    first = {"kind": request.GET.get("kind", "need")}
    form = ListingWords(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            keep_pace(request.viewer)
            made = actions.post_listing(request.viewer, form.words())
        except Refusal as refusal:
            form.tell(refusal)
            return _form(request, form, back="", refusal=refusal)
        return redirect(queries.listing_address(request.community.slug, made))
    return _form(request, form, back="")


@require_http_methods(["GET", "POST"])
def edit(request: CommunityRequest, listing_id: int) -> HttpResponse:
    kept = queries.editing(request.viewer, listing_id)
    form = ListingWords(request.POST if request.method == "POST" else None, initial=kept)
    form.fields["kind"].required = False
    back = queries.listing_address(request.community.slug, listing_id)
    if request.method == "POST" and form.is_valid():
        try:
            keep_pace(request.viewer)
            seen = form.cleaned_data["seen"]
            actions.edit_listing(request.viewer, listing_id, form.words(), seen=seen)
        except Refusal as refusal:
            form.tell(refusal)
            if refusal.code == "exchange.edited_meanwhile":
                return _late_page(request, form, kept, back)
            return _form(request, form, back=back, refusal=refusal)
        return redirect(back)
    return _form(request, form, back=back)


@require_GET
def listing(request: CommunityRequest, listing_id: int) -> HttpResponse:
    return _listing(request, listing_id)


@require_POST
def contact(request: CommunityRequest, listing_id: int) -> HttpResponse:
    form = ContactWords(request.POST)
    if form.is_valid():
        words = form.cleaned_data
        client = words["client"] or secrets.token_urlsafe(16)
        try:
            keep_pace_of_words(request.viewer)
            talk = actions.contact_author(
                request.viewer, listing_id, words["body"], client_id=client
            )
        except Refusal as refusal:
            form.tell(refusal)
            return told_when(_listing(request, listing_id, contacting=form), refusal)
        return redirect(conversation_address(talk))
    return _listing(request, listing_id, contacting=form)


@require_POST
def application(request: CommunityRequest, listing_id: int) -> HttpResponse:
    sheet = queries.sheet(request.viewer, listing_id)
    form = ApplyWords(request.POST, roles=sheet.roles)
    if form.is_valid():
        words = form.cleaned_data
        try:
            keep_pace_of_words(request.viewer)
            actions.apply_for_role(request.viewer, listing_id, words["role"], note=words["note"])
        except Refusal as refusal:
            form.tell(refusal)
            return told_when(_listing(request, listing_id, applying=form), refusal)
        messages.success(request, _("Sent. You are told what the author says."))
        return redirect(sheet.line.address)
    return _listing(request, listing_id, applying=form)


@require_POST
def answer(request: CommunityRequest, listing_id: int, application_id: int) -> HttpResponse:
    """`value`: yes or no."""
    is_accepted = request.POST.get("value") == "yes"
    actions.decide_application(request.viewer, application_id, is_accepted)
    return _back(request, listing_id)


@require_POST
def closure(request: CommunityRequest, listing_id: int) -> HttpResponse:
    """`met_with`: the id of somebody who wrote or applied, or nothing."""
    chosen = request.POST.get("met_with", "")
    met_with = int(chosen) if chosen.isdecimal() and len(chosen) < 18 else None
    outcome = request.POST.get("outcome", "")
    if outcome != "met":
        met_with = None
    actions.close_listing(request.viewer, listing_id, outcome, met_with=met_with)
    messages.success(request, _("Closed. Thank you for saying what came of it."))
    return _back(request, listing_id)


@require_POST
def renewal(request: CommunityRequest, listing_id: int) -> HttpResponse:
    actions.renew_listing(request.viewer, listing_id)
    messages.success(request, _("It holds for longer now."))
    return _back(request, listing_id)


@require_http_methods(["GET", "POST"])
def removal(request: CommunityRequest, listing_id: int) -> HttpResponse:
    """Asks for the reason, then takes another's away."""
    sheet = queries.sheet(request.viewer, listing_id)
    if not sheet.may_keep or sheet.line.is_removed:
        raise missing()
    form = RemovalWords(request.POST or None)

    def remove(reason: str, note: str) -> None:
        actions.remove_listing(request.viewer, listing_id, reason, note=note)

    if saved(form, remove):
        messages.success(request, _("Removed. Its author is told why and may appeal."))
        return _back(request, listing_id)
    shown = {"author": sheet.line.person, "body": sheet.body}
    page = {"form": form, "shown": shown, "back": sheet.line.address}
    return render(request, "exchange/remove.html", page, status=422 if form.errors else 200)


@require_POST
def restoration(request: CommunityRequest, listing_id: int) -> HttpResponse:
    actions.restore_listing(request.viewer, listing_id)
    return _back(request, listing_id)


@require_GET
def work(request: CommunityRequest) -> HttpResponse:
    """What is open, over and met, with rates; and the list behind each number."""
    figures = queries.figures(request.viewer)
    state = request.GET.get("state", "open")
    asked = queries.Asked(state=state if state in rules.STATES else "open")
    page = queries.board(request.viewer, asked, request.GET.get("from") or None)
    shown = {"figures": figures, "page": page, "asked": asked, **labels()}
    return render(request, "exchange/work.html", shown)


def _listing(
    request: CommunityRequest,
    listing_id: int,
    contacting: ContactWords | None = None,
    applying: ApplyWords | None = None,
) -> HttpResponse:
    sheet = queries.sheet(request.viewer, listing_id)
    wrong = contacting or applying
    shown = {
        "sheet": sheet,
        "contacting": contacting or ContactWords(initial={"client": secrets.token_urlsafe(16)}),
        "applying": applying or ApplyWords(roles=sheet.roles),
        **labels(),
    }
    return render(request, "exchange/listing.html", shown, status=422 if wrong else 200)


def _late_page(
    request: CommunityRequest, form: ListingWords, kept: dict[str, Any], back: str
) -> HttpResponse:
    """What was typed beside what stands now; sending it again is meant."""
    names = ("body", "title", "tags", "place", "roles")
    found = meanwhile(form, {name: str(kept[name]) for name in names})
    page = {"form": form, "back": back, "late": found, "seen": kept["seen"]}
    return render(request, "exchange/form.html", page, status=409)


def _form(
    request: CommunityRequest, form: ListingWords, *, back: str, refusal: Refusal | None = None
) -> HttpResponse:
    shown = {"form": form, "back": back, "late": None, "seen": ""}
    page = render(request, "exchange/form.html", shown, status=422 if form.errors else 200)
    return told_when(page, refusal) if refusal else page


def _back(request: CommunityRequest, listing_id: int) -> HttpResponse:
    return redirect(queries.listing_address(request.community.slug, listing_id))


def labels() -> dict[str, Any]:
    return {
        "kinds": rules.KINDS,
        "categories": rules.CATEGORIES,
        "outcomes": rules.OUTCOMES,
        "states": rules.STATES,
    }
