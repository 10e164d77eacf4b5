"""Lists of watched words: of a community, and of the installation by its staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qunluo.kernel.web.telling import saved
from qunluo.people.moderation import actions, queries
from qunluo.people.moderation.forms import ImportForm, ListForm, TrialForm, WordForm
from qunluo.people.moderation.rules import LEVEL_LABELS

if TYPE_CHECKING:
    from django.http import HttpResponseRedirect

    from qunluo.people.members.web import ViewerRequest


@require_http_methods(["GET", "POST"])
def lists(request: ViewerRequest) -> HttpResponse:
    """The lists that hold here; POST begins one."""
    queries.require_keeping(request.viewer)
    form = ListForm(request.POST or None)
    if saved(form, lambda name: actions.make_list(request.viewer, name)):
        messages.success(request, _("The list is begun. Add words or import them."))
        return _to(request, "words")
    trial = TrialForm(request.GET if "text" in request.GET else None)
    tried = (
        queries.try_text(request.viewer, trial["text"].value() or "") if trial.is_bound else None
    )
    return _page(
        request,
        "moderation/lists.html",
        lines=queries.lists_for(request.viewer),
        form=form,
        trial=trial,
        tried=tried,
    )


@require_http_methods(["GET", "POST"])
def word_list(request: ViewerRequest, list_id: int) -> HttpResponse:
    """One list; POST adds a word or changes its level."""
    form = WordForm(request.POST or None)
    if saved(
        form, lambda word, level: actions.set_word(request.viewer, list_id, word, level=level)
    ):
        messages.success(request, _("Saved. It counts from now on."))
        return _to(request, "word_list", list_id=list_id)
    asked = request.GET.get("q", "")[:80]
    sheet = queries.list_for(
        request.viewer, list_id, words=asked, cursor=request.GET.get("at") or None
    )
    return _page(
        request, "moderation/list.html", sheet=sheet, form=form, importing=ImportForm(), asked=asked
    )


@require_POST
def importing(request: ViewerRequest, list_id: int) -> HttpResponse:
    """Take words from a file or from pasted lines."""
    form = ImportForm(request.POST, request.FILES)

    def take(**_values: object) -> None:
        done = actions.import_words(
            request.viewer, list_id, form.told(), level=form.cleaned_data["level"]
        )
        told = _("%(added)d words added, %(changed)d changed, %(same)d were there already.")
        counts = {"added": done.added, "changed": done.changed, "same": done.same}
        messages.success(request, told % counts)
        if done.refused:
            lines = "；".join(done.refused[:5])
            messages.warning(
                request, _("Lines that could not be used: %(lines)s") % {"lines": lines}
            )

    if saved(form, take):
        return _to(request, "word_list", list_id=list_id)
    sheet = queries.list_for(request.viewer, list_id)
    return _page(
        request, "moderation/list.html", sheet=sheet, form=WordForm(), importing=form, asked=""
    )


@require_POST
def removal(request: ViewerRequest, list_id: int, word_id: int) -> HttpResponse:
    actions.remove_word(request.viewer, list_id, word_id)
    messages.success(request, _("The word is off the list."))
    return _to(request, "word_list", list_id=list_id)


@require_POST
def retirement(request: ViewerRequest, list_id: int) -> HttpResponse:
    actions.retire_list(request.viewer, list_id)
    messages.success(request, _("The list watches nothing any more."))
    return _to(request, "words")


@require_GET
def export(request: ViewerRequest, list_id: int) -> HttpResponse:
    """The list as CSV, to keep or to take elsewhere."""
    _name, told = queries.exported(request.viewer, list_id)
    answer = HttpResponse(told, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="words-{list_id}.csv"'
    return answer


def _page(request: ViewerRequest, template: str, **shown: Any) -> HttpResponse:
    is_whole = getattr(request, "community", None) is None
    about = {
        "is_installation": is_whole,
        "frame": "frame/page.html" if is_whole else "frame/work.html",
        "levels": LEVEL_LABELS,
        "at": lambda name, **kwargs: _address(request, name, **kwargs),
    }
    return render(request, template, {**about, **shown})


def _to(request: ViewerRequest, name: str, **kwargs: Any) -> HttpResponseRedirect:
    return redirect(_address(request, name, **kwargs))


def _address(request: ViewerRequest, name: str, **kwargs: Any) -> str:
    community = getattr(request, "community", None)
    if community is None:
        return reverse(f"moderation:installation_{name}", kwargs=kwargs)
    return reverse(f"moderation:{name}", kwargs={"community": community.slug, **kwargs})
