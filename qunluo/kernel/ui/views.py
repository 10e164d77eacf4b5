from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext as _
from markupsafe import Markup

from qunluo.kernel.refusal import missing
from qunluo.kernel.ui.samples import samples
from qunluo.kernel.web.doors import open_to_signed_in
from qunluo.kernel.web.slots import MenuItem

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

READING = Markup(
    "<p>一泡好茶，三分在叶，七分在水。先别急着买贵的，把手边的茶<strong>泡明白</strong>：水温 95℃，"
    "投茶 5g，前三泡快出汤。<a href='#'>入群必读</a>里有一张表。</p><blockquote><p>茶无好坏，适口为珍。</p></blockquote>"
    "<p>English sits beside Chinese with a thin space, and <code>code</code> keeps its own face.</p>"
)


@open_to_signed_in
def design(request: HttpRequest) -> HttpResponse:
    """Every component in all its states; for staff."""
    if not request.viewer.is_staff:  # type: ignore[attr-defined]
        raise missing()
    tabs = (
        MenuItem("latest", _("Latest"), "#", "", 12),
        MenuItem("hot", _("Hot"), "#"),
        MenuItem("open", _("Unanswered"), "#"),
    )
    shown = {"reading": READING, "tab_items": tabs, **samples(request.GET.dict())}
    return render(request, "ui/design.html", shown)
