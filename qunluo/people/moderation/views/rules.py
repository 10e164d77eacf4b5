"""群规: the public page of a community's rules, and where they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qunluo.kernel.web.doors import open_when_listed
from qunluo.kernel.web.telling import saved
from qunluo.people.moderation import actions, queries
from qunluo.people.moderation.forms import PrefaceForm, RuleForm
from qunluo.people.moderation.rules import KEEP_RULES, SANCTION_LABELS

if TYPE_CHECKING:
    from django.http import HttpResponse, HttpResponseRedirect

    from qunluo.people.communities.web import CommunityRequest


@open_when_listed
@require_GET
def rules(request: CommunityRequest) -> HttpResponse:
    """The version in force, or `?version=`; before joining too."""
    asked = request.GET.get("version", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 6 else None
    shown = {
        "book": queries.rules_for(request.viewer, number),
        "sanctions": SANCTION_LABELS,
        "may_write": request.viewer.may(KEEP_RULES),
    }
    return render(request, "moderation/rules.html", shown)


@require_POST
def acknowledgement(request: CommunityRequest) -> HttpResponse:
    actions.acknowledge_rules(request.viewer)
    messages.success(request, _("Thank you. You go by these rules from now on."))
    return redirect("moderation:rules", community=request.community.slug)


@require_http_methods(["GET", "POST"])
def work_rules(request: CommunityRequest) -> HttpResponse:
    """The draft; POST begins one or keeps its preface."""
    request.viewer.require(KEEP_RULES)
    if request.method == "POST" and "begin" in request.POST:
        actions.begin_rules(request.viewer)
        return _to_draft(request)
    draft = queries.draft_for(request.viewer)
    form = PrefaceForm(request.POST or None, initial={"preface": draft.preface if draft else ""})
    if saved(form, lambda preface: actions.write_preface(request.viewer, preface)):
        return _to_draft(request)
    shown = {
        "draft": draft,
        "current": queries.rules_for(request.viewer),
        "form": form,
        "sanctions": SANCTION_LABELS,
    }
    return render(request, "moderation/work_rules.html", shown)


@require_http_methods(["GET", "POST"])
def work_rule(request: CommunityRequest, key: str = "") -> HttpResponse:
    """Write one rule of the draft, or a new one."""
    rule = queries.draft_rule(request.viewer, key) if key else None
    if rule is None:
        request.viewer.require(KEEP_RULES)
    form = RuleForm(request.POST or None, initial=RuleForm.begun(rule) if rule else None)

    def save(**_values: object) -> None:
        actions.write_rule(request.viewer, key, form.told())

    if saved(form, save):
        messages.success(request, _("The rule is in the draft."))
        return _to_draft(request)
    return render(request, "moderation/work_rule.html", {"form": form, "rule": rule})


@require_POST
def rule_removal(request: CommunityRequest, key: str) -> HttpResponse:
    actions.drop_rule(request.viewer, key)
    return _to_draft(request)


@require_POST
def publication(request: CommunityRequest) -> HttpResponse:
    actions.publish_rules(request.viewer)
    messages.success(request, _("The rules are in force. Members are asked to confirm them."))
    return redirect("moderation:rules", community=request.community.slug)


def _to_draft(request: CommunityRequest) -> HttpResponseRedirect:
    return redirect("moderation:work_rules", community=request.community.slug)
