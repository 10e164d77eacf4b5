"""The editor's preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qunluo.kernel import text
from qunluo.kernel.refusal import Invalid

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The field `source` as readers will see it; an HTML fragment. Refuses with `text.too_long`."""
    source = request.POST.get("source", "")
    if len(source) > text.MOST_CHARACTERS:
        told = _("This text is too long. Shorten it or split it in two.")
        raise Invalid("text.too_long", told, fields={"source": told})
    return HttpResponse(text.show(text.render(source), {}))
