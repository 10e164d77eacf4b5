"""Settings: what the community is, who comes in, where it lives, and whether it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qunluo.kernel import files
from qunluo.kernel.web.telling import saved
from qunluo.people.communities import actions, queries
from qunluo.people.communities.forms import (
    AddressForm,
    AdmissionForm,
    CoverForm,
    DescriptionForm,
    EntryForm,
    LinesForm,
    LocaleForm,
    MarketNoteForm,
    PositioningForm,
    SafetyForm,
)
from qunluo.people.communities.rules import DESCRIBE, SETTLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form
    from django.http import HttpResponse, QueryDict

    from qunluo.people.communities.queries import SettingsSheet
    from qunluo.people.communities.web import CommunityRequest


def settings(request: CommunityRequest) -> HttpResponse:
    """All settings on one page; each form is sent on its own, named by `form`."""
    sheet = queries.settings_for(request.viewer)
    part = request.POST.get("form", "")
    shown: dict[str, Any] = {
        name: _form(name, sheet, request.POST if part == name else None) for name in PARTS
    }
    if part in PARTS and saved(shown[part], _saver(request, part)):
        messages.success(request, _("Saved."))
        slug = shown[part].cleaned_data["slug"] if part == "address" else request.community.slug
        return redirect("communities:work_settings", community=slug)
    shown["address_form"] = shown.pop("address")
    shown["sheet"], shown["may_settle"] = sheet, request.viewer.may(SETTLE)
    shown["cover"] = queries.cover_address(request.viewer, request.community, 640)
    shown["heirs"] = queries.member_names(request.viewer) if shown["may_settle"] else []
    return render(request, "communities/work_settings.html", shown)


def positioning(request: CommunityRequest) -> HttpResponse:
    """The positioning form, and what is noted about the market with its source."""
    kept = queries.positioning_of(request.viewer)
    initial = {name: getattr(kept, name) for name in PositioningForm.base_fields}
    is_note = request.POST.get("form") == "note"
    form = PositioningForm(None if is_note else request.POST or None, initial=initial)
    note = MarketNoteForm(request.POST if is_note else None)
    if saved(form, lambda **values: actions.position_community(request.viewer, **values)):
        messages.success(request, _("The positioning is saved."))
        return redirect("communities:positioning", community=request.community.slug)
    if saved(note, lambda **values: actions.write_market_note(request.viewer, **values)):
        messages.success(request, _("The note is kept."))
        return redirect("communities:work_positioning", community=request.community.slug)
    shown = {"form": form, "note": note, "notes": queries.market_notes(request.viewer)}
    return render(request, "communities/work_positioning.html", shown)


@require_POST
def note_removal(request: CommunityRequest, note_id: int) -> HttpResponse:
    actions.strike_market_note(request.viewer, note_id)
    return redirect("communities:work_positioning", community=request.community.slug)


@require_POST
def cover(request: CommunityRequest) -> HttpResponse:
    """A new cover picture, or none."""
    viewer = request.viewer
    form = CoverForm(request.POST, request.FILES)
    if request.POST.get("none"):
        actions.set_cover(viewer, None)
    elif form.is_valid():
        viewer.require(DESCRIBE)
        access = "readers" if request.community.access == "private" else "public"
        kept = files.keep_upload(
            viewer,
            form.cleaned_data["cover"],
            purpose="cover",
            access=access,
            community_id=request.community.id,
        )
        actions.set_cover(viewer, kept.pk)
        messages.success(request, _("The cover is shown from now on."))
    else:
        messages.error(request, _("Choose a picture first."))
    return redirect("communities:work_settings", community=request.community.slug)


@require_POST
def archive(request: CommunityRequest) -> HttpResponse:
    actions.archive_community(request.viewer, reason=request.POST.get("reason", ""))
    messages.info(request, _("The community is archived. You can open it again at any time."))
    return redirect("communities:work_settings", community=request.community.slug)


@require_POST
def reopening(request: CommunityRequest) -> HttpResponse:
    actions.reopen_community(request.viewer)
    messages.success(request, _("The community is open again."))
    return redirect("communities:work_settings", community=request.community.slug)


@require_POST
def ownership(request: CommunityRequest) -> HttpResponse:
    """Hand the community over."""
    heir = request.POST.get("member_id", "")
    actions.transfer_ownership(request.viewer, int(heir) if heir.isdecimal() else 0)
    messages.success(request, _("The community has a new owner. You stay as administrator."))
    return redirect("communities:card", community=request.community.slug)


PARTS = ("description", "entry", "admission", "safety", "locale", "address", "questions", "fields")


def _form(name: str, sheet: SettingsSheet, sent: QueryDict | None) -> Form:
    if name == "questions":
        lines = [q.text if q.is_required else f"{q.text} *" for q in sheet.questions]
        return LinesForm(sent, initial={"lines": "\n".join(lines)}, prefix="questions")
    if name == "fields":
        text = "\n".join(sheet.profile_fields)
        return LinesForm(sent, initial={"lines": text}, prefix="fields")
    kinds: dict[str, type[Form]] = {
        "description": DescriptionForm,
        "entry": EntryForm,
        "admission": AdmissionForm,
        "safety": SafetyForm,
        "locale": LocaleForm,
        "address": AddressForm,
    }
    kind = kinds[name]
    initial = {field: getattr(sheet, field) for field in kind.base_fields}
    return kind(sent, initial=initial)


def _saver(request: CommunityRequest, part: str) -> Callable[..., object]:
    viewer = request.viewer

    def questions(lines: str) -> None:
        wanted = [(line.removesuffix("*"), not line.endswith("*")) for line in _lines(lines)]
        actions.set_join_questions(viewer, wanted)

    savers: dict[str, Callable[..., object]] = {
        "description": lambda **values: actions.describe_community(viewer, **values),
        "admission": lambda **values: actions.set_admission(viewer, **values),
        "entry": lambda **values: actions.change_settings(viewer, **values),
        "safety": lambda staff_second_step: actions.ask_second_step_of_staff(
            viewer, staff_second_step
        ),
        "locale": lambda **values: actions.change_settings(viewer, **values),
        "address": lambda slug: actions.rename_slug(viewer, slug),
        "questions": questions,
        "fields": lambda lines: actions.set_profile_fields(viewer, _lines(lines)),
    }
    return savers[part]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
